/**
 * What an {@link ApiClient} promises, as tests: the fake and the real apiserver both pass them, so that what is tested
 * with the fake holds for the real one.
 *
 * ```ts
 * apiClientContract('fake', () => Promise.resolve({ client: createFakeApi().client, close: () => undefined }));
 * ```
 */
import {
  ApiStatusError,
  findCondition,
  isAlreadyExists,
  isConflict,
  isGone,
  isInvalid,
  isNotFound,
  keyOf,
  make,
  type ApiObject,
  type Kinds,
  type Pod,
} from '@kuorum/api';
import type { ApiClient, WatchEvent, WatchOptions } from '@kuorum/client';
import assert from 'node:assert/strict';
import { Cleanup } from './cleanup.js';
import { podOf, rejects, type Context } from './contract/context.js';
import { manyContract, patchTypesContract } from './contract/verbs.js';
import { eventually } from './eventually.js';

export interface ContractSubject {
  readonly client: ApiClient;
  close(): void | Promise<void>;
}

/** `makeSubject` is asked once; every test uses a namespace of its own. */
export function apiClientContract(name: string, makeSubject: () => Promise<ContractSubject>): void {
  describe(`api client contract: ${name}`, () => {
    const cleanup = new Cleanup();
    const context: Context = { cleanup, client: undefined as unknown as ApiClient, namespace: '' };
    let subject: ContractSubject | undefined;
    let number = 0;
    before(async () => {
      subject = await makeSubject();
      context.client = subject.client;
    });
    beforeEach(async () => {
      context.namespace = `contract-${++number}`;
      await context.client.resource('Namespace').create(make('Namespace', { metadata: { name: context.namespace } }));
    });
    afterEach(() => cleanup.run());
    after(() => subject?.close());

    describe('create and get', () => createContract(context));
    describe('list', () => listContract(context));
    describe('update', () => updateContract(context));
    describe('patch', () => patchContract(context));
    describe('types of patches', () => patchTypesContract(context));
    describe('verbs beyond the usual', () => manyContract(context));
    describe('delete', () => deleteContract(context));
    describe('watch', () => watchContract(context));
    describe('subresources', () => subresourceContract(context));
  });
}

