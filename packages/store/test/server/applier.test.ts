/**
 * Commands on many keys, on real LevelDB: they take many turns, none of them long, and are atomic all the same. Time is
 * counted in records that were put, so that a slow machine changes nothing.
 */
import { inOneGo, systemClock, utf8 } from '@kuorum/base';
import { range, readSlices, type RangeResult, type TxnOp } from '@kuorum/store/mvcc';
import { asLogIndex, asTerm, type Entry } from '@kuorum/store/raft';
import { Applier, encodeProposed, StateMachine, type Command, type Outcome } from '@kuorum/store/server/internals';
import type { StateDb } from '@kuorum/store/storage';
import { expect } from 'chai';
import { Disk } from '../storage/fixtures.js';

const KEYS = 5000;
const LEASE = 7n;
/** So long a record takes, in the time that is told: 500 of them fill the 10 ms that a turn may take. */
const RECORD_MS = 0.02;
/** 500, and what is looked at in one go. */
const RECORDS_A_TURN_MAX = 800;

const every = { key: utf8('k'), rangeEnd: utf8('l') };
const keyAt = (i: number): Uint8Array => utf8(`k${String(i).padStart(6, '0')}`);

const removals: { readonly name: string; readonly command: Command }[] = [
  { name: 'DeleteRange', command: { kind: 'store', request: { kind: 'deleteRange', ...every } } },
  { name: 'Txn', command: txn([{ kind: 'deleteRange', ...every }]) },
  { name: 'Txn of many', command: txn(Array.from({ length: 100 }, (_, i) => ({ kind: 'deleteRange', ...part(i) }))) },
  { name: 'LeaseRevoke', command: { kind: 'leaseRevoke', id: LEASE } },
  { name: 'an expiry', command: { kind: 'leaseExpire', id: LEASE, term: 1 } },
];

function txn(success: readonly TxnOp[]): Command {
  return { kind: 'store', request: { kind: 'txn', compare: [], success, failure: [] } };
}

function part(i: number): { key: Uint8Array; rangeEnd: Uint8Array } {
  return { key: keyAt((i * KEYS) / 100), rangeEnd: keyAt(((i + 1) * KEYS) / 100) };
}

