/**
 * Members that die at a named point of what they write: before a batch is given to LevelDB, while it is being written, and
 * after it is on the disk but before anybody is told. What they promised before holds, and they come back by themselves.
 */
import { randomInt } from 'node:crypto';
import type { etcdserverpb } from '@kuorum/wire';
import { delay, systemClock } from '@kuorum/base';
import { Cleanup, eventually } from '@kuorum/testing';
import {
  CRASHED,
  crashTimes,
  type CrashOrder,
  type CrashPoint,
  type CrashTime,
} from '../../support/store/member-orders.js';
import { PATIENCE_MS, type StoreCluster } from '../../support/store/store-cluster.js';
import { call, type StoreMember } from '../../support/store/store-member.js';
import { runTrial, type Trial } from '../../support/store/store-trial.js';

/** All points at all times by `make chaos`; else each point at one of them, which the seed says. */
const everything = Number(process.env['KUORUM_CHAOS_MINUTES'] ?? 0) > 0;
const seed = Number(process.env['KUORUM_CHAOS_SEED'] ?? randomInt(crashTimes.length));
const DEADLINE_MS = everything ? 300_000 : 90_000;
const SNAPSHOTS = ['--snapshot-count=100', '--experimental-snapshot-catchup-entries=20'];
/** So far behind that only a snapshot helps. */
const FAR_BEHIND_WRITES = 200;
const ASK_AGAIN_MS = 200;
const NOBODY = 'http://127.0.0.1:1';

describe(`a store under load whose members crash at a point of their work (seed ${seed})`, () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const ordersOf = (...points: readonly CrashPoint[]): CrashOrder[] =>
    points.flatMap((point, i) => {
      const times = everything ? crashTimes : [crashTimes[(seed + i) % crashTimes.length] as CrashTime];
      return ordersAt(point, times);
    });

  it('keeps what it acknowledged when leader and followers die at a write of the log or the state', async () => {
    await runTrial(cleanup, { seed: 51 }, async ({ cluster, load }) => {
      const orders = ordersOf('log write', 'hard state', 'apply');
      for (const [i, order] of orders.entries()) {
        const leader = await cluster.leader();
        const [follower] = cluster.others(leader) as [StoreMember];
        const votes = order.point === 'hard state';
        const member = i % 2 === 0 && !votes ? leader : follower;
        await member.order({ crash: { ...order, nth: votes ? 1 : 1 + (i % 3) } });
        const ended = crashed(member, order);
        if (votes) await untilOver(ended, () => electAnother(cluster, member));
        await ended;
        await load.writesMore(10);
        member.start();
        await inStep(load, member);
      }
    });
  }).timeout(DEADLINE_MS);

  it('is whole after a crash while a snapshot is made, the log is cut, history compacted, space given back', async () => {
    await runTrial(cleanup, { seed: 52, flags: SNAPSHOTS }, async ({ cluster, load, compact }) => {
      for (const order of ordersOf('snapshot save', 'log cut', 'compaction', 'defragment')) {
        const [member] = (await cluster.followers()) as [StoreMember];
        await member.order({ crash: order });
        const ended = crashed(member, order);
        if (order.point === 'compaction') await untilOver(ended, compact);
        if (order.point === 'defragment')
          await untilOver(ended, () => call(member.maintenance, 'Defragment', {}).catch(noAnswer));
        await ended;
        await load.writesMore(10);
        member.start();
        await inStep(load, member);
      }
    });
  }).timeout(DEADLINE_MS);

  // One snapshot each, as the log is held for whoever has just got one. The last crash comes after the switch to the new
  // state, or in it: what is left to do is done at the next start, which may crash, too.
  const installs: CrashOrder[][] = [
    [...ordersAt('snapshot receive', crashTimes), ...ordersAt('snapshot switch', ['before', 'after'])],
    [...ordersAt('snapshot switch', ['during'])],
    [...ordersAt('snapshot switch', ['after']), ...ordersAt('log reset', ['before', 'during'])],
    [...ordersAt('log reset', ['before'])],
    [...ordersAt('log reset', ['after'])],
  ];
  for (const orders of everything ? installs : installs.slice(0, 1)) {
    const told = orders.map(({ when, point }) => `${when} ${point}`).join(', ');
    it(`takes a member back that dies while it gets a snapshot: ${told}`, async () => {
      await runTrial(cleanup, { seed: 53, flags: SNAPSHOTS }, async ({ cluster, load }) => {
        const [member] = (await cluster.followers()) as [StoreMember];
        await member.end();
        await load.writesMore(FAR_BEHIND_WRITES);
        for (const order of orders) {
          await member.order({ crash: order });
          const ended = crashed(member, order);
          member.start();
          await ended;
        }
        member.start();
        await inStep(load, member);
      });
    }).timeout(DEADLINE_MS);
  }

  it('agrees on its members when leader and followers die in each phase of a membership change', async () => {
    await runTrial(cleanup, { seed: 54 }, async ({ cluster, load }) => {
      const orders = ordersOf('membership change written', 'membership change applied');
      for (const [i, order] of orders.entries()) {
        const leader = await cluster.leader();
        const [follower, asked] = cluster.others(leader) as [StoreMember, StoreMember];
        const member = i % 2 === 0 ? leader : follower;
        await member.order({ crash: order });
        const ended = crashed(member, order);
        // A learner that never comes: it has no say, so that it is in nobody's way.
        await untilOver(ended, () => change(asked, 'MemberAdd', { peerURLs: [NOBODY], isLearner: true }));
        await load.writesMore(10);
        member.start();
        await inStep(load, member);
        await withoutLearners(asked);
      }
      await eventually(
        async () => {
          const lists = await Promise.all(cluster.members.map(learnersOf));
          return lists.every((learners) => learners.length === 0);
        },
        'the same members everywhere',
        PATIENCE_MS,
      );
    });
  }).timeout(DEADLINE_MS);
});

