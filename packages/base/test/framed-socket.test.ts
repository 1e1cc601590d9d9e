/** Frames over real sockets: order, bounds, backpressure, and how each end learns that the other one is gone. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { stub } from 'sinon';
import { VirtualClock } from '@kuorum/base';
import {
  channels,
  frameBytesMax,
  FramedSocket,
  frameHeaderBytes,
  FrameReader,
  type FramedSocketOptions,
} from '@kuorum/base/node';

describe('frames over one connection', () => {
  let server: Server;
  let near: Socket;
  let far: Socket;

  beforeEach(async () => {
    server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    near = connect((server.address() as AddressInfo).port, '127.0.0.1');
    [far] = await accepted;
  });
  afterEach(() => {
    near.destroy();
    far.destroy();
    server.close();
  });

  const framed = (socket: Socket, options: FramedSocketOptions = {}): FramedSocket =>
    new FramedSocket(socket, new Uint8Array(), { clock: new VirtualClock(), ...options });
  const frame = (channel: number, length: number, payload = ''): Buffer => {
    const header = Buffer.alloc(frameHeaderBytes);
    header.writeUInt8(channel, 0);
    header.writeUInt32BE(length, 1);
    return Buffer.concat([header, Buffer.from(payload)]);
  };

  it('are read whatever pieces they come in', () => {
    const bytes = Buffer.concat([frame(1, 3, 'one'), frame(2, 0), frame(0, 5, 'three')]);
    for (let size = 1; size <= bytes.length; size++) {
      const reader = new FrameReader();
      const seen: string[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        for (const [channel, payload] of reader.push(bytes.subarray(at, at + size))) {
          seen.push(`${channel} ${payload.toString()}`);
        }
      }
      expect(seen, `pieces of ${size}`).to.deep.equal(['1 one', '2 ', '0 three']);
    }
  });

  it('cost what their bytes cost, however small their pieces are', () => {
    const bytes = frame(1, frameBytesMax, 'x'.repeat(frameBytesMax));
    const concat = stub(Buffer, 'concat').callThrough();
    try {
      const reader = new FrameReader();
      let seen = 0;
      for (const byte of bytes) for (const [, payload] of reader.push(Uint8Array.of(byte))) seen += payload.length;
      expect(seen).to.equal(frameBytesMax);
      const copied = concat.returnValues.reduce((sum, { length }) => sum + length, 0);
      expect(copied).to.be.at.most(2 * bytes.length);
    } finally {
      concat.restore();
    }
  });

  it('are refused when they are larger than any of ours, whatever is announced', async () => {
    const received = framed(far).receive(() => undefined);
    near.write(frame(1, frameBytesMax + 1));
    const error: unknown = await received.catch((thrown: unknown) => thrown);
    expect(String(error)).to.include(`at most ${frameBytesMax} are taken`);
  });

  it('carry what is larger in several, in order, and the end of a channel', async () => {
    const sender = framed(near);
    const sent = Buffer.from(Array.from({ length: 3 * frameBytesMax + 7 }, (_, i) => i & 0xff));
    const writable = sender.writable(channels.stdin);
    writable.end(sent);
    writable.once('finish', () => sender.end());
    const pieces: Buffer[] = [];
    let ended = -1;
    await framed(far).receive((channel, payload) => {
      if (channel === channels.close) ended = payload.readUInt8(0);
      else pieces.push(Buffer.from(payload));
    });
    expect(Buffer.concat(pieces).equals(sent)).to.equal(true);
    expect(pieces.length).to.be.at.least(4);
    expect(ended).to.equal(channels.stdin);
  });

  it('wait for a handler that takes its time, and so does who sends them', async () => {
    const sender = framed(near);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let taken = 0;
    const received = framed(far).receive(() => {
      taken++;
      return held;
    });
    let sent = 0;
    const total = 2048;
    const all = (async () => {
      for (; sent < total; sent++) await sender.send(channels.stdout, Buffer.alloc(frameBytesMax));
      sender.end();
    })();
    for (let still = 0, before = -1; still < 500; still++) {
      if (before !== sent) still = 0;
      before = sent;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(taken).to.equal(1);
    expect(sent, 'frames of 32 KiB on their way').to.be.below(total / 2);
    release();
    await all;
    await received;
    expect(taken).to.equal(total);
  });

  it('an end that reads and hears nothing takes the other one for dead', async () => {
    const clock = new VirtualClock();
    const reader = framed(far, { clock, pingIntervalMs: 1_000, silenceMs: 3_000 });
    const received = reader.receive(() => undefined);
    clock.advance(3_000);
    expect(reader.signal.aborted).to.equal(false);
    clock.advance(2_000);
    const error: unknown = await received.catch((thrown: unknown) => thrown);
    expect(String(error)).to.include('no sign of life for 3000 ms');
  });

  it('signs of life are heard, and are nothing to hand on', async () => {
    const clock = new VirtualClock();
    const handled: number[] = [];
    const reader = framed(far, { clock, pingIntervalMs: 1_000, silenceMs: 1_500 });
    const received = reader.receive((channel) => void handled.push(channel));
    received.catch(() => undefined);
    const sender = framed(near, { clock, pingIntervalMs: 1_000, silenceMs: 60_000 });
    for (let round = 0; round < 5; round++) {
      const heard = once(far, 'readable');
      clock.advance(1_000);
      await heard;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(reader.signal.aborted).to.equal(false);
    expect(handled).to.deep.equal([]);
    sender.destroy();
  });

  it('an end that does not read, as its handler waits, still learns that the other one has gone', async () => {
    const clock = new VirtualClock();
    const reader = framed(far, { clock, pingIntervalMs: 1_000 });
    const gone = once(reader.signal, 'abort');
    const received = reader.receive(() => gone.then(() => undefined));
    near.write(Buffer.concat([frame(0, 4, 'data'), frame(0, frameBytesMax), Buffer.alloc(frameBytesMax)]));
    await new Promise((resolve) => setImmediate(resolve));
    near.destroy();
    for (let round = 0; round < 200 && !reader.signal.aborted; round++) {
      clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(reader.signal.aborted).to.equal(true);
    await received.catch(() => undefined);
  });

  it('are told idle when nothing but signs of life goes either way', async () => {
    const clock = new VirtualClock();
    let idle = 0;
    const timing = { clock, pingIntervalMs: 1_000, silenceMs: Infinity, idleTimeoutMs: 60_000 };
    const watched = framed(far, { ...timing, onIdle: () => idle++ });
    clock.advance(59_000);
    expect(idle).to.equal(0);
    await watched.send(channels.stdout, Buffer.from('x'));
    clock.advance(59_000);
    expect(idle).to.equal(0);
    clock.advance(1_000);
    expect(idle).to.equal(1);
  });
});
