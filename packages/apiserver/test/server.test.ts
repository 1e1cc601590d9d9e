import { expect } from 'chai';
import * as api from '@kuorum/api';
import { startApiserver } from '@kuorum/apiserver';
import { freePort } from '@kuorum/testing';
import { Harness, podOf } from './harness.js';

/** The error a call ends with; fails when it does not. */
async function errorOf(call: Promise<unknown>): Promise<api.ApiStatusError> {
  const result = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('value' in result) throw new Error(`expected an error, got ${JSON.stringify(result.value)}`);
  expect(result.error).to.be.instanceOf(api.ApiStatusError);
  return result.error as api.ApiStatusError;
}

describe('apiserver on a real etcd', () => {
  const harness = new Harness();
  before(() => harness.start({ serviceClusterIpRange: '10.96.0.0/28', serviceNodePortRange: '30000-30004' }));
  after(() => harness.stop());

  describe('storage', () => {
    it('keeps objects as JSON that a person can read, without zero values', async () => {
      await harness.client.pods.create(podOf('readable', { metadata: { labels: { app: 'web' } } }));
      const stored = await harness.stored('/registry/pods/default/readable');
      expect(stored).to.include({ apiVersion: 'v1', kind: 'Pod' });
      expect(stored?.['metadata']).to.deep.include({ name: 'readable', namespace: 'default', labels: { app: 'web' } });
      expect(stored?.['metadata']).to.not.have.any.keys('resourceVersion', 'finalizers', 'generateName');
      expect(stored?.['status']).to.deep.equal({ phase: 'Pending' });
    });

    it('uses the mod revision as resourceVersion', async () => {
      const created = await harness.client.pods.create(podOf('versioned'));
      const { kvs } = await harness.store.range({ key: Buffer.from('/registry/pods/default/versioned') });
      expect(created.metadata.resourceVersion).to.equal(String(kvs[0]?.modRevision));
    });

    it('puts an object without a namespace into default', async () => {
      const created = await harness.client.pods.create(podOf('homeless', { metadata: { namespace: '' } }));
      expect(created.metadata.namespace).to.equal('default');
      expect((await harness.client.pods.get('', 'homeless')).metadata.uid).to.equal(created.metadata.uid);
    });

    it('has the default namespaces from the start', async () => {
      const { items } = await harness.client.resource('Namespace').list();
      const names = items.map(({ metadata }) => metadata.name);
      expect(names).to.include.members(['default', 'kube-system', 'kube-node-lease']);
      expect(items[0]?.status.phase).to.equal('Active');
    });

    it('leaves out a stored value that is no object, and goes on with the others', async () => {
      await harness.store.put({ key: Buffer.from('/registry/endpoints/default/broken'), value: Buffer.from('{') });
      const list = await harness.client.resource('Endpoints').list({ namespace: 'default' });
      expect(list.items).to.deep.equal([]);
      const error = await errorOf(harness.client.resource('Endpoints').get('default', 'broken'));
      expect(error.message).to.include('/registry/endpoints/default/broken is not JSON');
      await harness.store.deleteRange({ key: Buffer.from('/registry/endpoints/default/broken') });
    });
  });

  describe('what cannot be done changes nothing', () => {
    before(() => harness.client.pods.create(podOf('victim', { metadata: { labels: { a: '1' } } })));

    type Case = [what: string, act: () => Promise<unknown>, reason: string, message: RegExp];
    const patch = (patch: object, options?: { subresource?: 'status' }) => () =>
      harness.client.pods.patch('default', 'victim', patch, options);
    const cases: Case[] = [
      [
        'an unknown field in a patch',
        patch({ spec: { contianers: [] } }),
        'BadRequest',
        /Cannot apply the patch to Pod: spec\.contianers: unknown field/,
      ],
      [
        'a wrong type in a patch',
        patch({ spec: { containers: {} } }),
        'BadRequest',
        /spec\.containers: must be a list/,
      ],
      ['a patch of an immutable field', patch({ spec: { nodeName: 'n' } }), 'Invalid', /spec: Forbidden: .*nodeName/],
      [
        'a patch that renames',
        patch({ metadata: { name: 'other' } }),
        'BadRequest',
        /^the name of the object \(other\) does not match the name on the URL \(victim\)$/,
      ],
      [
        'a patch that takes the name away',
        patch({ metadata: { name: null } }),
        'BadRequest',
        /^the name of the object \(victim based on URL\) was undeterminable: name must be provided$/,
      ],
      [
        'a stale resourceVersion',
        patch({ metadata: { resourceVersion: '1', labels: { a: '2' } } }),
        'Conflict',
        /^Operation cannot be fulfilled on pods "victim": the object has been modified; please apply/,
      ],
      [
        'a missing namespace',
        () => harness.client.pods.create(podOf('web', { metadata: { namespace: 'nowhere' } })),
        'NotFound',
        /^namespaces "nowhere" not found$/,
      ],
      [
        'an oversized object',
        () =>
          harness.client.resource('Endpoints').create(
            api.make('Endpoints', {
              metadata: { name: 'big', namespace: 'default' },
              subsets: Array.from({ length: 40_000 }, () => ({
                addresses: [{ ip: '10.0.0.1', hostname: 'h'.repeat(40) }],
              })),
            }),
          ),
        'RequestEntityTooLarge',
        /^endpoints "big" is too large: \d+ bytes, at most 1572864 can be stored$/,
      ],
      [
        'an object that is already there',
        () => harness.client.pods.create(podOf('victim')),
        'AlreadyExists',
        /^pods "victim" already exists$/,
      ],
      [
        'a resourceVersion in a new object',
        () => harness.client.pods.create(podOf('new', { metadata: { resourceVersion: '5' } })),
        'BadRequest',
        /resourceVersion should not be set/,
      ],
      [
        'an unsupported value',
        () => harness.client.pods.create(podOf('new', { spec: { restartPolicy: 'Never', containers: [] } })),
        'Invalid',
        /^Pod "new" is invalid: spec\.containers: Required value$/,
      ],
      [
        'a protected namespace',
        () => harness.client.resource('Namespace').delete('', 'kube-system'),
        'Forbidden',
        /^namespaces "kube-system" is forbidden: this namespace may not be deleted$/,
      ],
      [
        'a new object without a name',
        () => harness.client.pods.create(podOf('')),
        'Invalid',
        /^Pod "" is invalid: metadata\.name: Required value: name or generateName is required$/,
      ],
      ['a name that is not given', () => harness.client.pods.get('default', ''), 'BadRequest', /name must be given/],
      [
        'a namespace where there are none',
        () => harness.client.resource('Node').get('default', 'node-1'),
        'BadRequest',
        /nodes are not in namespaces/,
      ],
      [
        'a continue token from elsewhere',
        () => harness.client.pods.list({ continue: 'abc' }),
        'BadRequest',
        /continue key is not valid/,
      ],
      [
        'a resourceVersion that is none',
        () => harness.client.pods.list({ resourceVersion: 'new' }),
        'BadRequest',
        /resourceVersion must be one that the server gave/,
      ],
    ];
    for (const [what, act, reason, message] of cases) {
      it(`${what}: ${reason}`, async () => {
        const before = await harness.revision();
        const error = await errorOf(act());
        expect(error.reason).to.equal(reason);
        expect(error.message).to.match(message);
        expect(await harness.revision()).to.equal(before);
      });
    }

    it('names every field that is wrong', async () => {
      const pod = podOf('web', { spec: { containers: [{ name: 'A', image: '' }] } });
      const error = await errorOf(harness.client.pods.create(pod));
      expect(error.causes.map(({ field }) => field)).to.have.members([
        'spec.containers[0].name',
        'spec.containers[0].image',
      ]);
    });

    it('survives an error text that is longer than a trailer may be', async () => {
      const containers = Array.from({ length: 200 }, (_, i) => ({ name: `${'x'.repeat(500)}${i}`, image: '' }));
      const error = await errorOf(harness.client.pods.create(podOf('web', { spec: { containers } })));
      expect(error.reason).to.equal('Invalid');
      expect(error.message).to.have.length.below(1100);
    });
  });

  it('pages at one revision however much is written meanwhile, and says when that is gone', async () => {
    const leases = harness.client.resource('Lease');
    for (const name of ['a', 'b', 'c', 'd']) {
      await leases.create(api.make('Lease', { metadata: { name, namespace: 'default' } }));
    }
    const first = await leases.list({ namespace: 'default', limit: 3 });
    await leases.delete('default', 'd');
    const second = await leases.list({ namespace: 'default', limit: 3, continue: first.continue });
    expect([...first.items, ...second.items].map(({ metadata }) => metadata.name)).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(second.resourceVersion).to.equal(first.resourceVersion);
    await harness.store.compact(await harness.revision());
    const error = await errorOf(leases.list({ namespace: 'default', limit: 3, continue: first.continue }));
    expect(error.reason).to.equal('Expired');
    expect(error.code).to.equal(410);
    expect(error.message).to.include('You must start a new list without the continue parameter');
  });

  it('gives a list from its cache for resourceVersion 0', async () => {
    const list = await harness.client.resource('Namespace').list({ resourceVersion: '0' });
    expect(list.items.map(({ metadata }) => metadata.name)).to.include('default');
  });

  it('lets one of many concurrent writers of a version win, and loses no unconditional patch', async () => {
    const { pods } = harness.client;
    const created = await pods.create(podOf('contended'));
    const updates = Array.from({ length: 10 }, (_, i) => {
      const pod = structuredClone(created);
      pod.metadata.labels['winner'] = String(i);
      return pods.update(pod);
    });
    const results = await Promise.allSettled(updates);
    expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    const patches = Array.from({ length: 10 }, (_, i) =>
      pods.patch('default', 'contended', { metadata: { labels: { [`p${i}`]: 'x' } } }),
    );
    await Promise.all(patches);
    const { labels } = (await pods.get('default', 'contended')).metadata;
    expect(Object.keys(labels)).to.have.length(11);
  });

  it('sees what another server wrote, although its own cache may lag', async () => {
    const other = harness.clientOf(await harness.startServer());
    const created = await harness.client.pods.create(podOf('shared'));
    for (let i = 0; i < 20; i++) {
      const [from, to] = i % 2 === 0 ? [harness.client, other] : [other, harness.client];
      const seen = await from.pods.get('default', 'shared');
      seen.metadata.labels['i'] = String(i);
      await from.pods.update(seen);
      expect((await to.pods.get('default', 'shared')).metadata.labels['i']).to.equal(String(i));
    }
    await other.pods.delete('default', 'shared', { preconditions: { uid: created.metadata.uid } });
    expect((await errorOf(harness.client.pods.get('default', 'shared'))).reason).to.equal('NotFound');
  });

  describe('namespaces', () => {
    it('take nothing new while they are being deleted, and go with their finalizer', async () => {
      const namespaces = harness.client.resource('Namespace');
      await namespaces.create(api.make('Namespace', { metadata: { name: 'doomed' } }));
      const doomed = (name: string) => podOf(name, { metadata: { namespace: 'doomed' } });
      await harness.client.pods.create(doomed('before'));
      const marked = await namespaces.delete('', 'doomed');
      expect(marked.status.phase).to.equal('Terminating');
      const error = await errorOf(harness.client.pods.create(doomed('after')));
      expect(error.reason).to.equal('Forbidden');
      expect(error.message).to.equal(
        'pods "after" is forbidden: unable to create new content in namespace doomed because it is being terminated',
      );
      expect(error.status.details?.causes).to.deep.equal([
        {
          reason: 'NamespaceTerminating',
          message: 'namespace doomed is being terminated',
          field: 'metadata.namespace',
        },
      ]);
      const empty = await namespaces.get('', 'doomed');
      expect(empty.spec.finalizers).to.deep.equal(['kubernetes']);
      empty.spec.finalizers = [];
      await namespaces.update(empty);
      expect((await errorOf(namespaces.get('', 'doomed'))).reason).to.equal('NotFound');
    });

    it('keep their finalizer while they are not being deleted', async () => {
      const namespaces = harness.client.resource('Namespace');
      const created = await namespaces.create(api.make('Namespace', { metadata: { name: 'kept' } }));
      created.spec.finalizers = [];
      expect((await namespaces.update(created)).spec.finalizers).to.deep.equal(['kubernetes']);
    });
  });

  describe('services', () => {
    const service = (name: string, spec: api.DeepPartial<api.ServiceSpec> = {}) =>
      api.make('Service', { metadata: { name, namespace: 'default' }, spec: { ports: [{ port: 80 }], ...spec } });
    const services = () => harness.client.resource('Service');

    afterEach(async () => {
      for (const { metadata } of (await services().list()).items) await services().delete('default', metadata.name);
      const { count } = await harness.store.range({
        key: Buffer.from('/registry/ranges/'),
        rangeEnd: Buffer.from('/registry/ranges0'),
      });
      expect(count, 'claims left behind').to.equal(0);
    });

    it('get every address of the range once, also from two servers at a time, and an error when it is full', async () => {
      const other = harness.clientOf(
        await harness.startServer({ serviceClusterIpRange: '10.96.0.0/28', serviceNodePortRange: '30000-30004' }),
      );
      const creates = Array.from({ length: 13 }, (_, i) =>
        (i % 2 === 0 ? services() : other.resource('Service')).create(service(`s${i}`)),
      );
      const addresses = (await Promise.all(creates)).map(({ spec }) => spec.clusterIP);
      expect(new Set(addresses).size).to.equal(13);
      for (const reserved of ['10.96.0.0', '10.96.0.15']) expect(addresses).to.not.include(reserved);
      const error = await errorOf(services().create(service('one-too-many')));
      expect(error.message).to.include('range 10.96.0.0/28 is full');
      await services().delete('default', 's0');
      expect((await services().create(service('again'))).spec.clusterIP).to.be.oneOf(addresses);
    });

    it('get what they ask for, unless it is taken or out of range', async () => {
      const created = await services().create(service('asked', { clusterIP: '10.96.0.9' }));
      expect(created.spec.clusterIP).to.equal('10.96.0.9');
      const taken = await errorOf(services().create(service('second', { clusterIP: '10.96.0.9' })));
      expect(taken.message).to.match(
        /spec\.clusterIP: Invalid value: "10\.96\.0\.9": provided value is already allocated/,
      );
      const outside = await errorOf(services().create(service('third', { clusterIP: '10.97.0.9' })));
      expect(outside.message).to.include('The range of valid IPs is 10.96.0.0/28');
      const port = service('fourth', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] });
      expect((await errorOf(services().create(port))).message).to.include('The range of valid ports is 30000-30004');
    });

    it('give node ports back when they no longer need them', async () => {
      const nodePorts = {
        type: 'NodePort' as const,
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 81 },
        ],
      };
      const created = await services().create(service('web', nodePorts));
      const ports = created.spec.ports.map(({ nodePort }) => nodePort);
      expect(new Set(ports).size).to.equal(2);
      const patched = await services().patch('default', 'web', { spec: { type: 'ClusterIP' } });
      expect(patched.spec.ports.map(({ nodePort }) => nodePort)).to.deep.equal([0, 0]);
      const fixed = { type: 'NodePort' as const, ports: [{ port: 80, nodePort: ports[0] as number }] };
      await services().create(service('heir', fixed));
    });

    it('may be headless', async () => {
      const created = await services().create(service('headless', { clusterIP: 'None' }));
      expect(created.spec.clusterIP).to.equal('None');
    });
  });

  describe('deletion', () => {
    it('may only be made shorter', async () => {
      const { pods } = harness.client;
      await pods.create(podOf('dying', { spec: { terminationGracePeriodSeconds: 20 } }));
      await pods.bind('default', 'dying', 'node-1');
      const first = await pods.delete('default', 'dying');
      expect(first.metadata.deletionGracePeriodSeconds).to.equal(20);
      const longer = await pods.delete('default', 'dying', { gracePeriodSeconds: 60 });
      expect(longer.metadata.deletionGracePeriodSeconds).to.equal(20);
      const shorter = await pods.delete('default', 'dying', { gracePeriodSeconds: 5 });
      expect(shorter.metadata.deletionGracePeriodSeconds).to.equal(5);
      await pods.delete('default', 'dying', { gracePeriodSeconds: 0 });
      expect((await errorOf(pods.get('default', 'dying'))).reason).to.equal('NotFound');
    });

    it('with Orphan lets dependents live without their owner', async () => {
      const rcs = harness.client.replicationControllers;
      const rc = await rcs.create(
        api.make('ReplicationController', {
          metadata: { name: 'parent', namespace: 'default' },
          spec: {
            template: { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'a', image: 'i' }] } },
          },
        }),
      );
      const ownerReferences = [api.ownerReference('ReplicationController', rc)];
      await harness.client.pods.create(podOf('child', { metadata: { ownerReferences } }));
      await rcs.delete('default', 'parent', { propagationPolicy: 'Orphan' });
      expect((await errorOf(rcs.get('default', 'parent'))).reason).to.equal('NotFound');
      const child = await harness.client.pods.get('default', 'child');
      expect(child.metadata.ownerReferences).to.deep.equal([]);
      expect(child.metadata.deletionTimestamp).to.equal('');
    });
  });

  it('lets events lapse: they carry a lease of the store that is shared', async () => {
    const events = harness.client.resource('Event');
    const event = (name: string) =>
      api.make('Event', {
        metadata: { name, namespace: 'default' },
        involvedObject: { kind: 'Pod', name: 'web', namespace: 'default' },
        reason: 'Test',
      });
    await events.create(event('e1'));
    await events.create(event('e2'));
    await events.patch('default', 'e2', { count: 2 });
    const { kvs } = await harness.store.range({
      key: Buffer.from('/registry/events/default/'),
      rangeEnd: Buffer.from('/registry/events/default0'),
    });
    expect(kvs).to.have.length(2);
    expect(kvs[0]?.lease).to.not.equal(0n);
    expect(kvs[1]?.lease).to.equal(kvs[0]?.lease);
    const lease = await harness.store.leaseKeepAlive(kvs[0]?.lease ?? 0n);
    expect(lease.ttlSeconds).to.be.within(3600, 3660);
  });
});

describe('apiserver without a store', () => {
  const harness = new Harness();
  after(() => harness.stop());

  it('listens, says why it is not ready, and stops at once', async () => {
    const etcdServers = [`127.0.0.1:${await freePort()}`];
    const server = await startApiserver({ listen: '127.0.0.1:0', etcdServers });
    try {
      expect(server.health()).to.deep.include({ ok: false });
      const error = await errorOf(harness.clientOf(server).pods.get('default', 'web'));
      expect(error.reason).to.equal('ServiceUnavailable');
      expect(error.message).to.match(/^the apiserver is starting: /);
    } finally {
      await server.stop();
    }
  });

  it('refuses ranges and addresses that make no sense', async () => {
    const start = (options: object) =>
      startApiserver({ listen: '127.0.0.1:0', etcdServers: ['127.0.0.1:1'], ...options }).then(
        () => 'started',
        (error: unknown) => String(error),
      );
    expect(await start({ serviceClusterIpRange: '10.0.0.0' })).to.include('service address range');
    expect(await start({ serviceNodePortRange: '5-1' })).to.include('write it as 30000-32767');
    expect(await start({ listen: '127.0.0.256:1' })).to.include('Cannot listen on 127.0.0.256:1');
  });
});
