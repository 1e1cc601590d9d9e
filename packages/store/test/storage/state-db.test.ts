import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { fromUtf8, utf8, Xoshiro128 } from '@kuorum/base';
import { applyRequest, MVCC_PREFIX, MvccStore, range, type KeyValue } from '@kuorum/store/mvcc';
import { SNAPSHOT_CHUNK_BYTES, StorageError, type StateDb } from '@kuorum/store/storage';
import { expect } from 'chai';
import { applied, confState, Disk, identity, rejection } from './fixtures.js';

async function contents(state: StateDb, prefix = ''): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const records of state.scan(utf8(prefix))) {
    for (const [key, value] of records) if (key[0] !== 0) found[fromUtf8(key)] = fromUtf8(value);
  }
  return found;
}

function read(state: StateDb, key: string): string | undefined {
  const value = state.get(utf8(key));
  return value === undefined ? undefined : fromUtf8(value);
}

async function chunksOf(state: StateDb): Promise<Uint8Array[]> {
  const exported = state.exportSnapshot();
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of exported) chunks.push(chunk);
  } finally {
    await exported.close();
  }
  return chunks;
}

describe('StateDb', () => {
  const disk = new Disk();
  afterEach(() => disk.clean());

  async function reopen(state: StateDb): Promise<StateDb> {
    await disk.close(state);
    return disk.state();
  }

  it('reads its own writes before, during and after a flush', async () => {
    const state = await disk.state();
    state.put(utf8('a'), utf8('1'));
    state.put(utf8('b'), utf8('1'));
    expect(read(state, 'a')).to.equal('1');
    const first = state.flush(applied(1));
    state.put(utf8('a'), utf8('2'));
    state.delete(utf8('b'));
    const second = state.flush(applied(2));
    state.put(utf8('a'), utf8('3'));
    expect([read(state, 'a'), read(state, 'b')]).to.deep.equal(['3', undefined]);
    await Promise.all([first, second]);
    expect([read(state, 'a'), read(state, 'b')]).to.deep.equal(['3', undefined]);
    await state.flush(applied(3));
    expect(await contents(state)).to.deep.equal({ a: '3' });
  });

  it('shows what was flushed to views once it is written', async () => {
    const state = await disk.state();
    const flushes = [];
    for (let index = 1; index <= 20; index++) {
      state.put(utf8('key'), Buffer.alloc(100_000, index));
      flushes.push(state.flush(applied(index)));
    }
    await state.written();
    const view = state.freeze();
    expect(view.applied.index).to.equal(20);
    await view.close();
    await Promise.all(flushes);
  });

  it('shows what was applied and not flushed to whoever asks for what is written', async () => {
    const state = await disk.state();
    state.put(utf8('a'), utf8('1'));
    state.advanceTo(applied(1));
    state.put(utf8('b'), utf8('1'));
    state.advanceTo(applied(2));
    expect(state.applied.index).to.equal(2);
    expect(state.unflushedBytes).to.be.greaterThan(0);
    expect(state.freeze().applied.index).to.equal(0);
    await state.written();
    expect(state.unflushedBytes).to.equal(0);
    expect(state.freeze().applied.index).to.equal(2);
    state.put(utf8('c'), utf8('1'));
    state.advanceTo(applied(3));
    await state.sync();
    expect(state.freeze().applied.index).to.equal(3);
    state.put(utf8('d'), utf8('1'));
    state.advanceTo(applied(4));
    expect(await contents(state)).to.deep.equal({ a: '1', b: '1', c: '1', d: '1' });
  });

  it('keeps what was applied when it is closed, and is at that index', async () => {
    let state = await disk.state();
    state.put(utf8('a'), utf8('1'));
    state.advanceTo(applied(7));
    state = await reopen(state);
    expect(state.applied.index).to.equal(7);
    expect(await contents(state)).to.deep.equal({ a: '1' });
  });

  it('is at exactly the flushed index after a restart', async () => {
    let state = await disk.state();
    expect(state.applied).to.include({ index: 0, term: 0 });
    state.put(utf8('a'), utf8('1'));
    await state.flush(applied(7, 3));
    state.put(utf8('a'), utf8('not flushed'));
    state = await reopen(state);
    expect(state.applied).to.deep.equal(applied(7, 3));
    expect(read(state, 'a')).to.equal('1');
  });

  it('keeps the membership it was told last', async () => {
    let state = await disk.state();
    await state.flush(applied(1));
    await state.flush(applied(2, 1, { ...confState, voters: [9n], autoLeave: true }));
    await state.flush(applied(3, 1, { ...confState, voters: [9n] }));
    state = await reopen(state);
    expect(state.applied.confState).to.deep.equal({ ...confState, voters: [9n] });
  });

  it('syncs into a table file: nothing is left to the log files of LevelDB', async () => {
    const state = await disk.state();
    state.put(utf8('a'), utf8('1'));
    await state.flush(applied(1));
    await state.sync();
    await disk.close(state);
    const dir = await disk.path('state');
    for (const name of await readdir(dir)) if (name.endsWith('.log')) await truncate(join(dir, name));
    expect(read(await disk.state(), 'a')).to.equal('1');
  });

  it('does not go back in the log', async () => {
    const state = await disk.state();
    await state.flush(applied(5));
    expect((await rejection(state.flush(applied(4))))?.message).to.equal('cannot go back to 4 from 5');
  });

  it('scans a prefix in key order, in batches', async () => {
    const state = await disk.state();
    for (let i = 0; i < 1200; i++) state.put(utf8(`k${String(i).padStart(4, '0')}`), utf8(String(i)));
    state.put(utf8('j'), utf8('before'));
    state.put(utf8('l'), utf8('after'));
    await state.flush(applied(1));
    const found = await contents(state, 'k');
    expect(Object.values(found)).to.deep.equal(Array.from({ length: 1200 }, (_, i) => String(i)));
  });

  it('refuses the directory of another cluster or member, and leaves it as it is', async () => {
    const state = await disk.state();
    state.put(utf8('a'), utf8('1'));
    await state.flush(applied(1));
    await disk.close(state);
    for (const [owner, text] of [
      [{ ...identity, clusterId: 1n }, /belongs to cluster c1, not to cluster 1/],
      [{ ...identity, memberId: 1n }, /belongs to member a1, not to member 1/],
    ] as const) {
      const error = await rejection(disk.state('state', owner));
      expect(error).to.be.instanceOf(StorageError).and.to.include({ code: 'wrongIdentity' });
      expect(error?.message).to.match(text);
    }
    expect(read(await disk.state(), 'a')).to.equal('1');
  });

  it('every write after a failed one fails: the member has to end', async () => {
    const state = await disk.state();
    await disk.close(state);
    state.put(utf8('a'), utf8('1'));
    expect(await rejection(state.flush(applied(1)))).to.include({ code: 'writeFailed' });
    expect(await rejection(state.sync())).to.include({ code: 'writeFailed' });
  });

  describe('snapshot', () => {
    /** About 3 MiB, with values beyond a chunk. */
    async function leaderState(): Promise<StateDb> {
      const state = await disk.state('leader');
      const prng = new Xoshiro128(1);
      for (let i = 0; i < 300; i++) state.put(utf8(`k${i}`), utf8(String(prng.next()).repeat(prng.int(600))));
      state.put(utf8('empty'), utf8(''));
      state.put(utf8('large'), utf8('x'.repeat(SNAPSHOT_CHUNK_BYTES * 1.4)));
      await state.flush(applied(100, 4));
      return state;
    }

    async function followerState(): Promise<StateDb> {
      const state = await disk.state();
      state.put(utf8('old'), utf8('1'));
      await state.flush(applied(10, 1, { ...confState, voters: [1n] }));
      return state;
    }

    it('moves the whole state, in chunks within the limit', async () => {
      const leader = await leaderState();
      let follower = await followerState();
      const chunks = await chunksOf(leader);
      expect(chunks.length).to.be.above(2);
      for (const chunk of chunks) expect(chunk.length).to.be.at.most(SNAPSHOT_CHUNK_BYTES);
      const install = follower.beginInstall();
      for (const chunk of chunks) {
        expect(install.isComplete).to.equal(false);
        await install.write(chunk);
        expect(await contents(follower), 'the old state serves on').to.deep.equal({ old: '1' });
      }
      expect(install.isComplete).to.equal(true);
      follower.put(utf8('buffered'), utf8('of the old state'));
      await install.commit(applied(100, 4));
      const expected = await contents(leader);
      for (const again of [false, true]) {
        if (again) follower = await reopen(follower);
        expect(await contents(follower)).to.deep.equal(expected);
        expect(follower.applied).to.deep.equal(applied(100, 4));
        expect(follower.installedIndex).to.equal(100);
      }
      await follower.flush(applied(101, 4));
    });

    it('is a frozen view of what was flushed when it was taken', async () => {
      const state = await followerState();
      state.put(utf8('unflushed'), utf8('1'));
      const exported = state.exportSnapshot();
      state.put(utf8('old'), utf8('2'));
      await state.flush(applied(11));
      const target = await disk.state('target');
      const install = target.beginInstall();
      for await (const chunk of exported) await install.write(chunk);
      await exported.close();
      expect(exported.applied.index).to.equal(10);
      await install.commit(exported.applied);
      expect(await contents(target)).to.deep.equal({ old: '1' });
    });

    it('arrives cut anywhere', async () => {
      const source = await followerState();
      const [chunk] = await chunksOf(source);
      const target = await disk.state('target');
      const install = target.beginInstall();
      for (const byte of chunk ?? []) await install.write(new Uint8Array([byte]));
      await install.commit(source.applied);
      expect(await contents(target)).to.deep.equal({ old: '1' });
    });

    it('interrupted in the middle by a crash: the old state survives, the rest is swept away', async () => {
      const leader = await leaderState();
      let follower = await followerState();
      const [first] = await chunksOf(leader);
      await follower.beginInstall().write(first ?? new Uint8Array());
      follower = await reopen(follower);
      expect(await contents(follower)).to.deep.equal({ old: '1' });
      expect(follower.applied.index).to.equal(10);
      await disk.close(follower);
      const raw = await disk.raw('state');
      const generations = (await raw.keys().all()).map((key) => key[3]);
      expect([...new Set(generations)], 'generations on disk').to.deep.equal([0, 1]);
    });

    it('interrupted before the switch, with every chunk there: the old state survives', async () => {
      const leader = await leaderState();
      let follower = await followerState();
      const install = follower.beginInstall();
      for (const chunk of await chunksOf(leader)) await install.write(chunk);
      follower = await reopen(follower);
      expect(await contents(follower)).to.deep.equal({ old: '1' });
      expect(follower.installedIndex).to.equal(0);
    });

    it('can be aborted and taken again', async () => {
      const leader = await leaderState();
      const follower = await followerState();
      const chunks = await chunksOf(leader);
      const failed = follower.beginInstall();
      await failed.write(chunks[0] ?? new Uint8Array());
      await failed.abort();
      expect(await contents(follower)).to.deep.equal({ old: '1' });
      const install = follower.beginInstall();
      for (const chunk of chunks) await install.write(chunk);
      await install.commit(applied(100, 4));
      expect(await contents(follower)).to.deep.equal(await contents(leader));
    });

    it('leaves nothing of an aborted one to the next, though its records were on their way to the disk', async () => {
      const chunks = await chunksOf(await leaderState());
      const follower = await followerState();
      const small = await disk.state('small');
      small.put(utf8('few'), utf8('1'));
      await small.flush(applied(50, 4));
      const fewChunks = await chunksOf(small);
      for (let round = 0; round < 10; round++) {
        const failed = follower.beginInstall();
        await failed.write(chunks[0] ?? new Uint8Array());
        // A second chunk, not awaited: it is caught between its decoding and its batch.
        const caught = rejection(failed.write(chunks[1] ?? new Uint8Array()));
        await failed.abort();
        await caught;
        const install = follower.beginInstall();
        for (const chunk of fewChunks) await install.write(chunk);
        await install.commit(applied(100 + round, 4));
        expect(await contents(follower), `round ${round}`).to.deep.equal({ few: '1' });
      }
    });

    it('is received one at a time; ending it late does no harm', async () => {
      const leader = await leaderState();
      const follower = await followerState();
      const first = follower.beginInstall();
      expect(() => follower.beginInstall())
        .to.throw(StorageError)
        .with.property('code', 'busy');
      for (const chunk of await chunksOf(leader)) await first.write(chunk);
      await first.commit(applied(100, 4));
      const second = follower.beginInstall();
      await first.abort();
      await second.abort();
      await second.abort();
      expect(await contents(follower)).to.deep.equal(await contents(leader));
      expect(await rejection(first.write(new Uint8Array()))).to.include({ code: 'badSnapshot' });
    });

    it('is refused when a chunk is missing, damaged or extra', async () => {
      const chunks = await chunksOf(await leaderState());
      const flipped = Uint8Array.from(chunks[1] ?? []);
      flipped[5000] = (flipped[5000] ?? 0) ^ 1;
      for (const bad of [
        [...chunks.slice(0, 1), ...chunks.slice(2)],
        chunks.slice(0, -1),
        [chunks[0], flipped, ...chunks.slice(2)],
        [...chunks, new Uint8Array(1)],
      ]) {
        const target = await disk.state('target');
        const install = target.beginInstall();
        const error = await rejection(
          (async () => {
            for (const chunk of bad) await install.write(chunk ?? new Uint8Array());
            await install.commit(applied(100, 4));
          })(),
        );
        expect(error).to.include({ code: 'badSnapshot' });
        await install.abort();
        expect(await contents(target)).to.deep.equal({});
        await disk.close(target);
      }
    });
  });

  it('carries the multi-version store over a restart', async () => {
    let state = await disk.state();
    let store = new MvccStore(state);
    store.finishRestore();
    for (let i = 0; i < 30; i++) {
      applyRequest(store, { kind: 'put', key: utf8(`k${i % 7}`), value: utf8(String(i)) });
      if (i % 4 === 0) await state.flush(applied(i + 1));
    }
    applyRequest(store, { kind: 'compact', revision: 20 });
    while (store.compactSlice(2));
    await state.flush(applied(40));
    const all = { kind: 'range', key: utf8('\0'), rangeEnd: utf8('\0') } as const;
    const show = (kvs: readonly KeyValue[]): string[] => kvs.map((kv) => `${fromUtf8(kv.key)}=${fromUtf8(kv.value)}`);
    const before = [20, 25, 31].map((revision) => show(range(store, { ...all, revision }).kvs));
    const hash = store.hash(0);
    state = await reopen(state);
    store = new MvccStore(state);
    for await (const records of state.scan(MVCC_PREFIX)) {
      for (const [key, value] of records) store.restoreRecord(key, value);
    }
    store.finishRestore();
    expect([20, 25, 31].map((revision) => show(range(store, { ...all, revision }).kvs))).to.deep.equal(before);
    expect(store.hash(0)).to.deep.equal(hash);
    expect(store.compactRevision).to.equal(20);
  });
});
