/**
 * A crash in the middle of a write leaves a record of LevelDB's own log cut short. What a synced write had confirmed is
 * before it, so what is cut was never promised to anybody, and the start drops it; the state tells when it was.
 */
import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { asLogIndex } from '@kuorum/store/raft';
import { reconcileAfterCrash } from '@kuorum/store/storage';
import { expect } from 'chai';
import { applied, Disk, entries, hardState, rejection } from './fixtures.js';

describe('a torn last write', () => {
  const disk = new Disk();
  afterEach(() => disk.clean());

  /** Cuts LevelDB's newest log file by `bytes`. */
  const tear = async (name: string, bytes: number): Promise<void> => {
    const directory = await disk.path(name);
    const logs = (await readdir(directory)).filter((file) => /^\d+\.log$/.test(file)).sort();
    const newest = join(directory, logs.at(-1) ?? '');
    await truncate(newest, (await stat(newest)).size - bytes);
  };

  const fill = async (): Promise<void> => {
    const log = await disk.log();
    await log.save({ entries: entries(1, 8, 1), hardState: hardState(1, 1n, 8), sync: true });
    await log.save({ entries: entries(9, 10, 1), hardState: hardState(2, 1n, 9), sync: true });
    await disk.close(log);
  };

  for (const bytes of [1, 7, 30]) {
    it(`of the raft log, ${bytes} bytes short: all of that write is gone, all before it is there, and it goes on`, async () => {
      await fill();
      await tear('raft', bytes);
      let log = await disk.log();
      expect(log.storage.lastIndex()).to.equal(8);
      expect(log.storage.initialState().hardState).to.deep.equal(hardState(1, 1n, 8));
      await log.save({ entries: entries(9, 9, 3), hardState: hardState(3, 2n, 9), sync: true });
      await disk.close(log);
      log = await disk.log();
      expect(log.storage.term(asLogIndex(9))).to.equal(3);
    });
  }

  it('of the raft log, when the state knows of what is gone: refused', async () => {
    await fill();
    await tear('raft', 1);
    const [log, state] = [await disk.log(), await disk.state()];
    await state.flush(applied(9));
    const error = await rejection(reconcileAfterCrash(log, state));
    expect(error?.message).to.match(/the raft log \(entries 1 to 8\) does not continue the state, which is at index 9/);
  });

  it('of the state: it is as it was before that write, and the log is replayed from there', async () => {
    await fill();
    let state = await disk.state();
    state.put(Buffer.from('k'), Buffer.from('old'));
    await state.flush(applied(5));
    state.put(Buffer.from('k'), Buffer.from('new'));
    await state.flush(applied(9));
    await disk.close(state);
    await tear('state', 1);
    state = await disk.state();
    expect(state.applied.index).to.equal(5);
    expect(Buffer.from(state.get(Buffer.from('k')) ?? []).toString()).to.equal('old');
    await reconcileAfterCrash(await disk.log(), state);
  });
});
