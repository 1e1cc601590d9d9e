/** Whatever comes: no exception, no endless loop, bounded output; only the connection that it came on ends. */
import { connect } from 'node:net';
import { once } from 'node:events';
import { DEFAULT_SEED, Prng } from './seed.js';
import { Client, credentials } from '@grpc/grpc-js';
import { frame, data, headers, message, raw, Wire } from './wire.js';
import { PREFACE, FrameType } from '@kuorum/rpc/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { Echo } from './echo-server.js';

const ROUNDS = 1000;
const OUTPUT_BYTES_MAX = 4 * 1024 * 1024;

/** A conversation that makes sense. */
function conversation(random: Prng): Buffer {
  const parts: Buffer[] = [PREFACE, frame((out) => out.settings([[4, random.below(100_000)]]))];
  const count = 1 + random.below(20);
  for (let i = 0; i < count; i++) {
    const id = 2 * i + 1;
    parts.push(headers(id), data(id, message('x'.repeat(random.below(3000))), random.below(2) === 0));
    if (random.below(3) === 0) parts.push(frame((out) => out.reset(1 + 2 * random.below(count), random.below(15))));
    if (random.below(3) === 0) parts.push(frame((out) => out.windowUpdate(0, 1 + random.below(2 ** 20))));
    if (random.below(3) === 0) parts.push(raw(FrameType.PING, 0, 0, random.bytes(8)));
    if (random.below(3) === 0)
      parts.push(raw(random.below(12), random.below(256), random.below(10), random.bytes(random.below(40))));
  }
  return Buffer.concat(parts);
}

function damaged(random: Prng, bytes: Buffer): Buffer {
  switch (random.below(4)) {
    case 0:
      return bytes.subarray(0, random.below(bytes.length));
    case 1:
      for (let i = random.below(8); i >= 0; i--) {
        const at = random.below(bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      }
      return bytes;
    case 2: {
      const at = random.below(bytes.length);
      return Buffer.concat([bytes.subarray(0, at), random.bytes(random.below(50)), bytes.subarray(at)]);
    }
    default: {
      const at = PREFACE.length + 9 + random.below(bytes.length - PREFACE.length - 9);
      return Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.below(300))]);
    }
  }
}

describe('bytes that are no HTTP/2', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it(`end their own connection and nothing else, ${ROUNDS} times (seed ${DEFAULT_SEED})`, () => {
    const random = new Prng(DEFAULT_SEED);
    let [over, messages] = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      const wire = new Wire({ preface: false });
      const bytes = damaged(random, conversation(random));
      for (let at = 0; at < bytes.length;) {
        const end = at + 1 + random.below(2000);
        wire.send(bytes.subarray(at, end));
        at = end;
        for (const call of wire.calls.splice(0)) {
          if (random.below(4) > 0) call.send(random.bytes(random.below(5000)));
          if (random.below(4) > 0) call.finish(random.below(17), 'text');
        }
      }
      expect(wire.connection.out.bytes).to.be.lessThan(OUTPUT_BYTES_MAX);
      if (wire.over !== undefined) over++;
      messages += wire.messages.length;
      wire.connection.lost();
      for (const call of wire.calls) call.finish(0, '');
      expect(wire.peer.requestBytes).to.equal(0);
      expect(wire.peer.memory.requests.used).to.equal(0);
      expect(wire.peer.memory.calls.used).to.equal(0);
      expect(wire.connection.sender.blockedBytes).to.equal(0);
    }
    // Else what is sent here says nothing.
    expect(over).to.be.greaterThan(ROUNDS / 4);
    expect(messages).to.be.greaterThan(ROUNDS);
  });

  it('leave the other clients of the server alone', async () => {
    const random = new Prng(DEFAULT_SEED);
    const echo = await Echo.start(cleanup);
    const client = cleanup.own(new Client(`127.0.0.1:${echo.port}`, credentials.createInsecure()), (c) => c.close());
    const same = (bytes: Buffer): Buffer => bytes;
    const call = (text: string): Promise<string> =>
      new Promise((resolve, reject) =>
        client.makeUnaryRequest('/test.Echo/Unary', same, same, Buffer.from(text), (error, bytes) =>
          error === null ? resolve(String(bytes)) : reject(error),
        ),
      );
    await call('first');
    for (let i = 0; i < 100; i++) {
      const socket = connect(echo.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.resume();
      await once(socket, 'connect');
      socket.end(i % 4 === 0 ? random.bytes(200) : damaged(random, conversation(random)));
      expect(await call(`call ${i}`)).to.equal(`call ${i}`);
      await Promise.race([once(socket, 'close'), once(socket, 'error')]);
    }
    await eventually(() => echo.server.connectionCount === 1, 'the end of all others');
    expect(echo.bugs).to.deep.equal([]);
  });
});
