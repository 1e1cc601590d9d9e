/** What a Compact removes, on real LevelDB: on every member, in slices, and again after a crash in the middle. */
import { systemClock, utf8 } from '@kuorum/base';
import { applyRequest, MVCC_PREFIX } from '@kuorum/store/mvcc';
import { HistoryKeeper, StateMachine } from '@kuorum/store/server/internals';
import type { StateDb } from '@kuorum/store/storage';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { applied, Disk } from '../storage/fixtures.js';
import { call, get, put, range, refusal, TestCluster } from './cluster.js';
import { Watching } from './watching.js';

const bytes = (text: string): Buffer => Buffer.from(text);

/** How many records of keys LevelDB holds. */
async function recordCount(db: StateDb): Promise<number> {
  let count = 0;
  for await (const batch of db.scan(MVCC_PREFIX)) count += batch.length;
  return count;
}

describe('compaction on three members', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;

  before(async () => {
    cluster = await TestCluster.start(cleanup, 3);
  });
  after(() => cleanup.run());

  const records = (name: string): Promise<number> => recordCount(cluster.member(name).member.machine.db);
  const txn = async (requests: readonly etcdserverpb.RequestOp[]): Promise<number> => {
    const { kv } = cluster.clients('m1');
    const response = await call<etcdserverpb.TxnRequest, etcdserverpb.TxnResponse__Output>(kv, 'Txn', {
      success: [...requests],
    });
    return Number(response.header?.revision);
  };
  const keys = Array.from({ length: 50 }, (_, i) => `c/${i}`);
  const putAll = (value: string): Promise<number> =>
    txn(keys.map((key) => ({ request_put: { key: bytes(key), value: bytes(value) } })));
  const hash = async (name: string, revision: number): Promise<string> => {
    const { hash, compact_revision } = await call<etcdserverpb.HashKVRequest, etcdserverpb.HashKVResponse__Output>(
      cluster.clients(name).maintenance,
      'HashKV',
      { revision: String(revision) },
    );
    return `${hash} ${compact_revision}`;
  };

  it('removes the records of superseded revisions everywhere, and nothing that is still to be seen', async () => {
    for (let i = 0; i < 40; i++) await putAll(`old-${i}`);
    const kept = await putAll('kept');
    const deleted = await put(cluster.clients('m1'), 'gone', 'x');
    await txn([{ request_delete_range: { key: bytes('gone') } }]);
    const newest = await putAll('newest');
    const leader = await cluster.leader();
    const follower = await cluster.follower();
    const watching = new Watching(cluster.clients(follower), cleanup);

    await call(cluster.clients(follower).kv, 'Compact', { revision: String(kept) });

    // 50 keys at the compacted revision and after, the key that was put and deleted since.
    for (const name of cluster.names) {
      await eventually(async () => (await records(name)) === 102, `102 records on ${name}`);
    }
    for (const name of [leader, follower]) {
      const clients = cluster.clients(name);
      expect(await get(clients, 'c/7', { revision: String(kept) })).to.equal('kept');
      expect(await get(clients, 'gone', { revision: String(deleted) })).to.equal('x');
      expect(await get(clients, 'c/7')).to.equal('newest');
      const below = { key: bytes('c/7'), revision: String(kept - 1) };
      expect((await refusal(range(clients, below))).details).to.equal(
        'etcdserver: mvcc: required revision has been compacted',
      );
    }
    watching.create({ key: bytes('c/7'), start_revision: String(kept) });
    expect(await watching.untilEvents(2)).to.deep.equal([`PUT c/7=kept@${kept}`, `PUT c/7=newest@${newest}`]);
    const hashes = await Promise.all(cluster.names.map((name) => hash(name, newest)));
    expect(new Set(hashes).size, hashes.join()).to.equal(1);
  });

  it('with `physical` answers when the records are gone from the member that was asked', async () => {
    await putAll('a');
    const revision = await putAll('b');
    await call(cluster.clients('m2').kv, 'Compact', { revision: String(revision), physical: true });
    expect(await records('m2')).to.equal(keys.length);
  });

  it('goes on after a restart that came before its end', async () => {
    for (let i = 0; i < 5; i++) await putAll(`again-${i}`);
    const revision = await putAll('last');
    const name = await cluster.follower();
    await call(cluster.clients(await cluster.leader()).kv, 'Compact', { revision: String(revision) });
    await cluster.stopMember(name);
    await cluster.startMember(name);
    await eventually(async () => (await records(name)) === keys.length, 'only the last revision');
  });

  it('refuses a revision before the first one', async () => {
    expect((await refusal(call(cluster.clients('m1').kv, 'Compact', { revision: '-5' }))).details).to.equal(
      'etcdserver: mvcc: required revision has been compacted',
    );
  });
});