describe('a command on many keys', () => {
  const disk = new Disk();
  afterEach(() => disk.clean());

  /** A state with KEYS keys on one lease, and what applies to it; `turns.others` runs whenever others have their turn. */
  const start = async () => {
    const db = await disk.state();
    const machine = await StateMachine.open(db, { clock: systemClock });
    const outcomes: Outcome[] = [];
    const failures: unknown[] = [];
    let records = 0;
    const put = db.put.bind(db);
    db.put = (key, value) => {
      records++;
      put(key, value);
    };
    const turns = {
      records: [] as number[],
      others: (): Promise<void> | void => undefined,
      nowMs: () => records * RECORD_MS,
      next: async () => {
        turns.records.push(records);
        records = 0;
        await turns.others();
      },
    };
    const applier = new Applier(
      machine,
      (outcome) => outcomes.push(outcome),
      () => ({}),
      (error) => failures.push(error),
      () => undefined,
      { afterMs: Infinity, tell: () => undefined },
      turns,
    );
    let index = 0;
    const apply = (...commands: Command[]): Promise<void> => {
      const entries = commands.map((command): Entry => {
        const data = encodeProposed({ origin: 1, sequence: ++index, command });
        return { index: asLogIndex(index), term: asTerm(1), type: 'normal', data };
      });
      return applier.apply(entries);
    };
    const puts = Array.from({ length: KEYS }, (_, i): Command => {
      return { kind: 'store', request: { kind: 'put', key: keyAt(i), value: utf8('v'), lease: LEASE } };
    });
    await apply({ kind: 'leaseGrant', id: LEASE, ttlSeconds: 100 }, ...puts);
    await db.written();
    turns.records = [];
    records = 0;
    outcomes.length = 0;
    const longest = (): number => Math.max(records, ...turns.records);
    return { db, machine, applier, apply, outcomes, failures, turns, longest };
  };

  const read = (machine: StateMachine): RangeResult => range(machine.mvcc, { kind: 'range', ...every });
  const storedIndex = async (db: StateDb): Promise<number> => {
    const view = db.freeze();
    const { index } = view.applied;
    await view.close();
    return index;
  };
  const deleteAll: Command = { kind: 'store', request: { kind: 'deleteRange', ...every } };

  for (const { name, command } of removals) {
    it(`${name}: no turn is long, reads and watchers see all of it or nothing`, async () => {
      const { machine, applier, apply, outcomes, turns, longest } = await start();
      const before = machine.mvcc.currentRevision;
      const watcher = machine.watches.watch({ ...every, prevKv: true });
      const seen = new Set<string>();
      turns.others = () => {
        const { kvs, count, revision } = read(machine);
        const leased = machine.lessor.timeToLive(LEASE, 0)?.keys.length;
        seen.add(`${kvs.length} ${count} ${revision} ${leased} ${watcher.hasWaiting}`);
      };
      await apply(command);
      expect(turns.records.length).to.be.greaterThan(4);
      expect(longest()).to.be.lessThan(RECORDS_A_TURN_MAX);
      expect([...seen]).to.deep.equal([`${KEYS} ${KEYS} ${before} ${KEYS} false`]);
      expect([read(machine).count, machine.mvcc.currentRevision]).to.deep.equal([0, before + 1]);
      expect(machine.lessor.timeToLive(LEASE, 0)?.keys ?? []).to.deep.equal([]);
      const batch = watcher.take();
      const events = batch?.kind === 'events' ? batch.events : [];
      expect([events.length, events.filter(({ prevKv }) => prevKv?.lease === LEASE).length]).to.deep.equal([
        KEYS,
        KEYS,
      ]);
      expect(outcomes.map(({ error }) => error)).to.deep.equal([undefined]);
      machine.mvcc.checkInvariants();
      machine.lessor.checkInvariants();
      applier.stop();
    });
  }

  it('is not written in parts: who wants the state written waits for its end', async () => {
    const { db, applier, apply, turns, failures } = await start();
    const before = db.applied.index;
    let landed = false;
    let waiting: Promise<void> | undefined;
    turns.others = async () => {
      waiting ??= db.written().then(() => void (landed = true));
      await new Promise((resolve) => setImmediate(resolve));
      expect([landed, await storedIndex(db)]).to.deep.equal([false, before]);
    };
    await apply(deleteAll);
    await waiting;
    expect([landed, await storedIndex(db), failures.length]).to.deep.equal([true, before + 1, 0]);
    applier.stop();
  });

  it('whose member ends in the middle of it has changed nothing after the next start', async () => {
    const { db, machine, apply, turns } = await start();
    const before = machine.mvcc.currentRevision;
    turns.others = () => Promise.reject(new Error('ended'));
    const ended = await apply(deleteAll).catch((error: unknown) => String(error));
    expect(ended).to.equal('Error: ended');
    await disk.close(db);
    const again = await StateMachine.open(await disk.state(), { clock: systemClock });
    expect([read(again).count, again.mvcc.currentRevision]).to.deep.equal([KEYS, before]);
  });

  it('whose member fails in the middle of it, and lives on, keeps nobody waiting for its end', async () => {
    const { db, apply, turns, applier } = await start();
    turns.others = () => Promise.reject(new Error('failed'));
    await apply(deleteAll).catch(() => undefined);
    const waiting = [db.written(), db.sync(), db.defragment()];
    db.giveUp();
    // Whoever asks later, too.
    const results = await Promise.allSettled([...waiting, db.written()]);
    const told = results.map((result) => (result.status === 'rejected' ? String(result.reason) : 'written'));
    expect(new Set(told)).to.deep.equal(
      new Set(['StorageError: Cannot write the state: an entry was not applied to its end']),
    );
    applier.stop();
  });

  it('leaves transactions that only read to be served meanwhile', async () => {
    const { machine, applier, apply, turns } = await start();
    const counts = new Set<number>();
    const request = { kind: 'txn', compare: [], success: [{ kind: 'range', ...every }], failure: [] } as const;
    turns.others = () => {
      const [response] = inOneGo(readSlices(machine.mvcc, request)).responses;
      counts.add(response?.kind === 'range' ? response.count : -1);
    };
    await apply(deleteAll);
    expect([...counts]).to.deep.equal([KEYS]);
    applier.stop();
  });
});
