import { crc32 } from 'node:zlib';
import { fromUtf8 } from '@kuorum/base';
import { asLogIndex } from '@kuorum/store/raft';
import { StorageError, type CachedLogStorage, type RaftLogDb } from '@kuorum/store/storage';
import { expect } from 'chai';
import { confState, Disk, entries, entry, hardState, identity, rejection, type RawLevel } from './fixtures.js';

/** `3-5: 1 1 2` = first and last index, then the terms. */
function show(storage: CachedLogStorage): string {
  const [first, last] = [storage.firstIndex(), storage.lastIndex()];
  const found = storage.entries(first, asLogIndex(last + 1), Infinity) ?? [];
  return `${first}-${last}: ${found.map((e) => e.term).join(' ')}`;
}

function keyOf(index: number): Uint8Array {
  const key = Buffer.alloc(9);
  key.write('e');
  key.writeBigUInt64BE(BigInt(index), 1);
  return key;
}

describe('RaftLogDb', () => {
  const disk = new Disk();
  afterEach(() => disk.clean());

  /** A restart. */
  async function reopen(log: RaftLogDb): Promise<RaftLogDb> {
    await disk.close(log);
    return disk.log();
  }

  it('starts empty', async () => {
    const log = await disk.log();
    expect(log.isFresh).to.equal(true);
    expect(show(log.storage)).to.equal('1-0: ');
    expect(log.storage.term(asLogIndex(0))).to.equal(0);
    expect(log.storage.initialState().hardState).to.deep.equal(hardState(0, 0n, 0));
    expect(log.storage.snapshot()).to.equal(undefined);
  });

  it('finds entries and HardState again after a restart', async () => {
    let log = await disk.log();
    const conf = { ...entry(3, 2, ''), type: 'confChange' as const };
    const vote = 0xffff_ffff_ffff_fffen;
    await log.save({ entries: [...entries(1, 2, 1), conf], hardState: hardState(2, vote, 1), sync: true });
    log = await reopen(log);
    expect(log.isFresh).to.equal(false);
    expect(show(log.storage)).to.equal('1-3: 1 1 2');
    expect(log.storage.initialState().hardState).to.deep.equal(hardState(2, vote, 1));
    const [first, , third] = log.storage.entries(asLogIndex(1), asLogIndex(4), Infinity) ?? [];
    expect(fromUtf8(first?.data ?? new Uint8Array())).to.equal('1.1');
    expect(third).to.include({ type: 'confChange', index: 3, term: 2 });
    expect(third?.data.length).to.equal(0);
  });

  it('is not fresh once a vote was cast, also without entries', async () => {
    let log = await disk.log();
    await log.save({ hardState: hardState(1, 1n, 0), sync: true });
    log = await reopen(log);
    expect(log.isFresh).to.equal(false);
  });

  it('shows entries to the core only when they are written', async () => {
    const log = await disk.log();
    const saved = log.save({ entries: entries(1, 3, 1), sync: true });
    expect(show(log.storage)).to.equal('1-0: ');
    await saved;
    expect(show(log.storage)).to.equal('1-3: 1 1 1');
  });

  it('replaces conflicting entries and everything after them', async () => {
    let log = await disk.log();
    await log.save({ entries: entries(1, 9, 1), sync: true });
    await log.save({ entries: entries(4, 5, 2), sync: true });
    expect(show(log.storage)).to.equal('1-5: 1 1 1 2 2');
    log = await reopen(log);
    expect(show(log.storage)).to.equal('1-5: 1 1 1 2 2');
  });

  it('keeps the order of batches that are on their way together', async () => {
    let log = await disk.log();
    await Promise.all([
      log.save({ entries: entries(1, 5, 1), sync: false }),
      log.save({ entries: entries(3, 4, 2), sync: true }),
      log.save({ entries: entries(5, 8, 3), hardState: hardState(3, 1n, 0), sync: false }),
      log.save({ entries: entries(7, 7, 4), hardState: hardState(4, 2n, 2), sync: true }),
    ]);
    const expected = '1-7: 1 1 2 2 3 3 4';
    expect(show(log.storage)).to.equal(expected);
    log = await reopen(log);
    expect(show(log.storage)).to.equal(expected);
    expect(log.storage.initialState().hardState).to.deep.equal(hardState(4, 2n, 2));
  });

  it('cuts a read to its byte limit, but never to nothing', async () => {
    const log = await disk.log();
    await log.save({ entries: entries(1, 9, 1), sync: false });
    expect(log.storage.entries(asLogIndex(2), asLogIndex(9), 0)?.map((e) => e.index)).to.deep.equal([2]);
    expect(log.storage.entries(asLogIndex(2), asLogIndex(9), 60)?.length).to.be.within(2, 4);
  });

  it('forgets a prefix, remembers its last term, and so after a restart', async () => {
    let log = await disk.log();
    await log.save({ entries: [...entries(1, 3000, 1), ...entries(3001, 3010, 2)], sync: false });
    await log.truncate(asLogIndex(3001));
    await log.truncate(asLogIndex(5));
    for (const again of [false, true]) {
      if (again) log = await reopen(log);
      const { storage } = log;
      expect(show(storage)).to.equal('3002-3010: 2 2 2 2 2 2 2 2 2');
      expect(storage.term(asLogIndex(3001))).to.equal(2);
      expect(storage.term(asLogIndex(3000))).to.equal(undefined);
      expect(storage.entries(asLogIndex(3001), asLogIndex(3003), 100)).to.equal(undefined);
    }
    await disk.close(log);
    const raw = await disk.raw('raft');
    expect(await raw.keys({ gte: keyOf(0), lt: keyOf(3002) }).all()).to.have.length(0);
  });

  it('finishes a truncation that a crash cut short', async () => {
    let log = await disk.log();
    await log.save({ entries: entries(1, 10, 1), sync: false });
    await log.truncate(asLogIndex(5));
    await disk.close(log);
    const raw = await disk.raw('raft');
    const six = (await raw.get(keyOf(6))) ?? expect.fail('entry 6 is there');
    for (const index of [3, 4, 5]) await raw.put(keyOf(index), six);
    await disk.close(raw);
    log = await disk.log();
    expect(show(log.storage)).to.equal('6-10: 1 1 1 1 1');
    await disk.close(log);
    const after = await disk.raw('raft');
    expect(await after.keys({ gte: keyOf(0), lt: keyOf(6) }).all()).to.have.length(0);
  });

  it('is empty after a snapshot, and goes on from there', async () => {
    let log = await disk.log();
    await log.save({ entries: entries(1, 10, 1), hardState: hardState(1, 2n, 4), sync: true });
    await log.reset({ index: asLogIndex(50), term: entry(50, 3).term });
    for (const again of [false, true]) {
      if (again) log = await reopen(log);
      expect(show(log.storage)).to.equal('51-50: ');
      expect(log.storage.term(asLogIndex(50))).to.equal(3);
      // The core insists that the commit index is not before the log's start.
      expect(log.storage.initialState().hardState).to.deep.equal(hardState(3, 0n, 50));
    }
    await log.save({ entries: entries(51, 52, 3), sync: true });
    log = await reopen(log);
    expect(show(log.storage)).to.equal('51-52: 3 3');
  });

  it('offers the snapshot and the membership that the shell sets', async () => {
    const { storage } = await disk.log();
    storage.setConfState(confState);
    expect(storage.initialState().confState).to.equal(confState);
    const metadata = { index: asLogIndex(3), term: entry(3, 1).term, confState };
    storage.setSnapshot(metadata, new Uint8Array([1]));
    expect(storage.snapshot()).to.deep.equal({ metadata, data: new Uint8Array([1]) });
    storage.setSnapshotSource(() => undefined);
    expect(storage.snapshot()).to.equal(undefined);
  });

  describe('refuses', () => {
    async function filled(): Promise<void> {
      const log = await disk.log();
      await log.save({ entries: entries(1, 10, 1), hardState: hardState(1, 1n, 8), sync: true });
      await disk.close(log);
    }

    const damages: { name: string; damage: (raw: RawLevel) => Promise<void>; text: RegExp }[] = [
      {
        name: 'an entry that is missing in the middle',
        damage: (raw) => raw.del(keyOf(5)),
        text: /damaged: entries 5 to 5 are missing/,
      },
      {
        name: 'a flipped bit in the middle',
        damage: (raw) => flip(raw, keyOf(5)),
        text: /entry 5 fails its checksum or cannot be read, in the middle of the log/,
      },
      {
        name: 'a damaged tail that was never committed',
        damage: (raw) => flip(raw, keyOf(10)),
        text: /entry 10 fails its checksum or cannot be read; it is last, above the commit index 8/,
      },
      {
        name: 'a tail that was committed and is gone',
        damage: async (raw) => {
          for (const index of [8, 9, 10]) await raw.del(keyOf(index));
        },
        text: /ends at 7, before the commit index 8/,
      },
      {
        name: 'a damaged HardState',
        damage: (raw) => flip(raw, Buffer.from('h')),
        text: /term, vote and commit fails its checksum/,
      },
      {
        name: 'a term beyond 2^53 under a right checksum',
        damage: (raw) => rewrite(raw, keyOf(10), (record) => record.writeBigUInt64BE(2n ** 53n, 4)),
        text: /entry 10 fails its checksum or cannot be read; it is last, above the commit index 8/,
      },
      {
        name: 'an unknown type of entry under a right checksum',
        damage: (raw) => rewrite(raw, keyOf(5), (record) => record.writeUInt8(7, 12)),
        text: /entry 5 fails its checksum or cannot be read, in the middle of the log/,
      },
      {
        name: 'a commit index beyond 2^53 under a right checksum',
        damage: (raw) => rewrite(raw, Buffer.from('h'), (record) => record.writeBigUInt64BE(2n ** 64n - 1n, 20)),
        text: /term, vote and commit fails its checksum or cannot be read/,
      },
      {
        name: 'a log that starts beyond 2^53 under a right checksum',
        damage: async (raw) => {
          await raw.put(Buffer.from('t'), Buffer.alloc(20));
          await rewrite(raw, Buffer.from('t'), (record) => record.writeBigUInt64BE(2n ** 60n, 4));
        },
        text: /where the log starts fails its checksum or cannot be read/,
      },
      {
        name: 'records without an identity',
        damage: (raw) => raw.del(Buffer.from('i')),
        text: /none that says whose they are/,
      },
    ];
    for (const { name, damage, text } of damages) {
      it(`${name}, and leaves it as it is`, async () => {
        await filled();
        let raw = await disk.raw('raft');
        await damage(raw);
        const before = await raw.iterator().all();
        await disk.close(raw);
        const error = await rejection(disk.log());
        expect(error).to.be.instanceOf(StorageError);
        expect(error?.message).to.match(text);
        raw = await disk.raw('raft');
        expect(await raw.iterator().all()).to.deep.equal(before);
      });
    }

    it('the directory of another cluster or member', async () => {
      await filled();
      const other = await rejection(disk.log('raft', { ...identity, clusterId: 0xc2n }));
      expect(other?.message).to.match(/belongs to cluster c1, not to cluster c2/);
      const member = await rejection(disk.log('raft', { ...identity, memberId: 0xa2n }));
      expect(member?.message).to.match(/belongs to member a1, not to member a2/);
      expect(show((await disk.log()).storage), 'it still opens for its owner').to.match(/^1-10/);
    });

    it('a directory that is open elsewhere', async () => {
      await disk.log();
      const error = await rejection(disk.log());
      expect(error).to.include({ code: 'locked' });
      expect(error?.message).to.match(/another process has it open/);
    });
  });
});

/** A record that nobody here would write, sealed as if we had. */
async function rewrite(raw: RawLevel, key: Uint8Array, change: (record: Buffer) => unknown): Promise<void> {
  const record = Buffer.from((await raw.get(key)) ?? expect.fail('the record is there'));
  change(record);
  record.writeUInt32BE(crc32(record.subarray(4)), 0);
  await raw.put(key, record);
}

async function flip(raw: RawLevel, key: Uint8Array): Promise<void> {
  const value = Uint8Array.from((await raw.get(key)) ?? expect.fail('the record is there'));
  value[value.length - 1] = (value.at(-1) ?? 0) ^ 1;
  await raw.put(key, value);
}
