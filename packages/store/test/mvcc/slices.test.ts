/**
 * Requests in slices: one store executes each in one go, another the same in slices, with reads, watches and compaction in
 * between. Nobody may be able to tell them apart, but for who looks in between: it sees what was before.
 */
import { inOneGo, utf8, Xoshiro128 } from '@kuorum/base';
import { Lessor } from '@kuorum/store/lease';
import {
  applyRequest,
  applySlices,
  deleteSlices,
  MvccError,
  MvccStore,
  range,
  readSlices,
  WatchableStore,
  type Revision,
  type StoreRequest,
  type TxnOp,
  type TxnRequest,
  type Watcher,
  type WatchOptions,
} from '@kuorum/store/mvcc';
import { expect } from 'chai';
import { MemoryBackend, newStore, put } from './fixtures.js';

/** Several slices' worth. */
const KEYS = 1200;
const LEASES = [1n, 2n, 3n] as const;
const STEPS = 25;

const keyAt = (i: number): Uint8Array => utf8(`k${String(i).padStart(5, '0')}`);
const ALL = { kind: 'range', key: keyAt(0), rangeEnd: keyAt(KEYS) } as const;

/** Words for anything that a store gives. */
function told(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'bigint') return `${each}n`;
    return each instanceof Uint8Array ? Buffer.from(each).toString('latin1') : each;
  });
}

class Bed {
  readonly backend = new MemoryBackend();
  readonly lessor = new Lessor();
  readonly store = new MvccStore(this.backend, { leases: this.lessor });
  readonly watches = new WatchableStore(this.store);
  readonly watchers: Watcher[] = [];
  readonly heard: string[][] = [];

  constructor() {
    for (const id of LEASES) this.lessor.grant(id, 100, 0);
    this.store.finishRestore();
  }

  watch(options: WatchOptions): void {
    this.watchers.push(this.watches.watch(options));
    this.heard.push([]);
  }

  /** Runs it with `between` after every slice; a refusal is an answer. */
  run(what: StoreRequest | { readonly kind: 'revoke'; readonly id: bigint }, between: () => void): unknown {
    const slices = what.kind === 'revoke' ? this.revoke(what.id) : applySlices(this.store, what);
    try {
      for (;;) {
        const step = slices.next();
        if (step.done === true) return step.value;
        between();
      }
    } catch (error) {
      return String(error);
    }
  }

  /** As the state machine does it; the lease comes back, so that there is always one. */
  private *revoke(id: bigint): Generator<void, Revision> {
    const names = yield* this.lessor.namesOf(id);
    const revision = yield* deleteSlices(this.store, names, true);
    this.lessor.remove(id);
    this.lessor.grant(id, 100, 0);
    return revision;
  }

  settle(): void {
    while (this.store.compactSlice());
    let more = true;
    while (more) {
      more = this.watches.syncSlice();
      this.watchers.forEach((watcher, i) => {
        for (let batch = watcher.take(); batch !== undefined; batch = watcher.take()) {
          more = true;
          // How they come together is no promise.
          if (batch.kind === 'events') this.heard[i]?.push(...batch.events.map(told));
          else this.heard[i]?.push(told(batch));
        }
      });
    }
  }

  get state(): string {
    const leases = LEASES.map((id) => this.lessor.timeToLive(id, 0)?.keys);
    return told({ hash: this.store.hash(0), records: this.backend.size, leases });
  }
}