describe('compaction of a large history', () => {
  const disk = new Disk();
  afterEach(() => disk.clean());

  /** The tasks for between the rounds, run when told. */
  const tasksOf = (machine: StateMachine) => {
    const tasks: (() => Promise<void>)[] = [];
    const keeper = new HistoryKeeper(
      machine,
      () => ({ runBetweenRounds: (task) => void tasks.push(task) }),
      () => false,
      (fn) => void setImmediate(fn),
    );
    return { keeper, tasks };
  };
  const open = async (): Promise<{ db: StateDb; machine: StateMachine }> => {
    const db = await disk.state();
    return { db, machine: await StateMachine.open(db, { clock: systemClock }) };
  };

  it('is never half done in a frozen view, though one may start before the view is taken', async () => {
    const { db, machine } = await open();
    const put = (): void => void applyRequest(machine.mvcc, { kind: 'put', key: utf8('k'), value: utf8('v') });
    for (let i = 0; i < 3000; i++) put();
    await db.flush(applied(5));
    const { keeper, tasks } = tasksOf(machine);
    const frozen = keeper.freeze();
    applyRequest(machine.mvcc, { kind: 'compact', revision: machine.mvcc.currentRevision });
    await db.flush(applied(6));
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) await task();
    const { view, revision } = await frozen;
    put();
    await db.flush(applied(7));
    let count = 0;
    for await (const batch of view.scan(MVCC_PREFIX)) count += batch.length;
    await view.close();
    expect([count, revision]).to.deep.equal([1, 3001]);
  });

  it('deletes a bounded number of records between two rounds, and the rest after a crash', async () => {
    const before = await open();
    // One key with a long history: no slice may take all of it.
    for (let i = 0; i < 3500; i++) applyRequest(before.machine.mvcc, { kind: 'put', key: utf8('k'), value: utf8('v') });
    applyRequest(before.machine.mvcc, { kind: 'compact', revision: before.machine.mvcc.currentRevision });
    await before.db.flush(applied(5));
    const first = tasksOf(before.machine);
    first.keeper.startCompaction();
    first.keeper.startCompaction();
    expect(first.tasks.length).to.equal(1);
    await first.tasks.shift()?.();
    expect(await recordCount(before.db)).to.equal(2500);
    await disk.close(before.db);

    const after = await open();
    expect([after.machine.mvcc.currentRevision, after.machine.mvcc.isCompacting]).to.deep.equal([3501, true]);
    const second = tasksOf(after.machine);
    let ended = false;
    second.keeper.whenCompacted(() => (ended = true));
    let rounds = 0;
    for (let task = second.tasks.shift(); task !== undefined; task = second.tasks.shift(), rounds++) {
      expect(ended).to.equal(false);
      await task();
    }
    expect([rounds, ended, await recordCount(after.db)]).to.deep.equal([3, true, 1]);
    second.keeper.whenCompacted(() => rounds++);
    expect([rounds, second.tasks.length]).to.deep.equal([4, 0]);
  });
});