function createContract(context: Context): void {
  it('gives the object back with what the server adds', async () => {
    const { pods } = context.client;
    const created = await pods.create(podOf(context, 'web', { app: 'web' }));
    assert.equal(created.apiVersion, 'v1');
    assert.equal(created.kind, 'Pod');
    assert.match(created.metadata.uid, /^[0-9a-f-]{36}$/);
    assert.match(created.metadata.creationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(created.metadata.generation, 1);
    assert.notEqual(created.metadata.resourceVersion, '');
    assert.equal(created.spec.restartPolicy, 'Always');
    assert.equal(created.status.phase, 'Pending');
    assert.deepEqual(await pods.get(context.namespace, 'web'), created);
  });

  it('does not take a status from the client', async () => {
    const pod = podOf(context, 'web');
    pod.status.phase = 'Running';
    const created = await context.client.pods.create(pod);
    assert.equal(created.status.phase, 'Pending');
  });

  it('makes a name from generateName', async () => {
    const pod = podOf(context, '');
    pod.metadata.generateName = 'web-';
    const [first, second] = [await context.client.pods.create(pod), await context.client.pods.create(pod)];
    assert.match(first.metadata.name, /^web-.{5,}$/);
    assert.notEqual(first.metadata.name, second.metadata.name);
  });

  it('refuses a second object of the same name', async () => {
    await context.client.pods.create(podOf(context, 'web'));
    await rejects(context.client.pods.create(podOf(context, 'web')), isAlreadyExists, /^pods "web" already exists$/);
  });

  it('refuses what is not valid, naming the fields', async () => {
    const pod = podOf(context, 'web');
    pod.spec.containers = [];
    await assert.rejects(context.client.pods.create(pod), (error: unknown) => {
      assert.ok(isInvalid(error) && error instanceof ApiStatusError);
      assert.ok(error.causes.some(({ field }) => field === 'spec.containers'));
      return true;
    });
  });

  it('checks without storing with dryRun', async () => {
    await context.client.pods.create(podOf(context, 'web'), { dryRun: true });
    await rejects(context.client.pods.get(context.namespace, 'web'), isNotFound, /^pods "web" not found$/);
  });

  it('refuses an object in a namespace that is not there', async () => {
    const pod = podOf(context, 'web');
    pod.metadata.namespace = 'nowhere';
    await rejects(context.client.pods.create(pod), isNotFound, /namespaces "nowhere" not found/);
  });
}

function listContract(context: Context): void {
  it('gives what is selected, at one version', async () => {
    const { client, namespace } = context;
    for (const name of ['a', 'b', 'c']) {
      await client.pods.create(podOf(context, name, { app: name === 'c' ? 'db' : 'web' }));
    }
    const names = async (options: object): Promise<string[]> =>
      (await client.pods.list({ namespace, ...options })).items.map(({ metadata }) => metadata.name);
    assert.deepEqual(await names({}), ['a', 'b', 'c']);
    assert.deepEqual(await names({ labelSelector: 'app=web' }), ['a', 'b']);
    assert.deepEqual(await names({ labelSelector: 'app in (db), !other' }), ['c']);
    assert.deepEqual(await names({ fieldSelector: 'metadata.name!=a' }), ['b', 'c']);
    const everywhere = await client.pods.list();
    assert.equal(everywhere.items.filter((pod) => pod.metadata.namespace === namespace).length, 3);
    assert.ok(Number(everywhere.resourceVersion) >= Number(everywhere.items.at(-1)?.metadata.resourceVersion));
    assert.deepEqual((await client.pods.list({ namespace: 'nowhere' })).items, []);
  });

  it('gives pages that add up', async () => {
    const { client, namespace } = context;
    for (const name of ['a', 'b', 'c', 'd', 'e']) await client.pods.create(podOf(context, name));
    const seen: string[] = [];
    let next = '';
    for (let page = 0; page < 3; page++) {
      const list = await client.pods.list({ namespace, limit: 2, continue: next });
      seen.push(...list.items.map(({ metadata }) => metadata.name));
      next = list.continue;
      assert.equal(next === '', page === 2);
    }
    assert.deepEqual(seen, ['a', 'b', 'c', 'd', 'e']);
  });

  it('refuses a selector that cannot be read or names an unknown field', async () => {
    const isBadRequest = (error: unknown): boolean => error instanceof ApiStatusError && error.reason === 'BadRequest';
    await rejects(context.client.pods.list({ labelSelector: 'a in (' }), isBadRequest);
    await rejects(context.client.pods.list({ fieldSelector: 'spec.color=red' }), isBadRequest, /spec\.color/);
  });
}

function updateContract(context: Context): void {
  it('compares and swaps on the version', async () => {
    const { pods } = context.client;
    const created = await pods.create(podOf(context, 'web'));
    const changed = structuredClone(created);
    changed.metadata.labels['step'] = '1';
    const updated = await pods.update(changed);
    assert.ok(Number(updated.metadata.resourceVersion) > Number(created.metadata.resourceVersion));
    assert.equal(updated.metadata.generation, created.metadata.generation);
    changed.metadata.labels['step'] = '2';
    await rejects(
      pods.update(changed),
      isConflict,
      /^Operation cannot be fulfilled on pods "web": the object has been/,
    );
    changed.metadata.resourceVersion = '';
    assert.equal((await pods.update(changed)).metadata.labels['step'], '2');
  });

  it('keeps spec and status apart, and counts generations of the spec', async () => {
    const rcs = context.client.replicationControllers;
    const template = { metadata: { labels: { app: 'web' } }, spec: podOf(context, '').spec };
    const created = await rcs.create(
      make('ReplicationController', {
        metadata: { namespace: context.namespace, name: 'web' },
        spec: { replicas: 1, selector: { app: 'web' }, template },
      }),
    );
    const wanted = structuredClone(created);
    wanted.spec.replicas = 3;
    wanted.status.replicas = 9;
    const updated = await rcs.update(wanted);
    assert.deepEqual([updated.spec.replicas, updated.status.replicas, updated.metadata.generation], [3, 0, 2]);
    const seen = structuredClone(updated);
    seen.spec.replicas = 7;
    seen.status.replicas = 2;
    const reported = await rcs.updateStatus(seen);
    assert.deepEqual([reported.spec.replicas, reported.status.replicas, reported.metadata.generation], [3, 2, 2]);
    await rejects(rcs.updateStatus(seen), isConflict);
  });

  it('writes nothing when nothing changes', async () => {
    const created = await context.client.pods.create(podOf(context, 'web'));
    const updated = await context.client.pods.update(created);
    assert.equal(updated.metadata.resourceVersion, created.metadata.resourceVersion);
  });

  it('refuses to change another object of the same name, or one that is not there', async () => {
    const created = await context.client.pods.create(podOf(context, 'web'));
    const other = structuredClone(created);
    other.metadata.resourceVersion = '';
    other.metadata.uid = '11111111-2222-4333-8444-555555555555';
    await rejects(context.client.pods.update(other), isConflict);
    await rejects(context.client.pods.update(podOf(context, 'nobody')), isNotFound);
  });
}

function patchContract(context: Context): void {
  it('merges: null removes, lists are replaced', async () => {
    const { pods } = context.client;
    await pods.create(podOf(context, 'web', { a: '1', b: '2' }));
    const patched = await pods.patch(context.namespace, 'web', { metadata: { labels: { a: null, c: '3' } } });
    assert.deepEqual(patched.metadata.labels, { b: '2', c: '3' });
    const conditions = [{ type: 'Ready', status: 'True' }];
    const status = { phase: 'Running', conditions };
    const reported = await pods.patch(context.namespace, 'web', { status }, { subresource: 'status' });
    assert.equal(reported.status.phase, 'Running');
    assert.equal(findCondition(reported.status.conditions, 'Ready')?.status, 'True');
    assert.deepEqual(
      (await pods.patch(context.namespace, 'web', { status: { phase: 'Failed' } })).status.phase,
      'Running',
    );
  });

  it('compares and swaps when the patch names a version', async () => {
    const created = await context.client.pods.create(podOf(context, 'web'));
    const { resourceVersion } = created.metadata;
    const patch = (value: string) =>
      context.client.pods.patch(context.namespace, 'web', { metadata: { resourceVersion, labels: { value } } });
    await patch('1');
    await rejects(patch('2'), isConflict);
  });
}

function deleteContract(context: Context): void {
  it('removes a pod that runs nowhere at once', async () => {
    const { pods } = context.client;
    const created = await pods.create(podOf(context, 'web'));
    const deleted = await pods.delete(context.namespace, 'web');
    assert.equal(deleted.metadata.uid, created.metadata.uid);
    await rejects(pods.get(context.namespace, 'web'), isNotFound);
    await rejects(pods.delete(context.namespace, 'web'), isNotFound);
  });

  it('marks a pod that runs, and removes it when its kubelet says so', async () => {
    const { pods } = context.client;
    await pods.create(podOf(context, 'web'));
    await pods.bind(context.namespace, 'web', 'node-1');
    const marked = await pods.delete(context.namespace, 'web');
    assert.notEqual(marked.metadata.deletionTimestamp, '');
    assert.equal(marked.metadata.deletionGracePeriodSeconds, 30);
    const { uid } = marked.metadata;
    await pods.delete(context.namespace, 'web', { gracePeriodSeconds: 0, preconditions: { uid } });
    await rejects(pods.get(context.namespace, 'web'), isNotFound);
  });

  it('spares another object of the same name', async () => {
    await context.client.pods.create(podOf(context, 'web'));
    const preconditions = { uid: '11111111-2222-4333-8444-555555555555' };
    await rejects(context.client.pods.delete(context.namespace, 'web', { preconditions }), isConflict);
  });

  it('waits for finalizers', async () => {
    const { pods } = context.client;
    const pod = podOf(context, 'web');
    pod.metadata.finalizers = ['kuorum.io/test'];
    await pods.create(pod);
    const marked = await pods.delete(context.namespace, 'web');
    assert.notEqual(marked.metadata.deletionTimestamp, '');
    const free = await pods.get(context.namespace, 'web');
    free.metadata.finalizers = [];
    await pods.update(free);
    await rejects(pods.get(context.namespace, 'web'), isNotFound);
  });
}

interface Watched {
  readonly seen: string[];
  readonly events: WatchEvent<Pod>[];
  error: unknown;
  stop(): void;
}

function watchPods({ client, namespace, cleanup }: Context, options: WatchOptions = {}): Watched {
  const watched: Watched = { seen: [], events: [], error: undefined, stop: () => subscription.unsubscribe() };
  const subscription = client.pods.watch({ namespace, ...options }).subscribe({
    next: (event) => {
      watched.events.push(event);
      if (event.type !== 'BOOKMARK') watched.seen.push(`${event.type} ${event.object.metadata.name}`);
    },
    error: (error: unknown) => (watched.error = error),
  });
  cleanup.add(() => subscription.unsubscribe());
  return watched;
}

function watchContract(context: Context): void {
  it('goes on from a version, without gap or repeat', async () => {
    const { client, namespace } = context;
    const first = await client.pods.create(podOf(context, 'a'));
    await client.pods.create(podOf(context, 'b'));
    const { resourceVersion } = first.metadata;
    const watched = watchPods(context, { resourceVersion });
    await eventually(() => watched.seen.length === 1);
    await client.pods.patch(namespace, 'a', { metadata: { labels: { step: '1' } } });
    await client.pods.delete(namespace, 'b');
    await eventually(() => watched.seen.length === 3);
    assert.deepEqual(watched.seen, ['ADDED b', 'MODIFIED a', 'DELETED b']);
    const versions = watched.events.map(({ object }) => Number(object.metadata.resourceVersion));
    assert.deepEqual(
      [...versions].sort((a, b) => a - b),
      versions,
    );
    watched.stop();
    const resumed = watchPods(context, { resourceVersion: String(versions[0]) });
    await eventually(() => resumed.seen.length === 2);
    assert.deepEqual(resumed.seen, ['MODIFIED a', 'DELETED b']);
  });

  it('starts with what is there when no version is named', async () => {
    await context.client.pods.create(podOf(context, 'a'));
    await context.client.pods.create(podOf(context, 'b'));
    const watched = watchPods(context);
    await eventually(() => watched.seen.length === 2);
    await context.client.pods.create(podOf(context, 'c'));
    await eventually(() => watched.seen.length === 3);
    assert.deepEqual(watched.seen, ['ADDED a', 'ADDED b', 'ADDED c']);
  });

  it('tells when an object enters or leaves the selection', async () => {
    const { client, namespace } = context;
    const { resourceVersion } = await client.pods.list({ namespace });
    const watched = watchPods(context, { resourceVersion, labelSelector: 'app=web' });
    await client.pods.create(podOf(context, 'a'));
    await client.pods.patch(namespace, 'a', { metadata: { labels: { app: 'web' } } });
    await client.pods.patch(namespace, 'a', { metadata: { labels: { step: '1' } } });
    await client.pods.patch(namespace, 'a', { metadata: { labels: { app: 'db' } } });
    await client.pods.delete(namespace, 'a');
    await client.pods.create(podOf(context, 'z', { app: 'web' }));
    await eventually(() => watched.seen.length === 4);
    assert.deepEqual(watched.seen, ['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED z']);
  });

  it('follows a field selector: the pods of a node', async () => {
    const { client, namespace } = context;
    const watched = watchPods(context, { fieldSelector: 'spec.nodeName=node-1' });
    await client.pods.create(podOf(context, 'a'));
    await client.pods.create(podOf(context, 'b'));
    await client.pods.bind(namespace, 'b', 'node-1');
    await eventually(() => watched.seen.length === 1);
    assert.deepEqual(watched.seen, ['ADDED b']);
    assert.equal(watched.events[0]?.object.spec.nodeName, 'node-1');
  });

  it('refuses a selector that cannot be read', async () => {
    const watched = watchPods(context, { fieldSelector: 'spec.color=red' });
    const error = await eventually(() => watched.error);
    assert.ok(error instanceof ApiStatusError && error.reason === 'BadRequest');
    assert.ok(!isGone(error));
  });
}

function subresourceContract(context: Context): void {
  it('binds a pod once', async () => {
    const { pods } = context.client;
    const created = await pods.create(podOf(context, 'web'));
    const wrong = '11111111-2222-4333-8444-555555555555';
    await rejects(pods.bind(context.namespace, 'web', 'node-1', wrong), isConflict);
    await pods.bind(context.namespace, 'web', 'node-1', created.metadata.uid);
    const bound = await pods.get(context.namespace, 'web');
    assert.equal(bound.spec.nodeName, 'node-1');
    assert.equal(findCondition(bound.status.conditions, 'PodScheduled')?.status, 'True');
    await rejects(pods.bind(context.namespace, 'web', 'node-2'), isConflict);
    await rejects(pods.bind(context.namespace, 'nobody', 'node-1'), isNotFound);
  });

  it('scales', async () => {
    const rcs = context.client.replicationControllers;
    const template = { metadata: { labels: { app: 'web' } }, spec: podOf(context, '').spec };
    const metadata = { namespace: context.namespace, name: 'web' };
    const spec = { replicas: 1, selector: { app: 'web' }, template };
    await rcs.create(make('ReplicationController', { metadata, spec }));
    assert.equal((await rcs.scale(context.namespace, 'web', 4)).spec.replicas, 4);
    await rejects(rcs.scale(context.namespace, 'web', 5, { currentReplicas: 1 }), isConflict);
    assert.equal((await rcs.scale(context.namespace, 'web', 5, { currentReplicas: 4 })).spec.replicas, 5);
  });

  it('gives a service its address and node port, and lets it keep them', async () => {
    const services = context.client.resource('Service');
    const service = make('Service', {
      metadata: { namespace: context.namespace, name: 'web' },
      spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
    });
    const created = await services.create(service);
    assert.match(created.spec.clusterIP, /^\d+\.\d+\.\d+\.\d+$/);
    assert.ok((created.spec.ports[0]?.nodePort ?? 0) >= 30_000);
    const updated = await services.patch(context.namespace, 'web', { metadata: { labels: { step: '1' } } });
    assert.deepEqual(updated.spec, created.spec);
  });

  it('serves every kind', async () => {
    const { client, namespace } = context;
    const node = { metadata: { name: `node-${namespace}` } };
    const objects: { [K in keyof Kinds]?: Kinds[K] } = {
      Node: make('Node', node),
      Endpoints: make('Endpoints', {
        metadata: { namespace, name: 'web' },
        subsets: [{ addresses: [{ ip: '10.244.0.5' }], ports: [{ port: 8080 }] }],
      }),
      Event: make('Event', {
        metadata: { namespace, name: 'web.1' },
        involvedObject: { kind: 'Pod', namespace, name: 'web' },
        reason: 'Tested',
        message: 'for the contract',
        type: 'Normal',
        count: 1,
      }),
      Lease: make('Lease', {
        metadata: { namespace, name: 'web' },
        spec: { holderIdentity: 'me', leaseDurationSeconds: 15, renewTime: '2026-01-02T03:04:05.678Z' },
      }),
    };
    for (const [kind, object] of Object.entries(objects) as [keyof Kinds, ApiObject][]) {
      const resource = client.resource(kind);
      const created: ApiObject = await resource.create(object as never);
      assert.equal(created.kind, kind);
      assert.deepEqual(await resource.get(created.metadata.namespace, created.metadata.name), created);
      const { items } = await resource.list(kind === 'Node' ? {} : { namespace });
      assert.ok(items.some((item) => keyOf(item) === keyOf(created)));
      await resource.delete(created.metadata.namespace, created.metadata.name);
    }
  });

  it('says what it is', async () => {
    assert.match((await context.client.version()).gitVersion, /^v\d/);
  });
}