describe('requests in slices', () => {
  it('reads in a transaction are at one revision, whatever is put in between', () => {
    const { store } = newStore();
    for (let i = 0; i < KEYS; i++) put(store, `k${String(i).padStart(5, '0')}`, 'old');
    const before = store.currentRevision;
    const success: TxnOp[] = [ALL, { kind: 'range', key: keyAt(0) }];
    const slices = readSlices(store, { kind: 'txn', compare: [], success, failure: [] });
    expect(slices.next().done).to.equal(false);
    put(store, 'k00000', 'new');
    const { revision, responses } = inOneGo(slices);
    const first = responses.map((each) =>
      each.kind === 'range' ? Buffer.from(each.kvs[0]?.value ?? []).toString() : '',
    );
    expect({ revision, first }).to.deep.equal({ revision: before, first: ['old', 'old'] });
  });

  it('a range in a transaction that only reads is refused when what it is to see was compacted before its turn', () => {
    const { store } = newStore();
    put(store, 'k00000', 'old');
    const at = store.currentRevision;
    const slices = readSlices(store, txnOf([ALL, ALL]));
    expect(slices.next().done).to.equal(false);
    put(store, 'k00000', 'new');
    store.compact(at + 1);
    store.compactSlice();
    expect(() => slices.next())
      .to.throw(MvccError)
      .with.property('code', 'compacted');
  });

  for (let seed = 1; seed <= 6; seed++) {
    it(`give what one go gives, and show nothing before their end (seed ${seed})`, () => {
      const prng = new Xoshiro128(seed);
      const [whole, sliced] = [new Bed(), new Bed()];
      const fill = Array.from({ length: KEYS }, (_, i) => putOf(prng, i));
      for (const bed of [whole, sliced]) applyRequest(bed.store, txnOf(fill));
      let looks = 0;
      for (let step = 0; step < STEPS; step++) {
        const request = drawn(prng, whole.store);
        const [before, seen] = [sliced.store.currentRevision, told(range(sliced.store, ALL))];
        const expected = whole.run(request, () => undefined);
        const given = sliced.run(request, () => {
          if (prng.int(4) !== 0) return;
          looks++;
          expect(sliced.store.currentRevision).to.equal(before);
          expect(told(range(sliced.store, ALL))).to.equal(seen);
          sliced.watches.syncSlice();
          if (prng.int(4) !== 0) return;
          const options = {
            key: keyAt(prng.int(KEYS)),
            rangeEnd: keyAt(KEYS),
            startRevision: before + prng.int(3),
            prevKv: true,
          };
          for (const bed of [whole, sliced]) bed.watch(options);
        });
        expect(told(given)).to.equal(told(expected));
        for (const bed of [whole, sliced]) bed.settle();
        expect(sliced.state).to.equal(whole.state);
        sliced.store.checkInvariants();
        sliced.lessor.checkInvariants();
      }
      expect(sliced.heard).to.deep.equal(whole.heard);
      expect(looks, 'looks in between').to.be.greaterThan(10);
    });
  }
});

function putOf(prng: Xoshiro128, i: number): TxnOp {
  const value = utf8(String(prng.int(1_000_000)));
  return { kind: 'put', key: keyAt(i), value, lease: BigInt(prng.int(LEASES.length + 1)), prevKv: prng.int(2) === 0 };
}

function txnOf(success: readonly TxnOp[]): TxnRequest {
  return { kind: 'txn', compare: [], success, failure: [] };
}

function drawn(prng: Xoshiro128, store: MvccStore): Parameters<Bed['run']>[0] {
  const at = prng.int(KEYS - 2);
  switch (prng.int(6)) {
    case 0:
      return { kind: 'revoke', id: BigInt(1 + prng.int(LEASES.length)) };
    case 1:
      return { kind: 'compact', revision: store.currentRevision - prng.int(3) };
    case 2:
      return { kind: 'deleteRange', key: keyAt(at), rangeEnd: keyAt(KEYS), prevKv: prng.int(2) === 0 };
    case 3: {
      const inner = txnOf([{ kind: 'deleteRange', key: keyAt(at >> 1), rangeEnd: keyAt(at) }, ALL]);
      return txnOf([
        { kind: 'deleteRange', key: keyAt(0), rangeEnd: keyAt(at), prevKv: true },
        ALL,
        putOf(prng, at + 1),
        inner,
      ]);
    }
    default:
      return txnOf([...Array.from({ length: KEYS - at }, (_, i) => putOf(prng, at + i)), ALL]);
  }
}
