/** What is made of an etcd database: a round trip through the whole of it, odd ones of etcd's, and damaged ones. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Xoshiro128 } from '@kuorum/base';
import { encodeLease, leaseKey } from '@kuorum/store/lease';
import { applyRequest, COMPACTED_KEY, MvccStore, MVCC_PREFIX, WatchableStore } from '@kuorum/store/mvcc';
import { etcdFile } from '@kuorum/store/server/internals';
import { BoltError, BoltReader, BoltWriter, type BoltEntry, type StateDb } from '@kuorum/store/storage';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { applied, Disk } from '../storage/fixtures.js';

const {
  decodeKeyValue,
  decodeLeaseRecord,
  encodeKeyValue,
  encodeLeaseRecord,
  encodeRevisionKey,
  importEtcdFile,
  ProtoError,
  writeEtcdFile,
} = etcdFile;
type Imported = etcdFile.Imported;

const FLIPS = 400;
const bytes = (text: string): Buffer => Buffer.from(text);
const never = new AbortController().signal;

const deletion = (key: string): etcdFile.EtcdKeyValue => ({
  key: bytes(key),
  createRevision: 0,
  modRevision: 0,
  version: 0,
  value: bytes(''),
  lease: 0n,
});

function read(path: string, bumpRevision = 0): { records: Map<string, string>; imported: Imported } {
  const file = BoltReader.open(path);
  try {
    const records = new Map<string, string>();
    const source = importEtcdFile(file, { bumpRevision });
    for (;;) {
      const next = source.next();
      if (next.done === true) return { records, imported: next.value };
      const [key, value] = next.value;
      records.set(Buffer.from(key).toString('hex'), Buffer.from(value).toString('hex'));
    }
  } finally {
    file.close();
  }
}

function restored(records: ReadonlyMap<string, string>): MvccStore {
  const store = new MvccStore({
    get: (key) => {
      const found = records.get(Buffer.from(key).toString('hex'));
      return found === undefined ? undefined : Buffer.from(found, 'hex');
    },
    put: () => undefined,
    delete: () => undefined,
  });
  for (const [key, value] of [...records].sort())
    if (key.startsWith(Buffer.from(MVCC_PREFIX).toString('hex')))
      store.restoreRecord(Buffer.from(key, 'hex'), Buffer.from(value, 'hex'));
  store.finishRestore();
  return store;
}

async function recordsOf(db: StateDb): Promise<Map<string, string>> {
  const records = new Map<string, string>();
  for (const prefix of [bytes('l'), MVCC_PREFIX, COMPACTED_KEY]) {
    for await (const batch of db.scan(prefix)) {
      for (const [k, v] of batch) records.set(Buffer.from(k).toString('hex'), Buffer.from(v).toString('hex'));
    }
  }
  return records;
}

describe('an etcd database', () => {
  const cleanup = new Cleanup();
  const disk = new Disk();
  let directory: string;

  beforeEach(async () => {
    directory = await cleanup.tempDir();
  });
  afterEach(async () => {
    await disk.clean();
    await cleanup.run();
  });

  /** A store with some history, and its records. */
  const filled = async (): Promise<StateDb> => {
    const db = await disk.state();
    const store = new MvccStore(db);
    store.finishRestore();
    for (let i = 0; i < 200; i++) {
      applyRequest(store, { kind: 'put', key: bytes(`k/${i % 17}`), value: Buffer.alloc((i * 97) % 6000, i) });
      if (i % 23 === 0) applyRequest(store, { kind: 'deleteRange', key: bytes('k/1'), rangeEnd: bytes('k/2') });
    }
    store.compact(60);
    while (store.compactSlice());
    db.put(leaseKey(5n), encodeLease({ id: 5n, ttlSeconds: 100, remainingTtlSeconds: 40 }));
    db.put(leaseKey(-2n), encodeLease({ id: -2n, ttlSeconds: 7 }));
    await db.flush(applied(9, 3));
    return db;
  };
  const exported = async (db: StateDb): Promise<string> => {
    const path = join(directory, 'file.db');
    const view = db.freeze();
    await writeEtcdFile(view, path, never).finally(() => view.close());
    return path;
  };
  const handmade = async (buckets: Record<string, readonly BoltEntry[]>): Promise<string> => {
    const path = join(directory, 'handmade.db');
    const writer = await BoltWriter.create(path);
    for (const [name, entries] of Object.entries(buckets)) await writer.bucket(name, [entries]);
    await writer.finish();
    await writer.close();
    return path;
  };
  const version = (main: number, key: string, lease = 0n): BoltEntry => [
    encodeRevisionKey(main, 0),
    encodeKeyValue({ key: bytes(key), createRevision: main, modRevision: main, version: 1, value: bytes('v'), lease }),
  ];

  it('gives back every record that it was written from', async () => {
    const db = await filled();
    const { records, imported } = read(await exported(db));
    expect(records).to.deep.equal(await recordsOf(db));
    expect(imported).to.include({ compactRevision: 60, leaseCount: 2, orphanCount: 0 });
  });

  it('keeps keys whose lease is missing, without it; older versions may name a lease that ended', async () => {
    const path = await handmade({
      key: [
        version(2, 'a', 1n),
        version(3, 'd', 1n),
        [encodeRevisionKey(3, 1, true), encodeKeyValue(deletion('a'))],
        version(4, 'b', 9n),
        version(5, 'c', 1n),
        [encodeRevisionKey(6, 0, true), encodeKeyValue(deletion('c'))],
      ],
      lease: [],
    });
    const { records, imported } = read(path);
    expect(imported).to.include({ revision: 6, orphanCount: 2, versionCount: 6 });
    const store = restored(records);
    expect(store.currentRevision).to.equal(6);
  });

  for (const { compacted, from, seen } of [
    { compacted: 0, from: 2, seen: ['2 put b', '3 put a', '3 delete a', '4 put c'] },
    // etcd's compaction keeps what came last of each key.
    { compacted: 3, from: 3, seen: ['3 delete a', '4 put c'] },
  ]) {
    it(`may change a key twice in a revision, by nested transactions of etcd; compacted at ${compacted}`, async () => {
      const entries: BoltEntry[] = [
        version(2, 'b'),
        version(3, 'a'),
        [encodeRevisionKey(3, 1, true), encodeKeyValue(deletion('a'))],
        version(4, 'c'),
      ];
      const kept = compacted === 0 ? entries : entries.slice(2);
      const meta: BoltEntry = [bytes('finishedCompactRev'), encodeRevisionKey(compacted, 0)];
      const { records } = read(await handmade({ key: kept, meta: compacted === 0 ? [] : [meta] }));
      const store = restored(records);
      store.checkInvariants();
      expect(store.locate('a', store.currentRevision)).to.equal(undefined);
      const watches = new WatchableStore(store);
      const watcher = watches.watch({ key: bytes('a'), rangeEnd: bytes('z'), startRevision: from });
      watches.syncSlice();
      const batch = watcher.take();
      const events = batch?.kind === 'events' ? batch.events : [];
      expect(events.map(({ type, kv }) => `${kv.modRevision} ${type} ${kv.key.toString()}`)).to.deep.equal(seen);
    });
  }

  it('goes on with a compaction that was not through, and skips the mark that etcdutl leaves when it bumps revisions', async () => {
    const path = await handmade({
      key: [version(2, 'a'), [encodeRevisionKey(1000, 0), Buffer.alloc(0)]],
      meta: [
        [bytes('finishedCompactRev'), encodeRevisionKey(1, 0)],
        [bytes('scheduledCompactRev'), encodeRevisionKey(1000, 0)],
      ],
    });
    expect(read(path).imported).to.include({ revision: 1000, compactRevision: 1000, versionCount: 1 });
    expect(read(path, 10).imported).to.include({ revision: 1010, compactRevision: 1010 });
  });

  it('with a bit turned over anywhere is taken or refused with a reason', async () => {
    const prng = new Xoshiro128(11);
    const path = await exported(await filled());
    const whole = await readFile(path);
    for (let flip = 0; flip < FLIPS; flip++) {
      const damaged = Buffer.from(whole);
      const at = prng.int(whole.length);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << prng.int(8));
      await writeFile(path, damaged);
      try {
        read(path);
      } catch (error) {
        if (!(error instanceof BoltError) && !(error instanceof ProtoError)) throw error;
      }
    }
  });

  it('has records that are read whole or refused, whatever they are', () => {
    const prng = new Xoshiro128(12);
    const kv = {
      key: bytes('key'),
      createRevision: 3,
      modRevision: 2 ** 50,
      version: 2,
      value: Buffer.alloc(300, 1),
      lease: -5n,
    };
    expect(decodeKeyValue(encodeKeyValue(kv))).to.deep.equal(kv);
    const lease = { id: -7n, ttlSeconds: 9_000_000_000, remainingTtlSeconds: 1 };
    expect(decodeLeaseRecord(encodeLeaseRecord(lease))).to.deep.equal(lease);
    for (let run = 0; run < 20_000; run++) {
      const record = Buffer.from(encodeKeyValue(kv).subarray(0, prng.int(330)));
      if (record.length > 0) record[prng.int(record.length)] = prng.int(256);
      try {
        decodeKeyValue(record);
      } catch (error) {
        expect(error).to.be.instanceOf(ProtoError);
      }
    }
  });
});
