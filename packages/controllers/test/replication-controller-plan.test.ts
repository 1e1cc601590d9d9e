import { controllerOf, make, type Pod, type ReplicationController } from '@kuorum/api';
import {
  adopted,
  planReplicationController,
  planStatus,
  podsToDelete,
  released,
  replicaBurstMax,
  replicaOf,
} from '@kuorum/controllers';
import { expect } from 'chai';
import { after, epoch, pod, replicationController } from './objects.js';

const web = replicationController('web', 3);
const other = replicationController('other', 1);
const withoutReplicas = replicationController('web', 1);
delete withoutReplicas.spec.replicas;
const nowMs = Date.parse(epoch);
const names = (pods: readonly Pod[]): string[] => pods.map(({ metadata }) => metadata.name);

interface Case {
  readonly title: string;
  readonly controller?: ReplicationController;
  readonly pods: Pod[];
  readonly expectationsMet?: boolean;
  readonly plan: { create?: number; remove?: string[]; adopt?: string[]; release?: string[] };
}

describe('planReplicationController', () => {
  const own = (name: string, more = {}): Pod => pod(name, { owner: web, node: 'a', ...more });
  const cases: Case[] = [
    { title: 'creates all when there are none', pods: [], plan: { create: 3 } },
    { title: 'creates what is missing', pods: [own('a'), own('b')], plan: { create: 1 } },
    { title: 'does nothing when all are there', pods: [own('a'), own('b'), own('c')], plan: {} },
    {
      title: 'wants one when the number is not given',
      controller: withoutReplicas,
      pods: [],
      plan: { create: 1 },
    },
    {
      title: 'deletes what is too much',
      pods: [own('a'), own('b'), own('c'), own('d')],
      plan: { remove: ['a'] },
    },
    {
      title: 'deletes all at 0',
      controller: replicationController('web', 0),
      pods: [own('a'), own('b')],
      plan: { remove: ['a', 'b'] },
    },
    {
      title: 'replaces pods that ended or are ending',
      pods: [own('a'), own('b', { phase: 'Failed' }), own('c', { phase: 'Succeeded' }), own('d', { deleting: true })],
      plan: { create: 2 },
    },
    {
      title: 'adopts matching orphans, and counts them',
      pods: [own('a'), pod('orphan', { labels: { app: 'web', extra: 'x' } })],
      plan: { adopt: ['orphan'], create: 1 },
    },
    {
      title: 'leaves orphans alone that do not match, have ended, or live elsewhere',
      pods: [
        pod('x', { labels: { app: 'db' } }),
        pod('y', { labels: { app: 'web' }, phase: 'Failed' }),
        pod('z', { labels: { app: 'web' }, namespace: 'elsewhere' }),
      ],
      plan: { create: 3 },
    },
    {
      title: 'never takes a pod from another controller',
      pods: [pod('theirs', { owner: other, labels: { app: 'web' } })],
      plan: { create: 3 },
    },
    {
      title: 'does not take a pod of its predecessor for its own',
      pods: [own('a', { owner: replicationController('web', 3, { metadata: { uid: 'before' } }) })],
      plan: { create: 3 },
    },
    {
      title: 'releases pods that no longer match, and replaces them',
      pods: [own('a'), own('b'), own('c', { labels: { app: 'debug' } })],
      plan: { release: ['c'], create: 1 },
    },
    {
      title: 'waits for what it asked for, but still claims',
      expectationsMet: false,
      pods: [pod('orphan', { labels: { app: 'web' } })],
      plan: { adopt: ['orphan'] },
    },
    {
      title: 'does nothing any more while it is being deleted',
      controller: { ...web, metadata: { ...web.metadata, deletionTimestamp: epoch } },
      pods: [own('a', { labels: {} }), pod('orphan', { labels: { app: 'web' } })],
      plan: {},
    },
    {
      title: 'goes in steps when much is missing',
      controller: replicationController('web', 10_000),
      pods: [],
      plan: { create: replicaBurstMax },
    },
  ];
  for (const { title, controller = web, pods, expectationsMet = true, plan: wanted } of cases) {
    it(title, () => {
      const plan = planReplicationController({ controller, pods, expectationsMet, nowMs });
      expect({
        create: plan.create,
        remove: names(plan.remove),
        adopt: names(plan.adopt),
        release: names(plan.release),
      }).to.deep.equal({ create: 0, remove: [], adopt: [], release: [], ...wanted });
    });
  }

  it('looks again when a pod will have been ready for minReadySeconds', () => {
    const slow = replicationController('web', 2, {});
    slow.spec.minReadySeconds = 10;
    const pods = [
      pod('a', { owner: slow, node: 'a', ready: true, readySince: after(-4) }),
      pod('b', { owner: slow, node: 'a', ready: true, readySince: after(-20) }),
    ];
    expect(planReplicationController({ controller: slow, pods, expectationsMet: true, nowMs })).to.include({
      requeueAfterMs: 6000,
    });
    expect(planStatus(slow, pods, nowMs, undefined)).to.include({ readyReplicas: 2, availableReplicas: 1 });
    expect(planStatus(slow, pods, nowMs + 6000, undefined)).to.include({ availableReplicas: 2 });
  });
});

