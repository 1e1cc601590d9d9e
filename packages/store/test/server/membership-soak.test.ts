/**
 * Members come, learn, vote, move the leadership, restart and go, in an order drawn from a seed, while a client writes
 * through all of them. At the end nothing that was acknowledged is missing, and all members hold the same.
 */
import { Xoshiro128 } from '@kuorum/base';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, put, range, TestCluster, type Clients } from './cluster.js';

const ROUNDS = 16;
const MEMBERS_MAX = 5;

/** So that one that hangs says where. */
async function within(promise: Promise<unknown>, what: string): Promise<void> {
  let settled = false;
  await Promise.race([promise.then(() => (settled = true)), eventually(() => settled, what)]);
}

describe('a cluster whose members come and go', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  for (const seed of [1, 2]) {
    it(`loses nothing (seed ${seed})`, async () => {
      const prng = new Xoshiro128(seed);
      const cluster = await TestCluster.start(cleanup, 3, { snapshotCount: 50, snapshotCatchUpEntries: 10 });
      let born = 3;
      const pick = (names: readonly string[]): string => names[prng.int(names.length)] ?? '';
      const isLearner = (name: string): boolean => cluster.member(name).member.isLearner;
      const voters = (): string[] => cluster.runningNames.filter((name) => !isLearner(name));
      const done: string[] = [];

      const known = new Map<string, Clients>();
      const clientsOf = (name: string): Clients => {
        const target = cluster.target(name);
        const clients = known.get(target) ?? cluster.clients(name);
        known.set(target, clients);
        return clients;
      };

      const acknowledged: string[] = [];
      let stopped = false;
      const write = async (): Promise<void> => {
        for (let i = 0; !stopped; i++) {
          const written = await put(clientsOf(pick(voters())), `k${i}`, 'v').catch(() => undefined);
          if (written !== undefined) acknowledged.push(`k${i}`);
        }
      };

      const actions: Record<string, () => Promise<boolean>> = {
        add: async () => {
          if (cluster.runningNames.length >= MEMBERS_MAX) return false;
          await cluster.addMember(`m${++born}`, {
            via: pick(voters()),
            isLearner: prng.int(2) === 1 && voters().length === cluster.runningNames.length,
          });
          return true;
        },
        promote: async () => {
          const learner = cluster.runningNames.find(isLearner);
          if (learner === undefined) return false;
          const ID = cluster.member(learner).memberId.toString();
          await eventually(() => call(cluster.clients(pick(voters())).cluster, 'MemberPromote', { ID }), 'a promotion');
          await eventually(() => !isLearner(learner), 'the learner to hear of it');
          return true;
        },
        remove: async () => {
          if (voters().length < 3) return false;
          const name = pick(cluster.runningNames);
          const { memberId, closed } = cluster.member(name);
          const via = pick(voters().filter((other) => other !== name));
          await eventually(
            () => call(cluster.clients(via).cluster, 'MemberRemove', { ID: memberId.toString() }),
            `removing ${name}`,
          );
          await within(closed, `${name} ends, which was removed after ${done.join(', ')}`);
          await cluster.stopMember(name);
          return true;
        },
        restart: async () => {
          const name = pick(cluster.runningNames);
          await cluster.stopMember(name);
          await cluster.startJoining(name);
          return true;
        },
        moveLeader: async () => {
          const leader = await cluster.leader();
          const targetID = cluster.member(pick(voters())).memberId.toString();
          await call(cluster.clients(leader).maintenance, 'MoveLeader', { targetID }).catch(() => undefined);
          return true;
        },
      };

      const writing = write();
      while (done.length < ROUNDS) {
        const name = pick(Object.keys(actions));
        if (await actions[name]?.()) done.push(name);
        await cluster.leader();
      }
      stopped = true;
      await writing;
      const told = `after ${done.join(', ')}`;
      expect(acknowledged.length, told).to.be.greaterThan(ROUNDS);
      const names = voters();
      for (const name of names) {
        const { kvs } = await range(cluster.clients(name), { key: Buffer.from('k'), range_end: Buffer.from('l') });
        const keys = new Set(kvs.map(({ key }) => key.toString()));
        expect(
          acknowledged.filter((key) => !keys.has(key)),
          `${name} ${told}`,
        ).to.deep.equal([]);
      }
      await eventually(async () => {
        const hashes = await Promise.all(
          names.map((name) =>
            call<object, etcdserverpb.HashKVResponse__Output>(cluster.clients(name).maintenance, 'HashKV', {}),
          ),
        );
        return new Set(hashes.map(({ hash, hash_revision }) => `${hash} at ${hash_revision}`)).size === 1;
      }, `equal hashes ${told}`);
      const lists = names.map((name) =>
        cluster
          .member(name)
          .member.machine.members.list()
          .map(({ id }) => id),
      );
      for (const list of lists) expect(list, told).to.deep.equal(lists[0]);
    }).timeout(120_000);
  }
});
