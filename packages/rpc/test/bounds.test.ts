/** What clients can make a server keep is bounded for all of them together, and others are served meanwhile. */
import { connect, type Socket } from 'node:net';
import { Client, credentials, status, type ServiceError } from '@grpc/grpc-js';
import { Budget, FrameType, limits, literals, PREFACE, type Holder, type MemoryLimits } from '@kuorum/rpc/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { Echo } from './echo-server.js';
import { data, frame, headers, message, raw } from './wire.js';

const KIB = 1024;
const MIB = 1024 * KIB;
const PART_BYTES = 16_000;
const TOO_MANY = 'etcdserver: too many requests';

describe('what all clients of a server make it keep', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const start = (memory: Partial<MemoryLimits> = {}, nowMs?: () => number): Promise<Echo> =>
    Echo.start(cleanup, { memory, ...(nowMs === undefined ? {} : { nowMs }) });
  const honest = (echo: Echo): ((bytes: number, method?: string) => Promise<number>) => {
    const client = cleanup.own(
      new Client(`127.0.0.1:${echo.port}`, credentials.createInsecure(), {
        'grpc.max_receive_message_length': -1,
        'grpc.use_local_subchannel_pool': 1,
      }),
      (each) => each.close(),
    );
    const same = (bytes: Buffer): Buffer => bytes;
    return (bytes, method = 'Unary') =>
      new Promise((resolve, reject) => {
        const request = method === 'Unary' ? Buffer.alloc(bytes, 'h') : Buffer.from(String(bytes));
        const options = { deadline: Date.now() + 10_000 };
        client.makeUnaryRequest(
          `/test.Echo/${method}`,
          same,
          same,
          request,
          options,
          (error: ServiceError | null, answer) => (error === null ? resolve(answer?.length ?? 0) : reject(error)),
        );
      });
  };

  it('is, for messages that never become whole, so much, and large requests of others pass', async () => {
    const echo = await start({ requestBytes: 4 * MIB });
    const call = honest(echo);
    const hostile = Array.from({ length: 10 }, () => new Hostile(echo.port, cleanup));
    let most = 0;
    for (let round = 0; round < 20; round++) {
      for (const each of hostile) each.unfinished(100_000, 90_000);
      expect(await call(MIB)).to.equal(MIB);
      most = Math.max(most, echo.server.memory.requests.used);
    }
    expect(most).to.be.within(2 * MIB, 4 * MIB);
    await eventually(() => hostile.every((each) => each.text.includes(TOO_MANY)), 'all to be told');
    for (const each of hostile) each.socket.destroy();
    await eventually(() => echo.server.memory.requests.used === 0, 'nothing is left over');
    expect(echo.server.memory.calls.used).to.equal(0);
  });

  it('is the same for whole messages of calls whose client does not say that this was all', async () => {
    const echo = await start({ requestBytes: 4 * MIB });
    const call = honest(echo);
    const hostile = Array.from({ length: 4 }, () => new Hostile(echo.port, cleanup));
    for (let round = 0; round < 16; round++) {
      for (const each of hostile) for (let i = 0; i < 4; i++) each.unfinished(50_000, 50_000);
      expect(await call(MIB)).to.equal(MIB);
      expect(echo.server.memory.requests.used).to.be.within(1, 4 * MIB);
    }
    await eventually(() => hostile.every((each) => each.text.includes(TOO_MANY)), 'all to be told');
  });

  it('leaves calls that are being answered to end, and refuses what comes then', async () => {
    const echo = await start({ requestBytes: MIB });
    const call = honest(echo);
    const keeping = new Hostile(echo.port, cleanup);
    for (let i = 0; i < 3; i++) keeping.whole('Never', 300_000);
    await eventually(() => echo.waiting.length === 3, 'the calls');
    const error = await call(600_000).catch((refused: ServiceError) => refused);
    expect(error).to.include({ code: status.RESOURCE_EXHAUSTED, details: TOO_MANY });
    expect(await call(1_000)).to.equal(1_000);
    for (const each of echo.waiting) each.answer();
    expect(await call(600_000)).to.equal(600_000);
  });

  it('is the same for requests of one frame that wait for their answers; who has few is served', async () => {
    const echo = await start({ requestBytes: 2 * MIB });
    const call = honest(echo);
    const keeping = new Hostile(echo.port, cleanup);
    for (let i = 0; i < 400; i++) keeping.whole('Never', PART_BYTES);
    await eventually(() => keeping.text.includes(TOO_MANY), 'the refusals');
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 50; j++) keeping.whole('Never', PART_BYTES);
      expect(await call(60_000)).to.equal(60_000);
      // A frame that is unfinished counts as well.
      expect(echo.server.memory.requests.used).to.be.within(MIB, 2 * MIB + limits.FRAME_BYTES_MAX);
    }
    const error = await call(1_500_000).catch((refused: ServiceError) => refused);
    expect(error).to.include({ code: status.RESOURCE_EXHAUSTED, details: TOO_MANY });
    for (const each of echo.waiting) each.answer();
    expect(await call(1_500_000)).to.equal(1_500_000);
    await eventually(() => echo.server.memory.requests.used === 0, 'nothing is left over');
  });

  it('is the same for messages of one frame that their handlers do not read', async () => {
    const echo = await start({ requestBytes: MIB });
    const call = honest(echo);
    const hostile = new Hostile(echo.port, cleanup);
    const ids = Array.from({ length: 200 }, () => hostile.openStream('Manual'));
    await eventually(() => echo.streams.length === ids.length, 'the streams');
    for (const stream of echo.streams) stream.pause();
    for (const id of ids) hostile.send(data(id, message('x'.repeat(PART_BYTES))));
    await eventually(() => hostile.text.includes(TOO_MANY), 'the refusals');
    expect(await call(600_000)).to.equal(600_000);
    expect(echo.server.memory.requests.used).to.be.within(1, MIB + limits.FRAME_BYTES_MAX);
  });

  it('is so much for calls under way; those who have few get one more', async () => {
    const echo = await start({ callBytes: 256 * KIB });
    const call = honest(echo);
    const hostile = Array.from({ length: 3 }, () => new Hostile(echo.port, cleanup));
    for (const each of hostile) for (let i = 0; i < 300; i++) each.open('Manual');
    await eventually(() => hostile.every((each) => each.text.includes(TOO_MANY)), 'all to be told');
    const own = 4 * limits.CONNECTION_CALL_BYTES_OWN;
    expect(echo.server.memory.calls.used).to.be.within(256 * KIB, 256 * KIB + own);
    expect(await call(MIB)).to.equal(MIB);
  });

  it('is so much for answers that nobody reads, and one that is larger arrives', async () => {
    const echo = await start({ outputBytes: 2 * MIB });
    const call = honest(echo);
    const hostile = Array.from({ length: 8 }, () => new Hostile(echo.port, cleanup));
    for (const each of hostile) {
      for (let i = 0; i < 3; i++) each.ask('Large', '400000');
      // Whom to give up is not searched again within 50 ms of a search in vain: who asks just then is told to ask again.
      const arrived = async (): Promise<number | undefined> =>
        call(6 * MIB, 'Large').catch((error: ServiceError) => {
          if (error.code === status.UNAVAILABLE) return undefined;
          throw error;
        });
      expect(await eventually(arrived, 'the large answer')).to.equal(6 * MIB);
    }
    expect(hostile.filter((each) => each.over).length).to.be.at.least(1);
    await eventually(() => echo.server.memory.output.used <= 2 * MIB, 'room again');
    for (const each of hostile) each.socket.destroy();
    await eventually(() => echo.server.memory.output.used === 0, 'nothing is left over');
  });

  it('is so many connections: the idlest gives way, who works stays', async () => {
    const echo = await start({ connections: 20 });
    const call = honest(echo);
    const pending = call(1, 'Never');
    await eventually(() => echo.waiting.length === 1, 'the call');
    const hostile: Hostile[] = [];
    for (let i = 0; i < 60; i++) {
      const each = new Hostile(echo.port, cleanup, i % 3 === 0 ? Buffer.alloc(0) : undefined);
      hostile.push(each);
      await eventually(() => each.connected, 'a connection');
    }
    await eventually(() => hostile.filter((each) => each.over).length >= 41, 'the others to be closed');
    expect(await call(1_000)).to.equal(1_000);
    expect(await honest(echo)(1_000)).to.equal(1_000);
    echo.waiting[0]?.answer();
    expect(await pending).to.equal(1);
  });

  it('is no connection that somebody else has taken over', async () => {
    const taken: Socket[] = [];
    const echo = await Echo.start(cleanup, { memory: { connections: 5 }, other: (socket) => void taken.push(socket) });
    const others = Array.from({ length: 10 }, () => new Hostile(echo.port, cleanup, Buffer.from('something else')));
    cleanup.add(() => taken.forEach((socket) => socket.destroy()));
    await eventually(() => taken.length === 10, 'all of them to be handed over');
    expect(await honest(echo)(1_000)).to.equal(1_000);
    expect(others.filter((each) => each.over)).to.deep.equal([]);
  });

  it('is kept for so long, whatever it is that does not go on', async () => {
    let ahead = 0;
    const echo = await start({}, () => performance.now() + ahead);
    const call = honest(echo);
    await call(1);
    const silent = [
      new Hostile(echo.port, cleanup, Buffer.alloc(0)),
      new Hostile(echo.port, cleanup, PREFACE.subarray(0, 10)),
      new Hostile(echo.port, cleanup, Buffer.from('GET /heal')),
    ];
    const begun = [
      new Hostile(echo.port, cleanup, PREFACE),
      new Hostile(echo.port, cleanup).send(raw(FrameType.PING, 0, 0, Buffer.alloc(8)).subarray(0, 12)),
      new Hostile(echo.port, cleanup).send(raw(FrameType.HEADERS, 0, 1, pathHeaders('Unary'))),
    ];
    const calls = [new Hostile(echo.port, cleanup).open('Unary'), new Hostile(echo.port, cleanup).unfinished(900, 100)];
    const patient = new Hostile(echo.port, cleanup).open('Manual');
    await eventually(() => echo.server.memory.calls.used > 3 * limits.CALL_BYTES, 'the calls');
    await eventually(() => echo.server.memory.requests.used > 900 + 12, 'the frames');
    ahead = Math.max(limits.PREFACE_TIMEOUT_MS, limits.HTTP_IDLE_TIMEOUT_MS) + 1_000;
    await eventually(() => silent.every((each) => each.over), 'the end of who says nothing');
    expect(begun.some((each) => each.over)).to.equal(false);
    await eventually(() => echo.server.memory.requests.used > 900 + 12, 'looked at once more');
    const later = new Promise((resolve) => setTimeout(resolve, limits.SLOW_SWEEP_MS + 100));
    await later;
    ahead += limits.UNFINISHED_TIMEOUT_MS + 1_000;
    await eventually(() => begun.every((each) => each.over), 'the end of what was begun');
    await eventually(() => calls.every((each) => each.text.includes('in time')), 'the refusals');
    expect([...calls, patient].some((each) => each.over)).to.equal(false);
    expect(await call(1)).to.equal(1);
  });
});