describe('podsToDelete: who goes first', () => {
  const ready = { node: 'a', ready: true, readySince: after(-100) };
  const cases: [title: string, first: Pod, then: Pod][] = [
    ['not assigned before assigned', pod('z'), pod('a', { node: 'a' })],
    ['pending before running', pod('z', { node: 'a', phase: 'Pending' }), pod('a', { node: 'a' })],
    ['unknown before running', pod('z', { node: 'a', phase: 'Unknown' }), pod('a', { node: 'a' })],
    ['not ready before ready', pod('z', { node: 'a' }), pod('a', ready)],
    ['ready for a shorter time first', pod('z', { ...ready, readySince: after(-1) }), pod('a', ready)],
    ['more restarts first', pod('z', { ...ready, restarts: 3 }), pod('a', { ...ready, restarts: 1 })],
    ['younger first', pod('z', { ...ready, created: after(5) }), pod('a', ready)],
    ['by name when all is equal', pod('a', ready), pod('z', ready)],
  ];
  for (const [title, first, then] of cases) {
    it(title, () => {
      expect(names(podsToDelete([then, first], 1))).to.deep.equal([first.metadata.name]);
      expect(names(podsToDelete([first, then], 1))).to.deep.equal([first.metadata.name]);
    });
  }

  it('takes from the node with most replicas', () => {
    const pods = [pod('a', ready), pod('b', { ...ready, node: 'b' }), pod('c', { ...ready, node: 'b' })];
    expect(names(podsToDelete(pods, 1))).to.deep.equal(['b']);
  });
});

describe('podsToDelete: who stays', () => {
  it('keeps one on each node when 20 become 3', () => {
    const pods = Array.from({ length: 20 }, (_, i) => pod(`p${i}`, { node: `n${i % 3}`, ready: true }));
    const gone = new Set(podsToDelete(pods, 17));
    const kept = pods.filter((each) => !gone.has(each)).map(({ spec }) => spec.nodeName);
    expect(kept.sort()).to.deep.equal(['n0', 'n1', 'n2']);
  });

  it('deletes all of them in the order they came when all are too many', () => {
    const pods = [pod('b'), pod('a')];
    expect(podsToDelete(pods, 5)).to.deep.equal(pods);
  });
});

