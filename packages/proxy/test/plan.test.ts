import { make, type Endpoints, type Service } from '@kuorum/api';
import { Balancer, planService, readyEndpoints, type Endpoint, type NodeView } from '@kuorum/proxy';
import { expect } from 'chai';

const endpoints: Endpoints = make('Endpoints', {
  metadata: { namespace: 'default', name: 'web' },
  subsets: [
    {
      addresses: [{ ip: '10.244.1.2' }, { ip: '10.244.0.2' }],
      notReadyAddresses: [{ ip: '10.244.0.9' }],
      ports: [
        { name: 'http', port: 8080 },
        { name: 'admin', port: 9090 },
      ],
    },
    { addresses: [{ ip: '10.244.2.2' }], ports: [{ name: 'http', port: 8081 }] },
  ],
});

function service(spec: Partial<Service['spec']>): Service {
  return make('Service', {
    metadata: { namespace: 'default', name: 'web' },
    spec: { clusterIP: '10.96.0.7', type: 'ClusterIP', ports: [{ name: 'http', port: 80, nodePort: 30080 }], ...spec },
  });
}

const view = (changes: Partial<NodeView> = {}): NodeView => ({
  nodeIp: '127.0.1.1',
  clusterIpMode: 'address',
  localhostNodePorts: false,
  ...changes,
});

describe('plan of a service', () => {
  const cases: [what: string, Service | undefined, NodeView, ids: string[], address: string | undefined][] = [
    ['a service that is gone', undefined, view(), [], undefined],
    ['a cluster address', service({}), view(), ['10.96.0.7:80'], '10.96.0.7'],
    ['cluster addresses turned off', service({}), view({ clusterIpMode: 'none' }), [], undefined],
    ['a headless service', service({ clusterIP: 'None' }), view(), [], undefined],
    [
      'a cluster address that the loopback answers anyway',
      service({ clusterIP: '127.96.0.7' }),
      view(),
      ['127.96.0.7:80'],
      undefined,
    ],
    ['a node port', service({ type: 'NodePort' }), view(), ['10.96.0.7:80', '127.0.1.1:30080'], '10.96.0.7'],
    [
      'a node port on localhost too',
      service({ type: 'NodePort' }),
      view({ clusterIpMode: 'none', localhostNodePorts: true }),
      ['127.0.1.1:30080', '127.0.0.1:30080'],
      undefined,
    ],
    [
      'a node whose address is localhost: once',
      service({ type: 'NodePort' }),
      view({ nodeIp: '127.0.0.1', clusterIpMode: 'none', localhostNodePorts: true }),
      ['127.0.0.1:30080'],
      undefined,
    ],
    [
      'a service without a node port yet',
      service({
        type: 'NodePort',
        clusterIP: '',
        ports: service({}).spec.ports.map((port) => ({ ...port, nodePort: 0 })),
      }),
      view(),
      [],
      undefined,
    ],
  ];
  for (const [what, given, node, ids, address] of cases) {
    it(what, () => {
      const plan = planService(given, endpoints, node);
      expect(plan.listeners.map(({ id }) => id)).to.deep.equal(ids);
      expect(plan.address).to.equal(address);
    });
  }

  it('leads to ready addresses only, by the name of the port', () => {
    expect(readyEndpoints(endpoints, 'http')).to.deep.equal([
      { ip: '10.244.0.2', port: 8080 },
      { ip: '10.244.1.2', port: 8080 },
      { ip: '10.244.2.2', port: 8081 },
    ]);
    expect(readyEndpoints(endpoints, 'admin')).to.have.length(2);
    expect(readyEndpoints(endpoints, 'other')).to.deep.equal([]);
    expect(readyEndpoints(undefined, 'http')).to.deep.equal([]);
  });

  it('keeps the listeners of a service that has no endpoints', () => {
    const [listener] = planService(service({}), undefined, view()).listeners;
    expect(listener?.endpoints).to.deep.equal([]);
  });
});

describe('balancer', () => {
  const [a, b, c]: Endpoint[] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((ip) => ({ ip, port: 80 }));
  const restMs = 1000;
  function balancer(...endpoints: (Endpoint | undefined)[]): Balancer {
    const made = new Balancer(restMs);
    made.update(endpoints.filter((endpoint) => endpoint !== undefined));
    return made;
  }
  const firsts = (made: Balancer, count: number, nowMs = 0): string[] =>
    Array.from({ length: count }, () => made.candidates(nowMs)[0]?.ip ?? 'none');

  it('takes turns', () => {
    expect(firsts(balancer(a, b, c), 4)).to.deep.equal(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.1']);
    expect(firsts(balancer(), 1)).to.deep.equal(['none']);
  });

  it('offers every endpoint for each connection', () => {
    expect(balancer(a, b, c).candidates(0)).to.have.deep.members([a, b, c]);
  });

  it('asks one that refused last, until it has rested, and shares its turns evenly', () => {
    const made = balancer(a, b, c);
    if (b !== undefined) made.refused(b, 0);
    expect(firsts(made, 4, 1)).to.deep.equal(['10.0.0.1', '10.0.0.3', '10.0.0.1', '10.0.0.3']);
    expect(made.candidates(1).at(-1)).to.deep.equal(b);
    expect(firsts(made, 3, restMs)).to.include('10.0.0.2');
  });

  it('asks those that refused when there are no others', () => {
    const made = balancer(a);
    if (a !== undefined) made.refused(a, 0);
    expect(made.candidates(1)).to.deep.equal([a]);
  });

  it('forgets one that went away', () => {
    const made = balancer(a, b);
    if (a !== undefined) made.refused(a, 0);
    made.update(b === undefined ? [] : [b]);
    made.update([a, b].filter((endpoint) => endpoint !== undefined));
    expect(firsts(made, 2, 1)).to.have.members(['10.0.0.1', '10.0.0.2']);
  });
});