describe('a budget', () => {
  const holder = (budget: Budget, bytes: number, cost: number, given: number[]): Holder => ({
    cost,
    giveUp: () => {
      budget.used -= bytes;
      given.push(bytes);
    },
  });

  it('takes from who costs most, until a quarter is free', () => {
    const budget = new Budget(100);
    const given: number[] = [];
    const holders = [holder(budget, 60, 0, given), holder(budget, 10, 3, given), holder(budget, 30, 7, given)];
    budget.used = 100;
    expect(budget.reclaim(() => holders, 100)).to.equal(true);
    expect(given).to.deep.equal([]);
    budget.used = 101;
    expect(budget.reclaim(() => holders, 100)).to.equal(true);
    expect(given).to.deep.equal([30]);
    budget.used = 115;
    expect(budget.reclaim(() => holders, 100)).to.equal(true);
    expect(given).to.deep.equal([30, 30, 10]);
  });

  it('does not search again at once where there was nothing', () => {
    const budget = new Budget(100);
    let searched = 0;
    const nothing = (): Holder[] => {
      searched++;
      return [];
    };
    budget.used = 110;
    for (let ms = 0; ms < limits.RECLAIM_PAUSE_MS; ms++) expect(budget.reclaim(nothing, ms)).to.equal(false);
    expect(searched).to.equal(1);
    budget.reclaim(nothing, limits.RECLAIM_PAUSE_MS);
    expect(searched).to.equal(2);
  });
});

