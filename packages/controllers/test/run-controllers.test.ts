import { setImmediate } from 'node:timers/promises';
import { fromUtf8, utf8, VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import {
  conflict,
  controllerOf,
  findCondition,
  forbidden,
  isTerminating,
  make,
  ownerReference,
  unavailable,
  type ApiObject,
  type KindName,
  type Pod,
  type ReplicationController,
  type DeepPartial,
  type ObjectMeta,
} from '@kuorum/api';
import type { ApiClient, PodClient, ResourceClient } from '@kuorum/client';
import { nodeGoneQuarantineMs, podGcPeriodMs, runControllers$, type ControllersOptions } from '@kuorum/controllers';
import { createFakeApi, type FakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import { mergeMap, Observable, type Subscription } from 'rxjs';
import { node, pod, replicationController, service } from './objects.js';

describe('runControllers$', () => {
  let clock: VirtualClock;
  let api: FakeApi;
  let running: Subscription[];
  let alive: Set<string>;

  beforeEach(() => {
    clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'));
    api = createFakeApi({ clock });
    running = [];
    alive = new Set();
  });

  afterEach(() => {
    for (const subscription of running) subscription.unsubscribe();
  });

  function start(options: Partial<ControllersOptions> = {}): Subscription {
    const subscription = runControllers$({
      client: api.client,
      logger: silentLogger,
      identity: 'controllers-1',
      leaderElect: false,
      clock,
      ...options,
    }).subscribe();
    running.push(subscription);
    return subscription;
  }

  async function settle(): Promise<void> {
    for (let i = 0; i < 6; i++) await setImmediate();
  }

  /** Time goes on; each second the kubelets that live renew their leases and finish what is being deleted. */
  async function pass(ms = 0): Promise<void> {
    await settle();
    for (let left = ms; left > 0; left -= 100) {
      clock.advance(Math.min(100, left));
      if (clock.now() % 1000 === 0) kubelets();
      await setImmediate();
      await setImmediate();
    }
    await settle();
  }

  function addNode(name: string): void {
    alive.add(name);
    api.seed('Node', node(name));
    kubelets();
  }

  function kubelets(): void {
    for (const name of alive) {
      const renewTime = new Date(clock.now()).toISOString();
      const lease = make('Lease', { metadata: { namespace: 'kube-node-lease', name }, spec: { renewTime } });
      const present = api.all('Lease').find(({ metadata }) => metadata.name === name);
      api.seed('Lease', present === undefined ? lease : { ...present, spec: lease.spec });
    }
  }

  /** A client that hears of pods so much later than they change. */
  function withLateWatch(lateMs: number): ApiClient {
    const { client } = api;
    const later = <T>(value: T): Observable<T> =>
      new Observable<T>((subscriber) => {
        const timer = clock.setTimeout(() => {
          subscriber.next(value);
          subscriber.complete();
        }, lateMs);
        return () => timer.cancel();
      });
    const watch: PodClient['watch'] = (options) => client.pods.watch(options).pipe(mergeMap(later));
    const latePods = Object.create(client.pods, { watch: { value: watch } }) as PodClient;
    const resource = <K extends KindName>(kind: K): ResourceClient<K> =>
      kind === 'Pod' ? (latePods as unknown as ResourceClient<K>) : client.resource(kind);
    return { ...client, pods: latePods, resource };
  }

  const pods = (): Pod[] => api.all('Pod');
  const active = (): Pod[] => pods().filter((each) => !isTerminating(each));
  const controller = (name: string): ReplicationController | undefined =>
    api.all('ReplicationController').find(({ metadata }) => metadata.name === name);
  const events = (): string[] => api.all('Event').map(({ reason }) => reason);
  const addresses = (name: string): string[] | undefined =>
    api
      .all('Endpoints')
      .find(({ metadata }) => metadata.name === name)
      ?.subsets.flatMap((subset) => subset.addresses.map(({ ip }) => ip));

  /** What scheduler and kubelet would do: the pod runs on `nodeName` and is ready. */
  function runPod(each: Pod, nodeName: string, ip: string): void {
    const conditions = [{ type: 'Ready', status: 'True' as const, lastTransitionTime: '2026-01-01T00:00:00Z' }];
    const status = make('PodStatus', { phase: 'Running', podIP: ip, conditions });
    api.seed('Pod', { ...each, spec: { ...each.spec, nodeName }, status });
  }

  describe('replication controller', () => {
    it('creates, scales up and down, and says what is', async () => {
      start();
      await api.client.replicationControllers.create(replicationController('web', 3));
      await pass();
      expect(pods()).to.have.length(3);
      expect(new Set(pods().map((each) => controllerOf(each)?.name))).to.deep.equal(new Set(['web']));
      expect(controller('web')?.status).to.include({ replicas: 3, readyReplicas: 0 });
      expect(events().filter((reason) => reason === 'SuccessfulCreate')).to.not.be.empty;

      await api.client.replicationControllers.scale('default', 'web', 6);
      await pass();
      expect(pods()).to.have.length(6);
      expect(controller('web')?.status).to.include({ replicas: 6, observedGeneration: 2 });

      pods().forEach((each, i) => runPod(each, 'a', `10.0.0.${i + 1}`));
      await pass();
      expect(controller('web')?.status).to.include({ readyReplicas: 6, availableReplicas: 6 });

      await api.client.replicationControllers.scale('default', 'web', 1);
      await pass();
      expect(active()).to.have.length(1);
      await api.client.replicationControllers.scale('default', 'web', 0);
      await pass();
      expect(active()).to.have.length(0);
      expect(controller('web')?.status).to.include({ replicas: 0, readyReplicas: 0 });
    });

    it('never creates or deletes too many, though its cache is behind', async () => {
      start({ client: withLateWatch(300) });
      await pass();
      const touch = async (): Promise<void> => {
        const live = await api.client.replicationControllers.get('default', 'web');
        live.metadata.annotations = { touched: String(clock.now()) };
        await api.client.replicationControllers.update(live);
        await pass(100);
      };
      const count = (wanted: string): number =>
        api.calls.filter(({ verb, kind }) => verb === wanted && kind === 'Pod').length;
      await api.client.replicationControllers.create(replicationController('web', 5));
      for (let i = 0; i < 10; i++) await touch();
      expect(count('create')).to.equal(5);
      await api.client.replicationControllers.scale('default', 'web', 2);
      for (let i = 0; i < 10; i++) await touch();
      expect(count('delete')).to.equal(3);
      expect(pods()).to.have.length(2);
      expect(count('create')).to.equal(5);
    });

    it('replaces a pod that fails, is deleted or loses its label, and adopts what matches', async () => {
      start();
      await api.client.replicationControllers.create(replicationController('web', 2));
      await pass();
      const [first, second] = pods();
      await api.client.pods.delete('default', first?.metadata.name ?? '');
      await pass();
      expect(active()).to.have.length(2);

      const name = second?.metadata.name ?? '';
      const lost = await api.client.pods.get('default', name);
      await api.client.pods.update({ ...lost, metadata: { ...lost.metadata, labels: { app: 'debug' } } });
      await pass();
      expect(active()).to.have.length(3);
      expect(controllerOf(await api.client.pods.get('default', name)), 'released').to.equal(undefined);

      const back = await api.client.pods.get('default', name);
      await api.client.pods.update({ ...back, metadata: { ...back.metadata, labels: { app: 'web' } } });
      await pass();
      expect(active(), 'adopted, and one too many deleted').to.have.length(2);
    });

    it('says why it cannot create, stops at the first failure, and goes on when it can', async () => {
      start();
      await pass();
      api.onCall(({ verb, kind }) =>
        verb === 'create' && kind === 'Pod' ? forbidden('Pod', 'x', 'quota is used up') : undefined,
      );
      await api.client.replicationControllers.create(replicationController('web', 20));
      await settle();
      const tries = api.calls.filter(({ verb, kind }) => verb === 'create' && kind === 'Pod').length;
      expect(tries).to.be.lessThan(3);
      await pass(200);
      const failure = findCondition(controller('web')?.status.conditions ?? [], 'ReplicaFailure');
      expect(failure).to.include({ status: 'True', reason: 'FailedCreate' });
      expect(failure?.message).to.include('quota is used up');
      expect(events()).to.include('FailedCreate');
      api.onCall(undefined);
      await pass(60_000);
      expect(pods()).to.have.length(20);
      expect(controller('web')?.status.conditions).to.deep.equal([]);
    });

    it('reaches the wanted number through failing calls and broken watches', async () => {
      start();
      let call = 0;
      api.onCall(({ verb }) => (verb !== 'list' && ++call % 3 === 0 ? unavailable('flaky') : undefined));
      await api.client.replicationControllers.create(replicationController('web', 10)).catch(() => undefined);
      await api.client.replicationControllers.create(replicationController('web', 10)).catch(() => undefined);
      for (let i = 0; i < 10; i++) {
        await pass(500);
        if (i % 3 === 0) api.compact();
        api.dropWatches();
      }
      api.onCall(undefined);
      await pass(10_000);
      expect(active()).to.have.length(10);
    });
  });

  describe('endpoints', () => {
    it('follow the pods behind a service and go with it', async () => {
      addNode('a');
      start();
      await api.client.resource('Service').create(service('web'));
      await api.client.replicationControllers.create(replicationController('web', 2));
      await pass();
      expect(addresses('web')).to.deep.equal([]);
      pods().forEach((each, i) => runPod(each, 'a', `10.0.0.${i + 1}`));
      await pass();
      expect(addresses('web')).to.deep.equal(['10.0.0.1', '10.0.0.2']);

      const first = pods().find(({ status }) => status.podIP === '10.0.0.1');
      await api.client.pods.delete('default', first?.metadata.name ?? '');
      await pass();
      expect(addresses('web'), 'a pod that is ending gets no traffic').to.deep.equal(['10.0.0.2']);

      await api.client.resource('Service').delete('default', 'web');
      await pass();
      expect(addresses('web')).to.equal(undefined);
    });

    it('are put right when somebody changes them', async () => {
      addNode('a');
      start();
      await api.client.resource('Service').create(service('web'));
      api.seed('Pod', pod('p', { labels: { app: 'web' }, node: 'a', ready: true, ip: '10.0.0.9' }));
      await pass();
      const found = await api.client.resource('Endpoints').get('default', 'web');
      await api.client.resource('Endpoints').update({ ...found, subsets: [] });
      await pass(200);
      expect(addresses('web')).to.deep.equal(['10.0.0.9']);
    });
  });

  describe('nodes', () => {
    it('get pod ranges of their own', async () => {
      for (const name of ['a', 'b']) addNode(name);
      start({ clusterCidr: '10.1.0.0/16' });
      await pass();
      addNode('c');
      await pass(500);
      const ranges = api.all('Node').map(({ spec }) => spec.podCIDR);
      expect(ranges).to.deep.equal(['10.1.0.0/24', '10.1.1.0/24', '10.1.2.0/24']);
    });

    it('wait for a range when there is none left, or when the node changed under us', async () => {
      for (const name of ['a', 'b', 'c']) addNode(name);
      let refusals = 1;
      api.onCall(({ verb, kind }) =>
        verb === 'update' && kind === 'Node' && refusals-- > 0 ? conflict('Node', 'a') : undefined,
      );
      start({ clusterCidr: '10.1.0.0/23' });
      await pass(1000);
      const ranges = (): string[] => api.all('Node').map(({ spec }) => spec.podCIDR);
      expect(ranges()).to.deep.equal(['10.1.0.0/24', '10.1.1.0/24', '']);
      expect(events()).to.include('CIDRNotAvailable');
      alive.delete('b');
      await api.client.resource('Node').delete('', 'b');
      await pass(1000);
      expect(ranges()).to.deep.equal(['10.1.0.0/24', '10.1.1.0/24']);
    });

    it('refuses a cluster CIDR that is none', () => {
      let failure: unknown;
      runControllers$({
        client: api.client,
        logger: silentLogger,
        identity: 'x',
        clusterCidr: '10.1.0.0',
      }).subscribe({ error: (error: unknown) => (failure = error) });
      expect(failure).to.be.instanceOf(RangeError);
    });

    it('lose their pods to others when they are silent, within 20 seconds', async () => {
      for (const name of ['a', 'b', 'c']) addNode(name);
      start();
      await api.client.resource('Service').create(service('web'));
      await api.client.replicationControllers.create(replicationController('web', 3));
      await pass(1000);
      pods().forEach((each, i) => runPod(each, ['a', 'b', 'c'][i] ?? '', `10.0.0.${i + 1}`));
      await pass(1000);
      expect(addresses('web')).to.have.length(3);

      alive.delete('a');
      await pass(12_000);
      const lost = api.all('Node').find(({ metadata }) => metadata.name === 'a');
      expect(findCondition(lost?.status.conditions ?? [], 'Ready')?.status).to.equal('Unknown');
      expect(addresses('web'), 'nobody is sent to a lost node').to.have.length(2);
      expect(events()).to.include('NodeNotReady');
      await pass(4000);
      expect(active().filter(({ spec }) => spec.nodeName === '')).to.have.length(1);
      await pass(10_000);
      expect(
        pods().filter(({ spec }) => spec.nodeName === 'a'),
        'removed without its kubelet',
      ).to.be.empty;
      expect(pods()).to.have.length(3);
    });

    it('keep their pods when all are lost at once', async () => {
      for (const name of ['a', 'b', 'c']) addNode(name);
      start();
      await api.client.replicationControllers.create(replicationController('web', 3));
      await pass(1000);
      pods().forEach((each, i) => runPod(each, ['a', 'b', 'c'][i] ?? '', `10.0.0.${i + 1}`));
      alive.clear();
      await pass(120_000);
      expect(active()).to.have.length(3);
      expect(active().every(({ spec }) => spec.nodeName !== '')).to.equal(true);
    });
  });

  describe('garbage', () => {
    it('goes with its owner: the pods of a ReplicationController', async () => {
      start();
      await api.client.replicationControllers.create(replicationController('web', 3));
      await pass();
      await api.client.replicationControllers.delete('default', 'web');
      await pass();
      expect(pods()).to.be.empty;
    });

    it('goes before its owner does when that was deleted with policy Foreground', async () => {
      start();
      await api.client.replicationControllers.create(replicationController('web', 2));
      await pass();
      const [first, second] = pods();
      // One that runs takes its time; one that owns something goes after that.
      runPod(first as Pod, 'a', '10.0.0.1');
      const claims = ownerReference('Pod', second as Pod);
      api.seed(
        'Service',
        make('Service', { metadata: { name: 'of-pod', namespace: 'default', ownerReferences: [claims] } }),
      );
      await pass();
      await api.client.replicationControllers.delete('default', 'web', { propagationPolicy: 'Foreground' });
      await pass();
      expect(pods().map(({ metadata }) => metadata.name)).to.deep.equal([first?.metadata.name]);
      expect(controller('web')?.metadata.finalizers, 'waits').to.deep.equal(['foregroundDeletion']);
      expect(api.all('Service')).to.be.empty;
      await api.client.pods.delete('default', first?.metadata.name ?? '', { gracePeriodSeconds: 0 });
      await pass();
      expect(controller('web'), 'gone').to.equal(undefined);
    });

    it('holds no owner up that was deleted with policy Foreground, but for what has blockOwnerDeletion', async () => {
      start();
      const web = await api.client.replicationControllers.create(replicationController('web', 0));
      // What is being deleted and held by somebody else stays as long as that likes.
      const held = (name: string, blockOwnerDeletion: boolean): void => {
        const ownerReferences = [{ ...ownerReference('ReplicationController', web), blockOwnerDeletion }];
        const metadata = { name, namespace: 'default', ownerReferences, finalizers: ['example.com/held'] };
        api.seed('Service', make('Service', { metadata: { ...metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }));
      };
      held('blocks', true);
      held('does-not', false);
      await pass();
      await api.client.replicationControllers.delete('default', 'web', { propagationPolicy: 'Foreground' });
      await pass();
      expect(controller('web')?.metadata.finalizers, 'waits').to.deep.equal(['foregroundDeletion']);
      // It says no more that it blocks, and is still there.
      held('blocks', false);
      await pass();
      expect(controller('web'), 'gone').to.equal(undefined);
      expect(api.all('Service')).to.have.length(2);
    });

    it('does not go when its owner was deleted with policy Orphan', async () => {
      start();
      const web = await api.client.replicationControllers.create(replicationController('web', 2));
      await pass();
      // As the server marks it.
      const live = await api.client.replicationControllers.get('default', web.metadata.name);
      const marks = {
        deletionTimestamp: '2026-01-01T00:00:00Z',
        deletionGracePeriodSeconds: 0,
        finalizers: ['orphan'],
      };
      api.seed('ReplicationController', { ...live, metadata: { ...live.metadata, ...marks } });
      await pass(1000);
      expect(controller('web'), 'gone').to.equal(undefined);
      expect(pods().map(({ metadata }) => metadata.ownerReferences.length)).to.deep.equal([0, 0]);
      await api.client.replicationControllers.create(replicationController('web', 2));
      await pass(1000);
      expect(pods(), 'its successor adopts them').to.have.length(2);
      expect(pods().every((each) => controllerOf(each)?.name === 'web')).to.equal(true);
    });

    it('goes when its owner went while nobody looked, but not when it has a new owner', async () => {
      const gone = replicationController('gone', 1);
      const kept = api.seed('ReplicationController', replicationController('kept', 2));
      api.seed('Pod', pod('orphaned', { owner: gone }));
      const both = [
        { ...ownerReference('ReplicationController', gone), controller: false },
        ownerReference('ReplicationController', kept),
      ];
      api.seed('Pod', pod('shared', { owners: both, labels: { app: 'kept' } }));
      start();
      await pass();
      expect(pods().map(({ metadata }) => metadata.name))
        .to.include('shared')
        .and.not.include('orphaned');
      const shared = await api.client.pods.get('default', 'shared');
      expect(shared.metadata.ownerReferences.map(({ uid }) => uid)).to.deep.equal([kept.metadata.uid]);
    });

    it('is not made of what its owner still has, when the cache has not heard of the owner', async () => {
      start();
      await pass();
      const created = await api.client.replicationControllers.create(replicationController('web', 1));
      await pass(1000);
      expect(pods()).to.have.length(1);
      expect(controllerOf(pods()[0] as Pod)?.uid).to.equal(created.metadata.uid);
      expect(events()).to.not.include('SuccessfulDelete');
    });

    it('goes with its owner whatever kind the two are, down a chain of owners', async () => {
      const deployment = api.seed('Deployment', make('Deployment', { metadata: { name: 'web' } }));
      const metadataOf = (name: string, kind: KindName, owner: ApiObject) => ({
        metadata: { name, ownerReferences: [ownerReference(kind, owner)] },
      });
      const owned = metadataOf('web-1', 'Deployment', deployment);
      const replicaSet = api.seed('ReplicaSet', make('ReplicaSet', owned));
      api.seed('ConfigMap', make('ConfigMap', owned));
      api.seed('Pod', make('Pod', metadataOf('web-1-a', 'ReplicaSet', replicaSet)));
      const role = api.seed('ClusterRole', make('ClusterRole', { metadata: { name: 'main' } }));
      api.seed('ClusterRole', make('ClusterRole', metadataOf('part', 'ClusterRole', role)));
      const stranger = { ...ownerReference('Deployment', deployment), apiVersion: 'example.com/v1', uid: 'elsewhere' };
      api.seed('Secret', make('Secret', { metadata: { name: 'strange', ownerReferences: [stranger] } }));
      const kept: ApiObject = api.seed('Job', make('Job', { metadata: { name: 'kept' } }));
      api.seed('Pod', make('Pod', metadataOf('kept-a', 'Job', kept)));
      start();
      await pass();
      expect(api.all('ReplicaSet')).to.have.length(1);
      await api.client.resource('Deployment').delete('default', 'web');
      await api.client.resource('ClusterRole').delete('', 'main');
      await pass(2000);
      const left = (['ReplicaSet', 'ConfigMap', 'ClusterRole', 'Secret', 'Job', 'Pod'] as const).flatMap((kind) =>
        api.all(kind).map(({ metadata }) => metadata.name),
      );
      expect(left, 'an owner of a kind nobody knows may still be there').to.deep.equal(['strange', 'kept', 'kept-a']);
    });

    it('leaves the values of a Secret as they are when it loses an owner, or is let go', async () => {
      const seedOwned = (name: string, owners: readonly ApiObject[]): void => {
        const ownerReferences = owners.map((owner) => ownerReference('ConfigMap', owner));
        const metadata = { name, namespace: 'default', ownerReferences, annotations: { note: 'kept' } };
        api.seed('Secret', make('Secret', { metadata, type: 'Opaque', data: { password: utf8('hunter2') } }));
      };
      const config = (name: string, more: DeepPartial<ObjectMeta> = {}) =>
        api.seed('ConfigMap', make('ConfigMap', { metadata: { name, namespace: 'default', ...more } }));
      const [one, two] = [config('one'), config('two')];
      const marks = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['orphan'] };
      seedOwned('shared', [one, two]);
      start();
      await pass();
      await api.client.resource('ConfigMap').delete('default', 'one');
      await pass(1000);
      seedOwned('orphaned', [config('three', marks)]);
      await pass(1000);
      const secrets = api.all('Secret');
      expect(secrets.map(({ metadata }) => [metadata.name, metadata.ownerReferences.length])).to.deep.equal([
        ['orphaned', 0],
        ['shared', 1],
      ]);
      for (const { metadata, type, data } of secrets) {
        expect(fromUtf8(data['password'] ?? new Uint8Array()), metadata.name).to.equal('hunter2');
        expect({ type, annotations: metadata.annotations }).to.deep.equal({
          type: 'Opaque',
          annotations: { note: 'kept' },
        });
      }
    });

    it('is collected from nodes that no longer exist', async () => {
      addNode('a');
      api.seed('Pod', pod('p', { node: 'gone' }));
      api.seed('Pod', pod('q', { node: 'a' }));
      start();
      await pass(nodeGoneQuarantineMs + 2 * podGcPeriodMs);
      expect(pods().map(({ metadata }) => metadata.name)).to.deep.equal(['q']);
    });
  });

  describe('namespaces', () => {
    it('are emptied, wait for what is ending, and go', async () => {
      addNode('a');
      start();
      api.seed('Namespace', make('Namespace', { metadata: { name: 'team' }, spec: { finalizers: ['kubernetes'] } }));
      const inTeam = { namespace: 'team' };
      await api.client.replicationControllers.create(
        replicationController('web', 2, { metadata: { ...inTeam, uid: '' } }),
      );
      api.seed('Deployment', make('Deployment', { metadata: { name: 'web', ...inTeam } }));
      api.seed('ConfigMap', make('ConfigMap', { metadata: { name: 'settings', ...inTeam } }));
      api.seed('Pod', pod('slow', { ...inTeam, node: 'a' }));
      await pass();
      const [found] = api.all('Namespace').filter(({ metadata }) => metadata.name === 'team');
      if (found === undefined) throw new Error('the namespace must be there');
      api.seed('Namespace', {
        ...found,
        metadata: { ...found.metadata, deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 },
      });
      await pass(2000);
      expect([...api.all('ReplicationController'), ...api.all('Deployment'), ...api.all('ConfigMap')]).to.be.empty;
      expect(pods().map(({ metadata }) => metadata.name)).to.deep.equal(['slow']);
      const finalizers = () => api.all('Namespace').find(({ metadata }) => metadata.name === 'team')?.spec.finalizers;
      expect(finalizers(), 'its pod still ends').to.deep.equal(['kubernetes']);
      await api.client.pods.delete('team', 'slow', { gracePeriodSeconds: 0 });
      await pass(2000);
      expect(finalizers() ?? []).to.deep.equal([]);
    });

    it('have a service account called default, again after it was deleted, and none while they go', async () => {
      start();
      api.seed('Namespace', make('Namespace', { metadata: { name: 'team' } }));
      const accounts = (): string[] =>
        api.all('ServiceAccount').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
      await pass();
      expect(accounts()).to.include('team/default');
      await api.client.resource('ServiceAccount').delete('team', 'default');
      await pass();
      expect(accounts()).to.include('team/default');
      const metadata = { name: 'going', deletionTimestamp: '2026-01-01T00:00:00Z' };
      api.seed('Namespace', make('Namespace', { metadata, spec: { finalizers: ['kubernetes', 'other'] } }));
      await pass(2000);
      expect(accounts()).not.to.include('going/default');
    });
  });

  it('works one at a time when elected, and another takes over when it stops', async () => {
    const ready: string[] = [];
    const elected = (identity: string): Subscription =>
      start({ identity, leaderElect: true, onReady: () => ready.push(identity) });
    const first = elected('one');
    await pass();
    elected('two');
    await api.client.replicationControllers.create(replicationController('web', 2));
    await pass(3000);
    expect(ready).to.deep.equal(['one', 'two']);
    expect(pods()).to.have.length(2);
    first.unsubscribe();
    await api.client.replicationControllers.scale('default', 'web', 4);
    await pass(4000);
    expect(pods()).to.have.length(4);
    const lease = api.all('Lease').find(({ metadata }) => metadata.name === 'kuorum-controllers');
    expect(lease?.spec.holderIdentity).to.equal('two');
  });
});
