import type { EndpointSubset, Pod, Service } from '@kuorum/api';
import { endpointAddressesMax, planEndpoints, subsetsOf } from '@kuorum/controllers';
import { expect } from 'chai';
import { epoch, pod, service } from './objects.js';

/** `8080: 10.0.0.1 10.0.0.2 (10.0.0.3)` with addresses that are not ready in parentheses. */
function text(subsets: readonly EndpointSubset[]): string[] {
  return subsets.map(({ addresses, notReadyAddresses, ports }) => {
    const numbers = ports.map(({ name, port }) => (name === '' ? String(port) : `${name}=${port}`)).join(',');
    const ready = addresses.map(({ ip }) => ip);
    const others = notReadyAddresses.map(({ ip }) => `(${ip})`);
    return [`${numbers}:`, ...ready, ...others].join(' ');
  });
}

describe('subsetsOf', () => {
  const labels = { app: 'web' };
  const up = (name: string, ip: string, more = {}): Pod => pod(name, { labels, ip, node: 'a', ready: true, ...more });
  const web = service('web');
  const cases: { title: string; service?: Service; pods: Pod[]; subsets: string[] }[] = [
    { title: 'nobody', pods: [], subsets: [] },
    {
      title: 'ready pods, sorted',
      pods: [up('b', '10.0.0.2'), up('a', '10.0.0.1')],
      subsets: ['8080: 10.0.0.1 10.0.0.2'],
    },
    {
      title: 'pods that are not ready apart',
      pods: [up('a', '10.0.0.1', { ready: false }), up('b', '10.0.0.2')],
      subsets: ['8080: 10.0.0.2 (10.0.0.1)'],
    },
    {
      title: 'not those that are ending, have ended, have no address, other labels or another namespace',
      pods: [
        up('a', '10.0.0.1', { deleting: true }),
        up('b', '10.0.0.2', { phase: 'Failed' }),
        up('c', ''),
        up('d', '10.0.0.4', { labels: { app: 'db' } }),
        up('e', '10.0.0.5', { namespace: 'elsewhere' }),
      ],
      subsets: [],
    },
    {
      title: 'the service port where no target is given',
      service: service('web', { ports: [{ port: 80 }] }),
      pods: [up('a', '10.0.0.1')],
      subsets: ['80: 10.0.0.1'],
    },
    {
      title: 'named target ports, pod by pod',
      service: service('web', { ports: [{ port: 80, targetPort: 'http' }] }),
      pods: [
        up('a', '10.0.0.1', { ports: [{ name: 'http', containerPort: 8080 }] }),
        up('b', '10.0.0.2', { ports: [{ name: 'http', containerPort: 9090 }] }),
        up('c', '10.0.0.3', { ports: [{ name: 'admin', containerPort: 1 }] }),
      ],
      subsets: ['8080: 10.0.0.1', '9090: 10.0.0.2'],
    },
    {
      title: 'several ports by name',
      service: service('web', {
        ports: [
          { name: 'web', port: 80, targetPort: 8080 },
          { name: 'admin', port: 81, targetPort: 8081 },
        ],
      }),
      pods: [up('a', '10.0.0.1')],
      subsets: ['admin=8081,web=8080: 10.0.0.1'],
    },
    {
      title: 'addresses alone for a service without ports',
      service: service('web', { ports: [], clusterIP: 'None' }),
      pods: [up('a', '10.0.0.1')],
      subsets: [': 10.0.0.1'],
    },
  ];
  for (const { title, service: wanted = web, pods, subsets } of cases) {
    it(title, () => expect(text(subsetsOf(wanted, pods))).to.deep.equal(subsets));
  }

  it('says which pod on which node an address is', () => {
    const [subset] = subsetsOf(web, [up('a', '10.0.0.1', { node: 'node-1' })]);
    const [address] = subset?.addresses ?? [];
    expect(address).to.include({ nodeName: 'node-1' });
    expect(address?.targetRef).to.include({ kind: 'Pod', namespace: 'default', name: 'a', uid: 'uid-a' });
  });

  it('keeps ready ones when there are more than an object may hold', () => {
    const pods = Array.from({ length: endpointAddressesMax + 5 }, (_, i) =>
      up(`p${i}`, `10.0.${Math.floor(i / 250)}.${i % 250}`, { ready: i >= 5 }),
    );
    const [subset] = subsetsOf(web, pods);
    expect(subset?.addresses).to.have.length(endpointAddressesMax);
    expect(subset?.notReadyAddresses).to.have.length(0);
  });
});

describe('planEndpoints', () => {
  const web = service('web');
  const pods = [pod('a', { labels: { app: 'web' }, ip: '10.0.0.1', node: 'a', ready: true })];
  const created = planEndpoints({ service: web, endpoints: undefined, pods });
  if (created.type !== 'create') throw new Error('expected a creation');
  const present = created.endpoints;

  it('creates them, owned by the service', () => {
    expect(present.metadata).to.include({ name: 'web', namespace: 'default' });
    expect(present.metadata.ownerReferences).to.have.length(1);
    expect(present.metadata.ownerReferences[0]).to.include({ kind: 'Service', uid: 'uid-svc-web' });
  });

  it('leaves them when they are right', () => {
    expect(planEndpoints({ service: web, endpoints: present, pods })).to.deep.equal({ type: 'none' });
  });

  it('updates them when pods, labels or the service itself changed', () => {
    expect(planEndpoints({ service: web, endpoints: present, pods: [] }).type).to.equal('update');
    const labelled = { ...web, metadata: { ...web.metadata, labels: { team: 'x' } } };
    expect(planEndpoints({ service: labelled, endpoints: present, pods }).type).to.equal('update');
    const successor = { ...web, metadata: { ...web.metadata, uid: 'new' } };
    expect(planEndpoints({ service: successor, endpoints: present, pods }).type).to.equal('update');
  });

  it('deletes them with their service, unless they were made by hand', () => {
    expect(planEndpoints({ service: undefined, endpoints: present, pods }).type).to.equal('delete');
    const ending = { ...web, metadata: { ...web.metadata, deletionTimestamp: epoch } };
    expect(planEndpoints({ service: ending, endpoints: present, pods }).type).to.equal('delete');
    const byHand = { ...present, metadata: { ...present.metadata, ownerReferences: [] } };
    expect(planEndpoints({ service: undefined, endpoints: byHand, pods }).type).to.equal('none');
    expect(planEndpoints({ service: undefined, endpoints: undefined, pods }).type).to.equal('none');
  });

  it('leaves a service without a selector to others', () => {
    const manual = service('web', { selector: {} });
    expect(planEndpoints({ service: manual, endpoints: undefined, pods }).type).to.equal('none');
  });
});
