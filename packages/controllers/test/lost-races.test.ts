/** Other writers between what the controllers have cached and each of their writes: what is left is theirs and the controllers'. */
import { setImmediate } from 'node:timers/promises';
import { VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { findCondition, keyOf, make, type ApiObject, type KindName } from '@kuorum/api';
import { runControllers$ } from '@kuorum/controllers';
import { createFakeApi, type FakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import type { Subscription } from 'rxjs';
import { node, pod, replicationController, service } from './objects.js';

/** Writes of each object that are lost to another writer before one is not. */
const LOST = 3;

describe('controllers that lose to other writers', () => {
  let clock: VirtualClock;
  let api: FakeApi;
  let running: Subscription;
  let lost: Map<string, number>;

  beforeEach(() => {
    clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'));
    api = createFakeApi({ clock });
    lost = new Map();
    for (const name of ['a', 'b']) api.seed('Node', node(name));
    api.onCall(({ verb, kind, name }) => {
      const object = api.all(kind).find(({ metadata }) => metadata.name === name);
      const what = `${verb} ${kind} ${name}`;
      const times = lost.get(what) ?? 0;
      if ((verb !== 'update' && verb !== 'updateStatus') || object === undefined || times === LOST) return undefined;
      lost.set(what, times + 1);
      api.seed(kind, noted(object, `other-${times}`) as never);
      return undefined;
    });
    running = runControllers$({
      client: api.client,
      logger: silentLogger,
      identity: 'controllers-1',
      leaderElect: false,
      clock,
      clusterCidr: '10.1.0.0/16',
    }).subscribe();
  });
  afterEach(() => running.unsubscribe());

  function noted(object: ApiObject, note: string): ApiObject {
    const { metadata } = object;
    return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, [note]: 'yes' } } };
  }

  /** Time goes on; `alive` renew their leases each second. */
  async function pass(ms: number, ...alive: string[]): Promise<void> {
    for (let left = ms; left > 0; left -= 100) {
      clock.advance(100);
      if (clock.now() % 1000 === 0) for (const name of alive) beat(name);
      for (let i = 0; i < 4; i++) await setImmediate();
    }
  }

  function beat(name: string): void {
    const renewTime = new Date(clock.now()).toISOString();
    const metadata = { namespace: 'kube-node-lease', name };
    const present = api.all('Lease').find((lease) => lease.metadata.name === name);
    const lease = make('Lease', { metadata, spec: { renewTime } });
    api.seed('Lease', present === undefined ? lease : { ...present, spec: lease.spec });
  }

  /** That all tries were lost, and nothing that the others have written since. */
  function expectLost<K extends KindName>(verb: string, kind: K, name: string): void {
    expect(lost.get(`${verb} ${kind} ${name}`), `${verb} ${kind} ${name}`).to.equal(LOST);
    const notes = api.all(kind).find(({ metadata }) => metadata.name === name)?.metadata.annotations;
    expect(notes).to.include(Object.fromEntries(Array.from({ length: LOST }, (_, i) => [`other-${i}`, 'yes'])));
  }

  it('report on replicas, claim pods and write endpoints all the same', async () => {
    const labels = { app: 'web' };
    api.seed('Pod', pod('stray', { labels, node: 'a', ready: true, ip: '10.0.0.1' }));
    api.seed('ReplicationController', replicationController('web', 1));
    api.seed('Service', service('web'));
    await pass(3_000, 'a', 'b');
    expect(api.all('Pod').map(({ metadata }) => metadata.ownerReferences.map(({ name }) => name))).to.deep.equal([
      ['web'],
    ]);
    expect(api.all('ReplicationController')[0]?.status).to.include({ replicas: 1, readyReplicas: 1 });
    expectLost('update', 'Pod', 'stray');
    expectLost('updateStatus', 'ReplicationController', 'web');
    const [other] = api.all('Pod');
    if (other === undefined) throw new Error('it is there');
    // Endpoints that exist are changed.
    api.seed('Pod', { ...other, status: { ...other.status, podIP: '10.0.0.2' } });
    await pass(3_000, 'a', 'b');
    const [endpoints] = api.all('Endpoints').filter((each) => keyOf(each) === 'default/web');
    expect(endpoints?.subsets.flatMap(({ addresses }) => addresses.map(({ ip }) => ip))).to.deep.equal(['10.0.0.2']);
    expectLost('update', 'Endpoints', 'web');
  });

  it('give nodes their ranges, and say which of them is silent, with its pods', async () => {
    api.seed('Pod', pod('web', { node: 'b', ready: true, ip: '10.0.0.1' }));
    await pass(5_000, 'a', 'b');
    expect(new Set(api.all('Node').map(({ spec }) => spec.podCIDR))).to.deep.equal(
      new Set(['10.1.0.0/24', '10.1.1.0/24']),
    );
    for (const name of ['a', 'b']) expectLost('update', 'Node', name);
    await pass(60_000, 'a');
    const ready = (name: string): string | undefined => {
      const found = api.all('Node').find(({ metadata }) => metadata.name === name);
      return findCondition(found?.status.conditions ?? [], 'Ready')?.status;
    };
    expect([ready('a'), ready('b')]).to.deep.equal(['True', 'Unknown']);
    expectLost('updateStatus', 'Node', 'b');
  });
});
