import { asLogIndex } from '@kuorum/store/raft';
import { reconcileAfterCrash, type RaftLogDb, type StateDb } from '@kuorum/store/storage';
import { expect } from 'chai';
import { applied, Disk, entries, hardState, rejection } from './fixtures.js';

describe('reconcileAfterCrash', () => {
  const disk = new Disk();
  afterEach(() => disk.clean());

  async function openBoth(): Promise<{ log: RaftLogDb; state: StateDb }> {
    return { log: await disk.log(), state: await disk.state() };
  }

  async function install(state: StateDb, index: number, term: number): Promise<void> {
    const empty = await disk.state('source');
    await empty.flush(applied(index, term));
    const exported = empty.exportSnapshot();
    const target = state.beginInstall();
    for await (const chunk of exported) await target.write(chunk);
    await exported.close();
    await target.commit(exported.applied);
  }

  it('accepts a fresh start', async () => {
    const { log, state } = await openBoth();
    await reconcileAfterCrash(log, state);
    expect(log.storage.lastIndex()).to.equal(0);
  });

  it('accepts a log ahead of the state', async () => {
    const { log, state } = await openBoth();
    await log.save({ entries: entries(1, 10, 1), hardState: hardState(1, 1n, 10), sync: true });
    await state.flush(applied(4));
    await reconcileAfterCrash(log, state);
    expect(log.storage.lastIndex()).to.equal(10);
  });

  for (const { name, term } of [
    { name: 'behind it', term: 1 },
    { name: 'at odds with it', term: 2 },
  ]) {
    it(`resets a log ${name} when the state was installed from a snapshot`, async () => {
      const { log, state } = await openBoth();
      const last = name === 'behind it' ? 10 : 60;
      await log.save({ entries: entries(1, last, 1), hardState: hardState(1, 1n, 10), sync: true });
      await install(state, 50, term);
      await reconcileAfterCrash(log, state);
      expect(log.storage.firstIndex()).to.equal(51);
      expect(log.storage.lastIndex()).to.equal(50);
      expect(log.storage.term(asLogIndex(50))).to.equal(term);
    });
  }

  it('refuses a state ahead of its log', async () => {
    const { log, state } = await openBoth();
    await log.save({ entries: entries(1, 10, 1), sync: true });
    await state.flush(applied(11));
    const error = await rejection(reconcileAfterCrash(log, state));
    expect(error?.message).to.match(/raft log \(entries 1 to 10\) does not continue the state, which is at index 11/);
  });

  it('refuses a log that starts after the state ends', async () => {
    const { log, state } = await openBoth();
    await log.save({ entries: entries(1, 10, 1), hardState: hardState(1, 1n, 10), sync: true });
    await log.truncate(asLogIndex(8));
    await state.flush(applied(5));
    expect(await rejection(reconcileAfterCrash(log, state))).to.include({ code: 'corrupt' });
  });
});
