/** When history goes by itself: the policies on a virtual clock, and one member with a retention of a second. */
import { compactionPolicy, type CompactionPolicy } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { put, refusal, range, TestCluster } from './cluster.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Ticks until `untilMs`, with a revision a minute (its number is the minute + 1); `minute: revision` of what it compacts. */
function play(policy: CompactionPolicy, untilMs: number, leads: (nowMs: number) => boolean = () => true): string[] {
  const told: string[] = [];
  for (let nowMs = policy.everyMs; nowMs <= untilMs; nowMs += policy.everyMs) {
    const revision = policy.tick(nowMs, 1 + Math.floor(nowMs / MINUTE_MS), leads(nowMs));
    if (revision === undefined) continue;
    told.push(`${nowMs / MINUTE_MS}: ${revision}`);
    policy.compacted(revision, nowMs);
  }
  return told;
}

describe('periodic compaction', () => {
  const periodic = (retentionMs: number): CompactionPolicy => compactionPolicy({ mode: 'periodic', retentionMs }, 0, 1);

  it('keeps ten minutes: once every ten, what is ten minutes and a sample old', () => {
    expect(periodic(10 * MINUTE_MS).everyMs).to.equal(MINUTE_MS);
    expect(play(periodic(10 * MINUTE_MS), 40 * MINUTE_MS)).to.deep.equal(['10: 1', '20: 10', '30: 20', '40: 30']);
  });

  it('keeps three hours: after three hours, then every hour, what is three hours and a sample old', () => {
    expect(periodic(3 * HOUR_MS).everyMs).to.equal(6 * MINUTE_MS);
    expect(play(periodic(3 * HOUR_MS), 5 * HOUR_MS)).to.deep.equal(['180: 1', '240: 55', '300: 115']);
  });

  it('leaves it to the leader, and goes on from the same window when it becomes one', () => {
    const told = play(periodic(10 * MINUTE_MS), 40 * MINUTE_MS, (nowMs) => nowMs >= 25 * MINUTE_MS);
    expect(told).to.deep.equal(['25: 15', '35: 25']);
  });

  it('names a revision again after a failure', () => {
    const policy = periodic(10 * MINUTE_MS);
    for (let minute = 1; minute < 10; minute++) expect(policy.tick(minute * MINUTE_MS, 5, true)).to.equal(undefined);
    expect(policy.tick(10 * MINUTE_MS, 5, true)).to.equal(1);
    expect(policy.tick(11 * MINUTE_MS, 5, true)).to.equal(1);
    policy.compacted(5, 11 * MINUTE_MS);
    expect(policy.tick(12 * MINUTE_MS, 5, true)).to.equal(undefined);
  });

  it('does nothing while nothing is written', () => {
    const policy = periodic(10 * MINUTE_MS);
    const told = new Set<number | undefined>();
    for (let minute = 1; minute <= 60; minute++) {
      const revision = policy.tick(minute * MINUTE_MS, 1, true);
      told.add(revision);
      if (revision !== undefined) policy.compacted(revision, minute * MINUTE_MS);
    }
    expect([...told]).to.deep.equal([undefined, 1]);
  });
});

describe('compaction by revisions', () => {
  it('keeps the newest so many, and looks every five minutes', () => {
    const policy = compactionPolicy({ mode: 'revision', retentionRevisions: 10 }, 0, 1);
    expect(policy.everyMs).to.equal(5 * MINUTE_MS);
    expect(play(policy, 20 * MINUTE_MS)).to.deep.equal(['10: 1', '15: 6', '20: 11']);
  });

  it('does nothing on a follower, and nothing twice', () => {
    const policy = compactionPolicy({ mode: 'revision', retentionRevisions: 10 }, 0, 1);
    expect(policy.tick(0, 30, false)).to.equal(undefined);
    expect(policy.tick(0, 30, true)).to.equal(20);
    policy.compacted(20, 0);
    expect(policy.tick(0, 30, true)).to.equal(undefined);
  });
});

describe('--auto-compaction-retention=1s', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('makes what is older than a second unreadable on every member, and leaves the newest', async () => {
    const cluster = await TestCluster.start(cleanup, 3, {
      autoCompaction: { mode: 'periodic', retentionMs: 1_000 },
    });
    const clients = cluster.clients('m1');
    const first = await put(clients, 'k', '1');
    const second = await put(clients, 'k', '2');
    for (const name of cluster.names) {
      await eventually(() => cluster.member(name).member.machine.mvcc.compactRevision >= second, 'a compaction');
      const { details } = await refusal(
        range(cluster.clients(name), { key: Buffer.from('k'), revision: String(first) }),
      );
      expect(details).to.equal('etcdserver: mvcc: required revision has been compacted');
    }
    const { kvs } = await range(clients, { key: Buffer.from('k'), revision: String(second) });
    expect(kvs[0]?.value.toString()).to.equal('2');
  });
});