function pathHeaders(method: string): Buffer {
  return Buffer.concat([
    literals.literal(':method', 'POST'),
    literals.literal(':scheme', 'http'),
    literals.literal(':path', `/test.Echo/${method}`),
    literals.literal('content-type', 'application/grpc'),
  ]);
}

/** It sends what it likes, gives no room and, where the test does not look at it, reads all. */
class Hostile {
  readonly socket: Socket;
  text = '';
  over = false;
  connected = false;
  private nextId = 1;

  constructor(port: number, cleanup: Cleanup, first = Buffer.concat([PREFACE, frame((out) => out.settings([]))])) {
    this.socket = cleanup.own(connect(port, '127.0.0.1'), (socket) => socket.destroy());
    this.socket.on('error', () => undefined);
    this.socket.on('connect', () => (this.connected = true));
    this.socket.on('close', () => (this.over = true));
    this.socket.on('data', (bytes: Buffer) => (this.text += bytes.toString('latin1')));
    if (first.length > 0) this.socket.write(first);
  }

  send(bytes: Uint8Array): this {
    this.socket.write(bytes);
    return this;
  }

  open(method: string): this {
    this.openStream(method);
    return this;
  }

  openStream(method: string): number {
    const id = this.take();
    this.send(headers(id, pathHeaders(method)));
    return id;
  }

  /** A call that sends some of the bytes of its message and does not end. */
  unfinished(length: number, sent: number): this {
    const id = this.take();
    return this.send(headers(id, pathHeaders('Unary'))).body(id, message('x'.repeat(length)).subarray(0, 5 + sent));
  }

  whole(method: string, bytes: number): this {
    const id = this.take();
    this.send(headers(id, pathHeaders(method))).body(id, message('x'.repeat(bytes)));
    return this.send(data(id, Buffer.alloc(0), true));
  }

  ask(method: string, text: string): this {
    const id = this.take();
    return this.send(headers(id, pathHeaders(method))).send(data(id, message(text), true));
  }

  private body(id: number, bytes: Buffer): this {
    for (let at = 0; at < bytes.length; at += PART_BYTES) this.send(data(id, bytes.subarray(at, at + PART_BYTES)));
    return this;
  }

  private take(): number {
    const id = this.nextId;
    this.nextId += 2;
    return id;
  }
}
