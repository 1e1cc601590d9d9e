/** The port for raft streams, against strangers that come to it and lines that are slow. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { NodeId } from '@kuorum/store/raft';
import { raftStream } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { CLUSTER, frameOf, heartbeat, largeMessage, openStream, quickClock } from './raft-stream-bed.js';
import { slowLink, startReceiver, THEIRS, type Receiver } from './raft-stream-bed.js';

const { encodeHello, GREETING, HELLO_BYTES } = raftStream;
const MIB = 1024 * 1024;

const prefixOf = (bytes: number): Buffer => {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(bytes);
  return prefix;
};
const helloOf = (from: NodeId): Buffer => Buffer.concat([GREETING, encodeHello({ clusterId: CLUSTER, from })]);

describe('what strangers can do to the port for raft streams', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const dial = async ({ port }: Receiver, said: Buffer): Promise<{ socket: Socket; heard: () => string }> => {
    let heard = '';
    const socket = cleanup.own(connect({ port, host: '127.0.0.1', allowHalfOpen: true }), (each) => each.destroy());
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    await once(socket, 'connect');
    socket.write(said);
    return { socket, heard: () => heard };
  };

  /** Says a little more, again and again. */
  const drip = (socket: Socket, said: Buffer): void => {
    let at = 0;
    const timer = setInterval(() => socket.write(said.subarray(at, ++at)), 20);
    cleanup.add(() => clearInterval(timer));
  };

  it('a frame before the hello is as large as a hello, and one after it as large as a message', async () => {
    const receiver = await startReceiver(cleanup);
    const stranger = await dial(receiver, Buffer.concat([GREETING, prefixOf(HELLO_BYTES + 1)]));
    await eventually(() => stranger.heard().includes('Cannot take a frame of 17 bytes'), 'the refusal');
    await dial(receiver, Buffer.concat([helloOf(THEIRS), frameOf(largeMessage(MIB)), frameOf(heartbeat(1))]));
    await eventually(() => receiver.stepped.length === 2, 'both messages behind the hello');
    expect(receiver.stepped).to.deep.equal([largeMessage(MIB), heartbeat(1)]);
  });

  it('who has not said hello in time is cut, however often a byte comes', async () => {
    const receiver = await startReceiver(cleanup, { clock: quickClock(100) });
    const { socket } = await dial(receiver, Buffer.alloc(0));
    drip(socket, helloOf(THEIRS));
    await eventually(() => receiver.sockets[0]?.destroyed === true, 'the end');
    expect(receiver.sockets[0]?.bytesRead).to.be.lessThan(helloOf(THEIRS).length);
  });

  it('who goes on after a refusal is not read, and is cut', async () => {
    const receiver = await startReceiver(cleanup, { clock: quickClock(10) });
    const { socket, heard } = await dial(receiver, Buffer.from('GET / HTTP/1.1\r\n'));
    drip(socket, Buffer.alloc(10_000));
    await eventually(() => heard().includes('it speaks another protocol'), 'the refusal');
    await eventually(() => receiver.sockets[0]?.destroyed === true, 'the end');
  });

  it('a scan of the port is logged once, however often it is repeated', async () => {
    const receiver = await startReceiver(cleanup);
    for (let i = 0; i < 5; i++) {
      const { heard } = await dial(receiver, Buffer.from('GET / HTTP/1.1\r\n'));
      await eventually(() => heard().includes('it speaks another protocol'), 'the refusal');
    }
    expect(receiver.warned).to.deep.equal(['{"reason":"it speaks another protocol"}']);
  });

  it('pings whose answers nobody reads cost one answer', async () => {
    const receiver = await startReceiver(cleanup);
    const { socket } = await dial(receiver, helloOf(THEIRS));
    socket.pause();
    const pings = Buffer.alloc(10 * MIB);
    socket.write(pings);
    const all = helloOf(THEIRS).length + pings.length;
    await eventually(() => receiver.sockets[0]?.bytesRead === all, 'all pings to be read');
    expect(receiver.sockets[0]?.writableLength).to.be.lessThan(10);
    expect(receiver.lost).to.deep.equal([]);
  });

  it('messages in the name of another member end the stream', async () => {
    const receiver = await startReceiver(cleanup);
    const stranger = await dial(receiver, Buffer.concat([helloOf(9n), frameOf(heartbeat(1))]));
    await eventually(() => stranger.heard().includes('it is from another member than the stream'), 'the refusal');
    expect(receiver.stepped).to.deep.equal([]);
  });

  it('frames that never become whole are kept up to a sum, and large messages of others pass', async () => {
    const receiver = await startReceiver(cleanup, { limits: { streams: 100, unfinishedBytes: 8 * MIB } });
    for (let from = 10n; from < 20n; from++) {
      const { socket } = await dial(
        receiver,
        Buffer.concat([helloOf(from), prefixOf(60 * MIB), Buffer.alloc(3 * MIB)]),
      );
      await eventually(() => socket.writableLength === 0 || socket.destroyed, 'its bytes to go');
    }
    await eventually(() => receiver.lost.length >= 8, 'who kept most for longest to be cut');
    const { events, stream } = openStream(cleanup, receiver.port);
    await eventually(() => events.includes('accepted'), 'another to be accepted');
    stream.write([frameOf(largeMessage(3 * MIB))]);
    await eventually(() => receiver.stepped.length > 0, 'its message');
    expect(receiver.lost).not.to.include(THEIRS);
  });

  it('one stream too many has who was never accepted give way, then who has said nothing for longest', async () => {
    const receiver = await startReceiver(cleanup, { limits: { streams: 2, unfinishedBytes: MIB } });
    const first = openStream(cleanup, receiver.port);
    await eventually(() => first.events.includes('accepted'), 'the first');
    await dial(receiver, Buffer.alloc(0));
    await eventually(() => receiver.sockets.length === 2, 'the stranger');
    const second = openStream(cleanup, receiver.port, { from: 4n });
    await eventually(() => second.events.includes('accepted'), 'the second');
    expect(receiver.sockets.map(({ destroyed }) => destroyed)).to.deep.equal([false, true, false]);
    const third = openStream(cleanup, receiver.port, { from: 5n });
    await eventually(() => third.events.includes('accepted'), 'the third');
    expect(receiver.lost).to.deep.equal([THEIRS]);
  });
});

describe('a raft stream on a slow line', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  for (const [what, sizes] of [
    ['one large message', [12 * MIB]],
    ['many messages', Array.from({ length: 12 }, () => MIB)],
  ] as const) {
    it(`holds with ${what} under way for longer than a silence would be borne`, async () => {
      // Four tenths of a second of silence are too long for the sender; the messages need a second and a half.
      const clock = quickClock(10);
      const receiver = await startReceiver(cleanup, { clock });
      const { events, stream } = openStream(cleanup, await slowLink(cleanup, receiver.port, 8 * MIB), { clock });
      await eventually(() => events.includes('accepted'), 'the other side accepts');
      const startMs = performance.now();
      stream.write(sizes.map((size) => frameOf(largeMessage(size))));
      await eventually(
        () => receiver.stepped.length === sizes.length || events.some((event) => event.startsWith('lost')),
        'all of it',
        20_000,
      );
      expect(events.filter((event) => event.startsWith('lost'))).to.deep.equal([]);
      expect(performance.now() - startMs).to.be.greaterThan(1_000);
    });
  }
});
