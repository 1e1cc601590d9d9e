/** Snapshots on their way between members: what breaks goes on, and nothing is sent that is there. */
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { fromUtf8, utf8, VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { asLogIndex, asTerm, type SnapMessage } from '@kuorum/store/raft';
import { encodeMessage, limits, SnapshotReceiver } from '@kuorum/store/server/internals';
import { StorageError, type StateDb } from '@kuorum/store/storage';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { confState, Disk, rejection } from '../storage/fixtures.js';
import { get, put, symbolicUrl, TestCluster } from './cluster.js';
import { Link } from './link.js';

const MIB = 1024 * 1024;

async function exported(db: StateDb): Promise<Buffer[]> {
  const view = db.exportSnapshot();
  const chunks: Buffer[] = [];
  for await (const chunk of view) chunks.push(Buffer.from(chunk));
  await view.close();
  return chunks;
}

describe('the receiver of a snapshot', () => {
  const disk = new Disk();
  afterEach(() => disk.clean());
  const metadata = { index: asLogIndex(9), term: asTerm(1), confState };

  /** The chunks of a state of about 4 MiB. */
  const chunksOfLeader = async (): Promise<Buffer[]> => {
    const leader = await disk.state('leader');
    for (let i = 0; i < 4; i++) leader.put(utf8(`k${i}`), utf8(String(i).repeat(MIB)));
    await leader.flush(metadata);
    return exported(leader);
  };

  const start = async (): Promise<{
    clock: VirtualClock;
    db: StateDb;
    receiver: SnapshotReceiver;
    complete: SnapMessage[];
    failures: string[];
  }> => {
    const clock = new VirtualClock();
    const db = await disk.state();
    const complete: SnapMessage[] = [];
    const stepSnapshot: ConstructorParameters<typeof SnapshotReceiver>[0]['stepSnapshot'] = async (
      message,
      install,
    ) => {
      expect(install.isComplete).to.equal(true);
      complete.push(message);
      await install.commit(message.snapshot.metadata);
    };
    const failures: string[] = [];
    const writeFailed = (error: Error): void => void failures.push(error.message);
    const options = { selfId: 2n, clusterId: 7n, db, clock, logger: silentLogger, writeFailed, stepSnapshot };
    return { clock, db, receiver: new SnapshotReceiver(options), complete, failures };
  };

  const open = (
    receiver: SnapshotReceiver,
    id: string,
    firstChunk: number,
    term = 1,
  ): { call: PassThrough; end: Promise<Error | undefined> } => {
    const message: SnapMessage = {
      type: 'snap',
      from: 1n,
      to: 2n,
      term: asTerm(term),
      snapshot: { metadata, data: new Uint8Array(0) },
    };
    const call = new PassThrough({ objectMode: true });
    const end = rejection(receiver.receive(call));
    call.write({
      header: { cluster_id: '7', message: encodeMessage(message), snapshot_id: id, first_chunk: String(firstChunk) },
    });
    return { call, end };
  };
  const finish = (call: PassThrough, count: number): void => {
    call.end({ end: { chunk_count: String(count) } });
  };

  it('keeps what came when the stream breaks, and goes on with the same snapshot', async () => {
    const chunks = await chunksOfLeader();
    const { db, receiver, complete } = await start();
    const first = open(receiver, 'a', 0);
    for (const data of chunks.slice(0, 2)) first.call.write({ data });
    await eventually(() => receiver.chunksOf('a') === 2, 'two chunks');
    first.call.destroy();
    expect(await first.end).to.be.instanceOf(Error);
    expect(receiver.chunksOf('a')).to.equal(2);
    expect(receiver.chunksOf('b')).to.equal(0);
    const second = open(receiver, 'a', 2);
    for (const data of chunks.slice(2)) second.call.write({ data });
    finish(second.call, chunks.length);
    expect(await second.end).to.equal(undefined);
    expect(complete).to.have.length(1);
    expect(Buffer.from(db.get(utf8('k3')) ?? []).toString()).to.equal('3'.repeat(MIB));
  });

  it('skips what the broken stream had still brought after its sender asked', async () => {
    const chunks = await chunksOfLeader();
    const { receiver, complete } = await start();
    const first = open(receiver, 'a', 0);
    for (const data of chunks.slice(0, 3)) first.call.write({ data });
    await eventually(() => receiver.chunksOf('a') === 3, 'three chunks');
    // The connection is gone for the sender only; it had asked when one chunk was there.
    const second = open(receiver, 'a', 1);
    expect((await first.end)?.message).to.contain('another stream took over');
    for (const data of chunks.slice(1)) second.call.write({ data });
    finish(second.call, chunks.length);
    expect(await second.end).to.equal(undefined);
    expect(complete).to.have.length(1);
  });

  it('begins anew for another snapshot, and refuses a part whose beginning it has not', async () => {
    const chunks = await chunksOfLeader();
    const { receiver, complete } = await start();
    const first = open(receiver, 'a', 0);
    first.call.write({ data: chunks[0] });
    await eventually(() => receiver.chunksOf('a') === 1, 'a chunk');
    expect((await open(receiver, 'a', 2).end)?.message).to.contain('chunks are missing after 1');
    expect((await open(receiver, 'b', 1).end)?.message).to.contain('its beginning is not here');
    const second = open(receiver, 'b', 0);
    for (const data of chunks) second.call.write({ data });
    finish(second.call, chunks.length);
    expect(await second.end).to.equal(undefined);
    expect(complete).to.have.length(1);
  });

  it('installs nothing of a snapshot that another took the place of while its chunk was being written', async () => {
    const leader = await disk.state('leader');
    // Many records: a batch of them is not written in a moment.
    for (let i = 0; i < 9000; i++) leader.put(utf8(`many ${i}`), new Uint8Array(300));
    await leader.flush(metadata);
    const [firstOfMany] = await exported(leader);
    const other = await disk.state('other');
    other.put(utf8('few'), utf8('1'));
    await other.flush(metadata);
    const few = await exported(other);
    const { db, receiver, complete } = await start();
    for (let round = 0; round < 10; round++) {
      const first = open(receiver, `first ${round}`, 0, 1);
      first.call.write({ data: firstOfMany });
      // Given to the disk, at most a turn ago.
      while (receiver.chunksOf(`first ${round}`) === 0) await setImmediate();
      const second = open(receiver, `second ${round}`, 0, 2);
      for (const chunk of few) second.call.write({ data: chunk });
      finish(second.call, few.length);
      expect(await second.end).to.equal(undefined);
      expect((await first.end)?.message).to.contain('another stream took over');
      const keys: string[] = [];
      for await (const records of db.scan(new Uint8Array(0))) {
        for (const [key] of records) if (key[0] !== 0) keys.push(fromUtf8(key));
      }
      expect(keys, `round ${round}`).to.deep.equal(['few']);
    }
    expect(complete).to.have.lengthOf(10);
  });

  it('is not interrupted by the leader of an earlier term', async () => {
    const { receiver } = await start();
    const [chunk] = await chunksOfLeader();
    const first = open(receiver, 'a', 0, 3);
    first.call.write({ data: chunk });
    await eventually(() => receiver.chunksOf('a') === 1, 'a chunk');
    expect((await open(receiver, 'b', 0, 2).end)?.message).to.contain('a later leader is sending one');
    expect(receiver.chunksOf('a')).to.equal(1);
    first.call.destroy();
    await first.end;
    await receiver.close();
  });

  it('of two that come while it lets go of a third, takes the later one', async () => {
    const chunks = await chunksOfLeader();
    const { receiver, complete } = await start();
    const first = open(receiver, 'a', 0);
    first.call.write({ data: chunks[0] });
    await eventually(() => receiver.chunksOf('a') === 1, 'a chunk');
    const second = open(receiver, 'b', 0, 2);
    const third = open(receiver, 'c', 0, 3);
    for (const data of chunks) {
      second.call.write({ data });
      third.call.write({ data });
    }
    finish(third.call, chunks.length);
    expect(await third.end).to.equal(undefined);
    expect((await first.end)?.message).to.contain('another stream took over');
    // Which of the two has its turn first is the streams' affair.
    expect((await second.end)?.message).to.match(/another stream took over|a later leader is sending one/);
    expect(complete.map(({ term }) => term)).to.deep.equal([3]);
    await receiver.close();
  });

  it('does not keep what does not add up', async () => {
    const chunks = await chunksOfLeader();
    const { receiver } = await start();
    const { call, end } = open(receiver, 'a', 0);
    call.write({ data: chunks[0] });
    finish(call, chunks.length);
    expect((await end)?.message).to.contain(`1 of ${chunks.length} chunks came`);
    expect(receiver.chunksOf('a')).to.equal(0);
  });

  it('gives up on a sender that falls silent, keeps its part for a while, and then lets go of it', async () => {
    const [chunk] = await chunksOfLeader();
    const { clock, db, receiver } = await start();
    const { call, end } = open(receiver, 'a', 0);
    call.write({ data: chunk });
    await eventually(() => receiver.chunksOf('a') === 1 && clock.pending === 1, 'a chunk');
    clock.advance(limits.SNAPSHOT_STALL_MS);
    expect((await end)?.message).to.equal('Cannot install the snapshot: the sender has fallen silent');
    expect(receiver.chunksOf('a')).to.equal(1);
    clock.advance(limits.SNAPSHOT_KEPT_MS);
    await eventually(() => receiver.chunksOf('a') === 0, 'it is given up');
    await eventually(
      () =>
        db
          .beginInstall()
          .abort()
          .then(() => true),
      'another may be received',
    );
  });

  it('ends the member when the disk is full: nothing can be written any more, not even that it is given up', async () => {
    const [chunk] = await chunksOfLeader();
    const { db, receiver, failures } = await start();
    const full = new StorageError('writeFailed', 'Cannot write to state: No space left on device');
    const begin = db.beginInstall.bind(db);
    db.beginInstall = () => ({ ...begin(), isComplete: false, write: () => Promise.reject(full) });
    const { call, end } = open(receiver, 'a', 0);
    call.write({ data: chunk });
    expect(await end).to.equal(full);
    expect(failures).to.deep.equal([full.message]);
  });
});

describe('a snapshot between members', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('whose connection is cut in the middle is not sent again from the start', async () => {
    const sizeMib = 24;
    const cluster = await TestCluster.start(cleanup, 3, { snapshotCount: 5, snapshotCatchUpEntries: 1 });
    const late = await cluster.follower();
    await cluster.stopMember(late);
    const leader = cluster.clients(await cluster.leader());
    for (let i = 0; i < sizeMib; i++) await put(leader, `k${i}`, String(i % 10).repeat(MIB));
    let real = 'http://127.0.0.1:1';
    const { link, url } = await Link.start(
      cleanup,
      () => new URL(real),
      10 * MIB,
      (held) => held.cut(),
    );
    cluster.route(symbolicUrl(late), url);
    await cluster.startMember(late);
    real = cluster.member(late).peerUrls[0] ?? '';
    await eventually(
      async () => (await get(cluster.clients(late), `k${sizeMib - 1}`, { serializable: true })) !== undefined,
      'the snapshot',
      20_000,
    );
    expect(link.holds).to.equal(1);
    expect(cluster.member(late).member.metrics.snapshotsInstalled).to.equal(1);
    const sentMib = link.bytes / MIB;
    expect(sentMib).to.be.greaterThan(sizeMib);
    // What was on its way when the connection broke, and no more than that, goes twice.
    expect(sentMib).to.be.lessThan(sizeMib + 5);
  }).timeout(120_000);

  for (const { name, cut } of [
    { name: 'is slower than the puts of the same time', cut: false },
    { name: 'is cut, and goes on after many puts', cut: true },
  ]) {
    it(`that ${name} arrives once: the log behind it stays until then`, async () => {
      const cluster = await TestCluster.start(cleanup, 3, { snapshotCount: 5, snapshotCatchUpEntries: 1 });
      const late = await cluster.follower();
      await cluster.stopMember(late);
      const name = await cluster.leader();
      const leader = cluster.clients(name);
      for (let i = 0; i < 12; i++) await put(leader, `k${i}`, String(i % 10).repeat(MIB));
      let real = 'http://127.0.0.1:1';
      const { link, url } = await Link.start(
        cleanup,
        () => new URL(real),
        6 * MIB,
        async (held) => {
          if (cut) held.cut();
          for (let i = 0; i < 30; i++) await put(leader, 'meanwhile', String(i));
        },
      );
      cluster.route(symbolicUrl(late), url);
      await cluster.startMember(late);
      real = cluster.member(late).peerUrls[0] ?? '';
      await eventually(
        async () => (await get(cluster.clients(late), 'meanwhile', { serializable: true })) === '29',
        'the last put',
        20_000,
      );
      expect(link.holds).to.equal(1);
      expect(cluster.member(late).member.metrics.snapshotsInstalled).to.equal(1);
      expect(link.bytes / MIB).to.be.lessThan(12 + 5);
    }).timeout(120_000);
  }
});