describe('what a ReplicationController writes', () => {
  it('makes replicas from its template and owns them', () => {
    const made = replicaOf(web);
    expect(made.metadata).to.include({ generateName: 'web-', namespace: 'default' });
    expect(made.metadata.labels).to.deep.equal({ app: 'web' });
    expect(controllerOf(made)).to.include({ uid: 'uid-web', kind: 'ReplicationController', controller: true });
    expect(made.spec.containers.map(({ image }) => image)).to.deep.equal(['kuorum/echo']);
  });

  it('adopts and releases without touching other owners', () => {
    const reference = { apiVersion: 'v1', kind: 'Node', name: 'n', uid: 'n' };
    const orphan = pod('p', { owners: [reference] });
    const taken = adopted(orphan, web);
    expect(taken.metadata.ownerReferences.map(({ uid }) => uid)).to.deep.equal(['n', 'uid-web']);
    expect(released(taken, web).metadata.ownerReferences).to.deep.equal([reference]);
  });

  it('says what is', () => {
    const pods = [
      pod('a', { owner: web, node: 'a', ready: true }),
      pod('b', { owner: web, node: 'a' }),
      pod('gone', { owner: web, node: 'a', ready: true, deleting: true }),
    ];
    const status = planStatus({ ...web, metadata: { ...web.metadata, generation: 7 } }, pods, nowMs, undefined);
    expect(status).to.deep.include({
      replicas: 2,
      fullyLabeledReplicas: 2,
      readyReplicas: 1,
      availableReplicas: 1,
      observedGeneration: 7,
      conditions: [],
    });
  });

  it('writes a status only when it says something new, and takes a failure back', () => {
    const status = planStatus(web, [], nowMs, undefined);
    expect(status).to.not.equal(undefined);
    const current = { ...web, status: status as NonNullable<typeof status> };
    expect(planStatus(current, [], nowMs, undefined)).to.equal(undefined);
    const failed = planStatus(current, [], nowMs, { reason: 'FailedCreate', message: 'no' });
    expect(failed?.conditions).to.have.length(1);
    const failing = { ...web, status: failed as NonNullable<typeof failed> };
    expect(planStatus(failing, [], nowMs + 5000, { reason: 'FailedCreate', message: 'no' })).to.equal(undefined);
    expect(planStatus(failing, [], nowMs, undefined)?.conditions).to.deep.equal([]);
  });
});

describe('planReplicationController: pods that a node refused to run', () => {
  const rejected = (name: string, seconds: number, more: object = {}): Pod => {
    const failed = pod(name, { owner: web, node: 'a', phase: 'Failed' });
    const status = {
      ...failed.status,
      reason: 'UnsupportedPodField',
      startTime: after(seconds),
      containerStatuses: [],
      ...more,
    };
    return { ...failed, status };
  };
  const many = (count: number, seconds: number): Pod[] =>
    Array.from({ length: count }, (_, i) => rejected(`r${i}`, seconds));
  const ran = { containerStatuses: [make('ContainerStatus', { name: 'main' })] };
  const cases: [what: string, pods: Pod[], create: number, requeueAfterMs: number | undefined][] = [
    ['one is replaced after a second', [rejected('a', 0)], 0, 1_000],
    ['and then all that is missing is made', [rejected('a', -1)], 3, undefined],
    ['three: four seconds', many(3, 0), 0, 4_000],
    ['the last one counts', [rejected('a', -60), rejected('b', -1)], 0, 1_000],
    ['a minute at most', many(50, 0), 0, 60_000],
    ['one that ran is replaced at once', [rejected('a', 0, ran)], 3, undefined],
    ['one that just failed is replaced at once', [rejected('a', 0, { reason: '' })], 3, undefined],
  ];
  for (const [what, pods, create, requeueAfterMs] of cases) {
    it(what, () => {
      const plan = planReplicationController({ controller: web, pods, expectationsMet: true, nowMs });
      expect([plan.create, plan.requeueAfterMs]).to.deep.equal([create, requeueAfterMs]);
    });
  }

  it('of another owner, or none needed, do not matter', () => {
    const foreign = { ...rejected('a', 0), metadata: pod('a', { owner: other }).metadata };
    const observed = { controller: web, expectationsMet: true, nowMs };
    expect(planReplicationController({ ...observed, pods: [foreign] }).create).to.equal(3);
    const enough = ['x', 'y', 'z'].map((name) => pod(name, { owner: web, node: 'a' }));
    expect(planReplicationController({ ...observed, pods: [...enough, ...many(3, 0)] }).requeueAfterMs).to.equal(
      undefined,
    );
  });
});