function ordersAt(point: CrashPoint, times: readonly CrashTime[]): CrashOrder[] {
  return times.map((when) => ({ point, when }));
}

async function crashed(member: StoreMember, { when, point }: CrashOrder): Promise<void> {
  const text = `${CRASHED} ${when} ${point}\n`;
  const count = member.said.split(text).length;
  await eventually(
    () => member.pid === undefined && member.said.split(text).length > count,
    `${member.name} to crash ${when} ${point}`,
    PATIENCE_MS,
  );
}

/** It serves, and has what was acknowledged before. */
async function inStep(load: Trial['load'], member: StoreMember): Promise<void> {
  const { revision } = load;
  const look = async (): Promise<boolean> => {
    if (member.pid === undefined) throw new Error('its process has ended');
    const status = await call<object, etcdserverpb.StatusResponse__Output>(member.maintenance, 'Status', {});
    const { header, leader, raftIndex, raftTerm } = status;
    if (Number(header?.revision) >= revision) return true;
    throw new Error(
      `revision ${header?.revision} of ${revision}, index ${raftIndex}, term ${raftTerm}, leader ${leader}`,
    );
  };
  await eventually(look, `${member.name} is in step`, PATIENCE_MS);
}

/** A member that is asked at the wrong time refuses, and the crash does not come: asked again. */
async function untilOver(ended: Promise<void>, act: () => Promise<unknown>): Promise<void> {
  let over = false;
  const noted = ended.finally(() => (over = true));
  while (!over) {
    await act();
    await Promise.race([noted, delay(systemClock, ASK_AGAIN_MS)]);
  }
  await ended;
}

/** Of whoever leads by now: a vote that came too late, with the first entry of its leader, was no write of its own. */
async function electAnother(cluster: StoreCluster, voter: StoreMember): Promise<void> {
  const leader = await cluster.leader().catch(noAnswer);
  if (leader === undefined) return;
  const [to] = cluster.others(leader, voter);
  const targetID = (await to?.status())?.header?.member_id;
  if (targetID !== undefined) await call(leader.maintenance, 'MoveLeader', { targetID }, 3_000).catch(noAnswer);
}

/** It may have happened, or not: whoever was to answer may be dead. */
async function change(member: StoreMember, method: string, request: object): Promise<void> {
  await call<object, object>(member.cluster, method, request, 3_000).catch(noAnswer);
}

async function learnersOf(member: StoreMember): Promise<readonly etcdserverpb.Member__Output[]> {
  const { members } = await call<object, etcdserverpb.MemberListResponse__Output>(member.cluster, 'MemberList', {});
  return members.filter(({ isLearner }) => isLearner);
}

async function withoutLearners(member: StoreMember): Promise<void> {
  await eventually(
    async () => {
      const learners = await learnersOf(member);
      for (const { ID } of learners) await change(member, 'MemberRemove', { ID });
      return learners.length === 0;
    },
    'the learner is removed',
    PATIENCE_MS,
  );
}

const noAnswer = (): void => undefined;
