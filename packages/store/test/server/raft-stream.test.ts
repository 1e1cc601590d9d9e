/** Raft messages between two members: on real sockets, whatever comes. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { Xoshiro128 } from '@kuorum/base';
import { asTerm, type Message } from '@kuorum/store/raft';
import { MalformedRecordError, raftStream } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import {
  CLUSTER,
  frameOf,
  heartbeat,
  openStream,
  OURS,
  quickClock,
  REMOVED,
  startReceiver,
  THEIRS,
  type OpenOptions,
} from './raft-stream-bed.js';
import { RandomRecords } from './random-records.js';

const { framed, encodeHello, FrameSplitter, GREETING, REMOVED_TEXT } = raftStream;

const frameOfBytes = (bytes: Buffer): Buffer => framed((w) => bytes.forEach((byte) => w.u8(byte)));

describe('frames of a raft stream', () => {
  it('are the same however the bytes are cut', () => {
    const prng = new Xoshiro128(42);
    for (let run = 0; run < 20; run++) {
      const sizes = Array.from({ length: 20 }, () => prng.int(3) * prng.int(70_000));
      const bytes = Buffer.concat(sizes.map((size, i) => frameOfBytes(Buffer.alloc(size, i))));
      const seen: string[] = [];
      const splitter = new FrameSplitter(200_000, (frame) => seen.push(`${frame.length}:${new Set(frame).size}`));
      for (let at = 0; at < bytes.length;) {
        const end = Math.min(bytes.length, at + 1 + prng.int(prng.int(2) === 0 ? 5 : 100_000));
        splitter.receive(bytes.subarray(at, end));
        at = end;
      }
      expect(seen).to.deep.equal(sizes.map((size) => `${size}:${size === 0 ? 0 : 1}`));
    }
  });

  it('that say they are too large are refused at their first four bytes', () => {
    const splitter = new FrameSplitter(100, () => undefined);
    splitter.receive(Buffer.from([0, 0]));
    expect(() => splitter.receive(Buffer.from([0, 101]))).to.throw(MalformedRecordError);
    expect(() => new FrameSplitter(100, () => undefined).receive(Buffer.from([0, 0, 0, 101]))).to.throw(
      MalformedRecordError,
    );
  });
});

describe('a raft stream', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const receiver = () => startReceiver(cleanup);
  const open = (port: number, options?: OpenOptions) => openStream(cleanup, port, options);

  it('carries messages in order, large ones too, and tells of its end', async () => {
    const { port, stepped, opened, lost, sockets } = await receiver();
    const { events, stream } = open(port);
    expect(stream.hasRoom).to.equal(false);
    await eventually(() => events.includes('accepted'), 'the other side accepts');
    const large: Message = {
      ...{ type: 'prop', from: THEIRS, to: OURS, term: asTerm(0) },
      proposals: [{ type: 'normal', data: Buffer.alloc(30_000_000, 'x') }],
    };
    const sent = [heartbeat(1), large, ...Array.from({ length: 100 }, (_, i) => heartbeat(2 + i))];
    for (const socket of sockets) socket.pause();
    stream.write(sent.map(frameOf));
    expect(stream.hasRoom).to.equal(false);
    for (const socket of sockets) socket.resume();
    await eventually(() => stepped.length === sent.length, 'all messages');
    expect(stepped).to.deep.equal(sent);
    await eventually(() => events.includes('room') && stream.hasRoom, 'room again');
    expect(opened).to.deep.equal([THEIRS]);
    expect(lost).to.deep.equal([]);
    stream.close();
    await eventually(() => lost.length > 0, 'the loss of the stream');
    expect(lost).to.deep.equal([THEIRS]);
  });

  it('is refused to members of other clusters and to those that were removed, with the reason', async () => {
    const { port, opened, lost } = await receiver();
    const stranger = open(port, { clusterId: 8n });
    const removed = open(port, { from: REMOVED });
    await eventually(() => stranger.events.length > 0 && removed.events.length > 0, 'both refusals');
    expect(stranger.events).to.deep.equal(['lost: cluster ID mismatch']);
    expect(removed.events).to.deep.equal([`lost: ${REMOVED_TEXT}`]);
    expect(opened).to.deep.equal([]);
    expect(lost).to.deep.equal([]);
  });

  it('ends with the reason once the member is removed, though all that it says is that it is there', async () => {
    const { port, removed } = await receiver();
    const learner = open(port, { clock: quickClock(10) });
    await eventually(() => learner.events.includes('accepted'), 'the other side accepts');
    removed.add(THEIRS);
    await eventually(() => learner.events.includes(`lost: ${REMOVED_TEXT}`), 'the refusal of a ping');
  });

  it('passes on no snapshot without its state, and nothing for another member', async () => {
    const { port, stepped } = await receiver();
    const { events, stream } = open(port);
    await eventually(() => events.includes('accepted'), 'the other side accepts');
    stream.write([frameOf({ ...heartbeat(1), to: THEIRS }), frameOf(heartbeat(2))]);
    await eventually(() => stepped.length > 0, 'the message');
    expect(stepped).to.deep.equal([heartbeat(2)]);
  });

  it('is lost when the other side falls silent, and not while it answers', async () => {
    const { port, sockets } = await receiver();
    const { events, stream } = open(port, { clock: quickClock(100) });
    await eventually(() => events.includes('accepted'), 'the other side accepts');
    const greetingBytes = sockets[0]?.bytesRead ?? 0;
    await eventually(
      () => (sockets[0]?.bytesRead ?? 0) > greetingBytes + 10 * framed(() => undefined).length,
      'ten pings',
    );
    expect(events).to.deep.equal(['accepted']);
    for (const socket of sockets) socket.pause();
    await eventually(() => events.length > 1, 'the loss');
    expect(events).to.deep.equal(['accepted', 'lost: nothing was heard of it']);
    expect(stream.hasRoom).to.equal(false);
  });

  it('ends on bytes that are no messages, whatever they are, and the others go on', async () => {
    const { port, stepped, lost } = await receiver();
    const good = open(port);
    await eventually(() => good.events.includes('accepted'), 'the other side accepts');
    const prng = new Xoshiro128(Number(process.env['KUORUM_SEED'] ?? 1));
    const random = new RandomRecords(prng);
    for (let i = 0; i < 100; i++) {
      const messages = random.messages().map((message) => frameOf({ ...message, from: THEIRS }));
      const bytes = Buffer.concat([GREETING, encodeHello({ clusterId: CLUSTER, from: THEIRS }), ...messages]);
      for (let damage = prng.int(6); damage >= 0; damage--) bytes[prng.int(bytes.length)] = prng.int(256);
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.resume();
      socket.end(bytes);
      await once(socket, 'close');
    }
    stepped.length = 0;
    good.stream.write([frameOf(heartbeat(9))]);
    await eventually(() => stepped.length > 0, 'a message of the good one');
    expect(stepped).to.deep.equal([heartbeat(9)]);
    expect(good.events).to.deep.equal(['accepted']);
    expect(lost.length).to.be.greaterThan(0);
  });
});
