/** Who calls is known before what they send is read: raw HTTP/2 clients against a gRPC server with the gate in front. */
import { once } from 'node:events';
import { connect, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import { ServerCredentials, status } from '@grpc/grpc-js';
import { statusError } from '@kuorum/api';
import { systemClock, type Clock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { Cleanup, collectGarbage, eventually } from '@kuorum/testing';
import { enableHealth } from '@kuorum/wire/server';
import { expect } from 'chai';
import { anonymousUser, userOf, type User } from '../dist/auth/user.js';
import {
  anonymousReadMs,
  anonymousReads,
  healthReads,
  knownReads,
  messageReadMs,
  streamsPerConnectionMax,
} from '../dist/limits.js';
import { CallGate, type AdmissionHooks } from '../dist/server/admit-call.js';
import { authenticateFirst } from '../dist/server/authenticate-first.js';
import { unary } from '../dist/server/calls.js';
import { createGrpcServer } from '../dist/server/grpc-server.js';

const megabyte = 1024 * 1024;
/** HTTP/2's window, RFC 9113 section 6.9.2. */
const windowBytes = 65_535;

describe('a call whose message has not been read', () => {
  const cleanup = new Cleanup();
  let authenticate: AdmissionHooks['authenticate'];
  let mayTry: AdmissionHooks['mayTry'];
  let asked = 0;
  let readBytes = 0;
  let session: ClientHttp2Session;
  const ended: number[] = [];
  const timers: { fn: () => void; ms: number }[] = [];
  const clock: Clock = {
    ...systemClock,
    now: () => systemClock.now(),
    monotonic: () => systemClock.monotonic(),
    setTimeout: (fn, ms) => {
      const timer = { fn, ms };
      timers.push(timer);
      return { cancel: () => void timers.splice(timers.indexOf(timer), 1) };
    },
  };

  before(async () => {
    const gate = new CallGate(
      silentLogger,
      {
        authenticate: (call) => {
          asked++;
          return authenticate(call);
        },
        authorize: () => undefined,
        mayTry: (wanted) => mayTry?.(wanted),
      },
      {
        clock,
        requestTimeoutMs: 60_000,
        listeners: [{ ended: (_ticket, { code }) => void ended.push(code) }],
        checkOpen: () => undefined,
        seat: () => undefined,
      },
    );
    const server = createGrpcServer(authenticateFirst(() => gate));
    enableHealth(server, []);
    server.addService(
      {
        Call: {
          path: '/kuorum.v1.VersionService/Get',
          requestStream: false,
          responseStream: false,
          requestSerialize: () => Buffer.alloc(0),
          requestDeserialize: (bytes: Buffer) => {
            readBytes = bytes.length;
            return new Uint8Array();
          },
          responseSerialize: () => Buffer.alloc(0),
          responseDeserialize: () => ({}),
        },
      },
      {
        Call: unary('VersionRequest', 'VersionInfo', gate, async () => ({
          gitVersion: '',
          nodeVersion: '',
          platform: '',
        })),
      },
    );
    cleanup.add(() => server.forceShutdown());
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    session = cleanup.own(connect(`http://127.0.0.1:${port}`), (made) => made.destroy());
  });
  after(() => cleanup.run());
  beforeEach(() => {
    asked = 0;
    readBytes = 0;
    ended.length = 0;
    mayTry = undefined;
    authenticate = () => userOf('ada', []);
  });

  interface Sender {
    readonly stream: ClientHttp2Stream;
    /** gRPC's status, once it is there. */
    readonly status: Promise<number>;
    sent: number;
  }

  function open(path = '/kuorum.v1.VersionService/Get'): Sender {
    const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc' };
    const stream = session.request({ ...headers, te: 'trailers' }, { endStream: false });
    stream.on('error', () => undefined).resume();
    const statusIn = (found: IncomingHttpHeaders | undefined): number | undefined =>
      found?.['grpc-status'] === undefined ? undefined : Number(found['grpc-status']);
    const answer = Promise.race([
      (once(stream, 'trailers') as Promise<IncomingHttpHeaders[]>).then(([trailers]) => statusIn(trailers) ?? -1),
      new Promise<number>((resolve) => {
        stream.on('response', (head) => {
          const code = statusIn(head);
          if (code !== undefined) resolve(code);
        });
      }),
    ]);
    answer.catch(() => undefined);
    return { stream, status: answer, sent: 0 };
  }

  function headOf(bytes: number): Buffer {
    const head = Buffer.alloc(5);
    head.writeUInt32BE(bytes, 1);
    return head;
  }

  /** A gRPC message of `bytes`, piece by piece, each when the one before is on its way. */
  async function send(sender: Sender, bytes: number): Promise<void> {
    const head = headOf(bytes);
    const piece = Buffer.alloc(16_384);
    const closed = once(sender.stream, 'close');
    for (let rest = bytes; rest > 0; rest -= piece.length) {
      if (sender.stream.destroyed || sender.stream.closed) return;
      const next = rest === bytes ? Buffer.concat([head, piece.subarray(0, rest)]) : piece.subarray(0, rest);
      const written = new Promise<void>((resolve) => sender.stream.write(next, () => resolve()));
      await Promise.race([written, closed]);
      sender.sent += next.length;
    }
    sender.stream.end();
  }
  const ping = (): Promise<void> =>
    new Promise((resolve, reject) => {
      session.ping((error: Error | null) => (error === null ? resolve() : reject(error)));
    });

  it('holds no more than the window of HTTP/2 until its user is known, and is then read once', async () => {
    let known: (user: User) => void = () => undefined;
    authenticate = () => new Promise<User>((resolve) => (known = resolve));
    const sender = open();
    const sending = send(sender, 4 * megabyte);
    await eventually(() => expect(sender.sent).to.be.above(windowBytes - 20_000));
    for (let i = 0; i < 5; i++) await ping();
    expect(sender.sent).to.be.at.most(windowBytes);
    expect(readBytes).to.equal(0);
    known(userOf('ada', []));
    await sending;
    expect(await sender.status).to.equal(status.OK);
    expect(readBytes).to.equal(4 * megabyte);
    expect(asked, 'who it is').to.equal(1);
  });

  it('is refused at once when it shows what does not hold, and what it still sends is dropped', async () => {
    authenticate = () => {
      throw statusError('Unauthorized', 'no');
    };
    const sender = open();
    expect(await sender.status, 'nothing sent yet').to.equal(status.UNAUTHENTICATED);
    expect(ended).to.deep.equal([401]);
    const before = process.memoryUsage().arrayBuffers;
    await send(sender, 64 * megabyte);
    await eventually(() => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers - before < 32 * megabyte;
    });
    expect(readBytes).to.equal(0);
  });

  it('is refused unread when it is anonymous and nothing is granted', async () => {
    authenticate = () => anonymousUser;
    mayTry = ([first]) => {
      throw statusError('Forbidden', first?.path ?? '');
    };
    const sender = open();
    expect(await sender.status).to.equal(status.PERMISSION_DENIED);
    expect(ended).to.deep.equal([403]);
  });

  it('is one of a few when it is anonymous, and must come soon', async () => {
    authenticate = () => anonymousUser;
    const slow = Array.from({ length: anonymousReads.perUser }, () => open());
    await eventually(() => expect(timers.filter(({ ms }) => ms === anonymousReadMs)).to.have.length(slow.length));
    expect(await open().status).to.equal(status.RESOURCE_EXHAUSTED);
    for (const { fn } of timers.filter(({ ms }) => ms === anonymousReadMs)) fn();
    for (const { status: answer } of slow) expect(await answer).to.equal(status.DEADLINE_EXCEEDED);
    const quick = open();
    await send(quick, 10);
    expect(await quick.status).to.equal(status.OK);
  });

  it('gives its place back when it goes away', async () => {
    authenticate = () => anonymousUser;
    timers.length = 0;
    for (let i = 0; i < 3 * anonymousReads.perUser; i++) {
      const sender = open();
      await eventually(() => expect(timers).to.have.length(1));
      sender.stream.close();
      await eventually(() => expect(timers).to.have.length(0));
    }
    const quick = open();
    await send(quick, 10);
    expect(await quick.status).to.equal(status.OK);
  });

  describe('of a user who is known', () => {
    const deadlines = (): readonly { fn: () => void; ms: number }[] => timers.filter(({ ms }) => ms === messageReadMs);
    const expire = (): void => deadlines().forEach(({ fn }) => fn());

    it('is read beside a few others of the same user only; the rest wait unread, and other users do not', async () => {
      timers.length = 0;
      const slow = Array.from({ length: knownReads.perUser }, () => open());
      for (const { stream } of slow) stream.write(headOf(8 * megabyte));
      await eventually(() => expect(deadlines()).to.have.length(slow.length));
      const waiting = open();
      const sending = send(waiting, 4 * megabyte);
      await eventually(() => expect(waiting.sent).to.be.above(windowBytes - 20_000));
      for (let i = 0; i < 5; i++) await ping();
      expect(waiting.sent, 'of the message of the one too many').to.be.at.most(windowBytes);
      authenticate = () => userOf('bob', []);
      const other = open();
      await send(other, 10);
      expect(await other.status).to.equal(status.OK);
      slow[0]?.stream.close();
      await sending;
      expect(await waiting.status).to.equal(status.OK);
      expect(readBytes).to.equal(4 * megabyte);
      expire();
      for (const { status: answer } of slow.slice(1)) expect(await answer).to.equal(status.DEADLINE_EXCEEDED);
    });

    it("is read when it is a node's, even if all other users send slowly", async () => {
      timers.length = 0;
      const slow: Sender[] = [];
      for (let user = 0; user < knownReads.inAll / knownReads.perUser; user++) {
        authenticate = () => userOf(`slow ${user}`, []);
        for (let i = 0; i < knownReads.perUser; i++) slow.push(open());
        await eventually(() => expect(deadlines()).to.have.length(slow.length));
      }
      authenticate = () => userOf('bob', []);
      const bobs = open();
      bobs.stream.end(headOf(0));
      await eventually(() => expect(deadlines()).to.have.length(slow.length + 1));
      authenticate = () => userOf('system:node:n1', ['system:nodes']);
      const heartbeat = open();
      await send(heartbeat, 10);
      expect(await heartbeat.status).to.equal(status.OK);
      expect(ended, 'what has ended').to.have.length(1);
      expire();
      for (const { status: answer } of slow) expect(await answer).to.equal(status.DEADLINE_EXCEEDED);
    });

    it('must come whole within a time, the end of its client with it', async () => {
      timers.length = 0;
      const part = open();
      part.stream.write(Buffer.concat([headOf(100), Buffer.alloc(50)]));
      const endless = open();
      endless.stream.write(Buffer.concat([headOf(100), Buffer.alloc(100)]));
      await eventually(() => expect(readBytes).to.equal(100));
      expect(deadlines()).to.have.length(2);
      expire();
      expect(await part.status).to.equal(status.DEADLINE_EXCEEDED);
      expect(await endless.status).to.equal(status.DEADLINE_EXCEEDED);
      expect(timers, 'left').to.have.length(0);
    });
  });

  it('is over when it is refused, although its client never ends its side', async () => {
    authenticate = () => {
      throw statusError('Unauthorized', 'no');
    };
    const senders = Array.from({ length: 100 }, () => open());
    for (const { status: answer, stream } of senders) {
      expect(await answer).to.equal(status.UNAUTHENTICATED);
      await eventually(() => expect(stream.closed).to.equal(true));
      expect(stream.rstCode, 'no error').to.equal(0);
    }
  });

  it('is one of a few of its address when it asks for health, and must come soon; nobody is asked who it is', async () => {
    timers.length = 0;
    const check = (): Sender => open('/grpc.health.v1.Health/Check');
    const slow = Array.from({ length: healthReads.perUser }, check);
    await eventually(() => expect(timers.map(({ ms }) => ms)).to.deep.equal(slow.map(() => anonymousReadMs)));
    expect(await check().status).to.equal(status.RESOURCE_EXHAUSTED);
    for (const { fn } of [...timers]) fn();
    for (const { status: answer } of slow) expect(await answer).to.equal(status.DEADLINE_EXCEEDED);
    const quick = check();
    await send(quick, 5);
    expect(await quick.status).to.not.equal(status.RESOURCE_EXHAUSTED);
    expect(asked).to.equal(0);
  });

  it('is one of so many on its connection', async () => {
    await ping();
    expect(session.remoteSettings.maxConcurrentStreams).to.equal(streamsPerConnectionMax);
  });
});
