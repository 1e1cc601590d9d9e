/** Every call is counted once, at its beginning and at its end, whichever way it ends. */
import { Client, credentials, status } from '@grpc/grpc-js';
import type { MethodStats } from '@kuorum/rpc';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { Echo } from './echo-server.js';

const same = (bytes: Buffer): Buffer => bytes;

describe('the counts of a method', () => {
  const cleanup = new Cleanup();
  let echo: Echo;
  let client: Client;

  beforeEach(async () => {
    echo = await Echo.start(cleanup);
    client = cleanup.own(new Client(`127.0.0.1:${echo.port}`, credentials.createInsecure()), (each) => each.close());
  });
  afterEach(() => cleanup.run());

  const statsOf = (method: string): MethodStats => {
    const stats = echo.server.stats.get(`/test.Echo/${method}`);
    if (stats === undefined) throw new Error(`${method} is not counted`);
    return stats;
  };
  const unary = (method: string, deadlineMs = 10_000): Promise<number> =>
    new Promise((resolve) => {
      const options = { deadline: Date.now() + deadlineMs };
      client.makeUnaryRequest(`/test.Echo/${method}`, same, same, Buffer.from('12345'), options, (error) =>
        resolve(error?.code ?? status.OK),
      );
    });
  const handled = (method: string): [code: number, count: number][] =>
    [...statsOf(method).handled].map((count, code): [number, number] => [code, count]).filter(([, count]) => count > 0);

  it('know answers, refusals and bugs', async () => {
    for (let i = 0; i < 3; i++) await unary('Unary');
    await unary('Refuse');
    await unary('Bug');
    expect(statsOf('Unary')).to.deep.include({ started: 3, received: 3, sent: 3, receivedBytes: 15, sentBytes: 15 });
    expect(handled('Unary')).to.deep.equal([[status.OK, 3]]);
    expect(statsOf('Refuse')).to.deep.include({ started: 1, received: 1, sent: 0 });
    expect(handled('Refuse')).to.deep.equal([[status.FAILED_PRECONDITION, 1]]);
    expect(handled('Bug')).to.deep.equal([[status.INTERNAL, 1]]);
  });

  it('know who has gone, and whose time is up; what the handler does later is no second end', async () => {
    const call = client.makeUnaryRequest('/test.Echo/Never', same, same, Buffer.alloc(0), () => undefined);
    await eventually(() => statsOf('Never').open === 1, 'the call');
    call.cancel();
    await eventually(() => statsOf('Never').open === 0, 'its end');
    expect(handled('Never')).to.deep.equal([[status.CANCELLED, 1]]);
    echo.waiting[0]?.answer();
    expect(await unary('Never', 100)).to.equal(status.DEADLINE_EXCEEDED);
    // Its client may reset it first.
    await eventually(() => statsOf('Never').open === 0, 'its end');
    expect(handled('Never').reduce((total, [, count]) => total + count, 0)).to.equal(2);
  });

  it('know every message of a stream, and that it is open', async () => {
    const call = client.makeBidiStreamRequest('/test.Echo/Bidi', same, same);
    let echoed = 0;
    call.on('data', () => echoed++);
    call.on('error', () => undefined);
    for (let i = 0; i < 7; i++) call.write(Buffer.from('x'));
    await eventually(() => echoed === 7, 'the echoes');
    expect(statsOf('Bidi')).to.deep.include({ started: 1, received: 7, sent: 7, open: 1 });
    call.end();
    await eventually(() => statsOf('Bidi').open === 0, 'its end');
    expect(handled('Bidi')).to.deep.equal([[status.OK, 1]]);
  });
});
