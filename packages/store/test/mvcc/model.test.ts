/**
 * The store against a naive model that keeps every version for ever: random requests, then a comparison at every
 * readable revision; over compactions in slices and restarts in between.
 */
import { utf8, Xoshiro128 } from '@kuorum/base';
import { applyRequest, asRevision, crc32c, MvccError, MvccStore, RestoreError, type TxnOp } from '@kuorum/store/mvcc';
import { expect } from 'chai';
import { FakeLeases, list, newStore, put, reopen, type MemoryBackend } from './fixtures.js';

type Version = Map<string, string>;

class Model {
  /** Index = revision; 0 is never read. */
  readonly versions: Version[] = [new Map<string, string>(), new Map<string, string>()];

  apply(change: (next: Version) => void): void {
    const last = this.versions.at(-1) ?? new Map<string, string>();
    const next = new Map(last);
    change(next);
    const changed = next.size !== last.size || [...next].some(([key, value]) => last.get(key) !== value);
    if (changed) this.versions.push(next);
  }

  list(revision: number): string[] {
    const entries = [...(this.versions[revision] ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([key, value]) => `${key}=${value}`);
  }
}

function step(prng: Xoshiro128, store: MvccStore, model: Model, serial: number): void {
  const key = (): string => `k${prng.int(12)}`;
  switch (prng.int(4)) {
    case 0:
    case 1: {
      const name = key();
      put(store, name, String(serial));
      model.apply((next) => next.set(name, String(serial)));
      return;
    }
    case 2: {
      const [from, to] = [key(), key()];
      applyRequest(store, { kind: 'deleteRange', key: utf8(from), rangeEnd: utf8(to) });
      model.apply((next) => {
        for (const name of [...next.keys()]) if (name >= from && name < to) next.delete(name);
      });
      return;
    }
    default: {
      const names = [...new Set([key(), key(), key()])];
      const success: TxnOp[] = names.map((name, i) =>
        i === 0
          ? { kind: 'deleteRange', key: utf8(name) }
          : { kind: 'put', key: utf8(name), value: utf8(String(serial)) },
      );
      applyRequest(store, { kind: 'txn', compare: [], success, failure: [] });
      model.apply((next) => {
        names.forEach((name, i) => (i === 0 ? next.delete(name) : next.set(name, String(serial))));
      });
    }
  }
}

function compareAll(store: MvccStore, model: Model): void {
  expect(store.currentRevision).to.equal(model.versions.length - 1);
  store.checkInvariants();
  for (let revision = 1; revision <= store.currentRevision; revision++) {
    const read = (): string[] => list(store, { revision });
    if (revision < store.compactRevision) expect(read).to.throw(MvccError);
    else expect(read(), `revision ${revision}`).to.deep.equal(model.list(revision));
  }
}

function runSeed(seed: number): { store: MvccStore; backend: MemoryBackend } {
  const prng = new Xoshiro128(seed);
  const model = new Model();
  const { store: fresh, backend } = newStore();
  let store = fresh;
  for (let serial = 0; serial < 250; serial++) {
    step(prng, store, model, serial);
    if (prng.int(3) === 0) store.compactSlice(1 + prng.int(4), 1 + prng.int(3));
    if (prng.int(30) === 0 && store.currentRevision > store.compactRevision + 1) {
      const width = store.currentRevision - store.compactRevision;
      store.compact(store.compactRevision + 1 + prng.int(width));
    }
    if (prng.int(40) === 0) store = reopen(backend);
    if (serial % 25 === 0) compareAll(store, model);
  }
  while (store.compactSlice());
  compareAll(store, model);
  return { store, backend };
}

describe('the store against a model that keeps every version', () => {
  for (let seed = 1; seed <= 12; seed++) {
    it(`seed ${seed}`, () => {
      const { store, backend } = runSeed(seed);
      expect(reopen(backend).hash(0), 'the hash survives a restart').to.deep.equal(store.hash(0));
    });
  }

  it('the hash does not depend on how far a compaction has come', () => {
    const { store } = newStore();
    for (let i = 0; i < 50; i++) put(store, `k${i % 7}`, String(i));
    store.compact(30);
    const hashes = [store.hash(40)];
    while (store.compactSlice(1, 1)) hashes.push(store.hash(40));
    hashes.push(store.hash(40));
    expect(new Set(hashes.map((hash) => hash.hash)).size).to.equal(1);
    expect(store.hash(40).hash).not.to.equal(store.hash(41).hash);
  });

  it('a full compaction leaves one record a living key', () => {
    const { store, backend } = newStore();
    for (let i = 0; i < 60; i++) put(store, `k${i % 6}`, String(i));
    applyRequest(store, { kind: 'deleteRange', key: utf8('k0') });
    put(store, 'k1', 'last');
    store.compact(store.currentRevision);
    while (store.compactSlice(1));
    expect(backend.records()).to.have.length(5);
    expect(store.keyCount).to.equal(5);
  });

  it('the revision survives a restart, also when the last change is a compacted deletion', () => {
    const { store, backend } = newStore();
    put(store, 'a', '1');
    applyRequest(store, { kind: 'deleteRange', key: utf8('a') });
    store.compact(3);
    while (store.compactSlice());
    const again = reopen(backend);
    expect(again.currentRevision).to.equal(3);
    expect(again.compactRevision).to.equal(asRevision(3));
    expect(again.isCompacting, 'it goes over the last compaction again').to.equal(true);
  });

  it('refuses a history with a hole above the compacted revision, and a key without its lease', () => {
    const { store, backend } = newStore(new FakeLeases([7n]));
    for (const value of ['1', '2', '3', '4', '5']) put(store, 'a', value, { lease: 7n });
    store.compact(4);
    while (store.compactSlice());
    const restore = (skipped: number, leases: bigint[]): (() => void) => {
      const again = new MvccStore(backend, { leases: new FakeLeases(leases) });
      return () => {
        backend.records().forEach(([key, value], i) => i !== skipped && again.restoreRecord(key, value));
        again.finishRestore();
      };
    };
    expect(restore(-1, [7n])).not.to.throw();
    expect(restore(1, [7n])).to.throw(RestoreError, 'revision 5 is missing before 6');
    expect(restore(-1, [])).to.throw(RestoreError, 'lease 7 is missing');
  });

  it('checksums as RFC 3720 says', () => {
    expect(crc32c(utf8('123456789'))).to.equal(0xe3069283);
    expect(crc32c(utf8('56789'), crc32c(utf8('1234')))).to.equal(0xe3069283);
  });
});
