/** One connection of our client against Node's HTTP/2, and against servers that break the rules. */
import { EventEmitter, once } from 'node:events';
import { constants, createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ClientConnection, Code, RpcError, type ClientConnectionOptions } from '@kuorum/rpc';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { Echo } from './echo-server.js';

type Answer = (stream: ServerHttp2Stream, request: Buffer, headers: Record<string, unknown>) => void;

function framed(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

const ok: Answer = (stream, request) => {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(request);
};

describe('a connection of the client', () => {
  const cleanup = new Cleanup();
  const sessions: ServerHttp2Session[] = [];
  /** Headers of the calls that came. */
  const heads: Record<string, unknown>[] = [];
  afterEach(async () => {
    sessions.length = 0;
    heads.length = 0;
    await cleanup.run();
  });

  async function portOf(server: Server | Http2Server): Promise<number> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  function connect(port: number, options: Partial<ClientConnectionOptions> = {}): ClientConnection {
    return cleanup.own(new ClientConnection({ host: '127.0.0.1', port, ...options }), (made) => made.close());
  }

  /** Gives the connection to a server on Node's HTTP/2. */
  async function serve(
    answer: Answer,
    settings: Parameters<typeof createServer>[0] = {},
    options: Partial<ClientConnectionOptions> = {},
  ): Promise<ClientConnection> {
    const server = createServer(settings);
    cleanup.add(() => {
      for (const session of sessions) session.destroy();
      server.close();
    });
    server.on('session', (session) => sessions.push(session));
    server.on('stream', (stream, headers) => {
      heads.push(headers);
      const parts: Buffer[] = [];
      stream.on('error', () => undefined);
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => answer(stream, Buffer.concat(parts), headers));
    });
    const connection = connect(await portOf(server), options);
    await connection.ready;
    return connection;
  }

  /** Gives the connection to a server that says HTTP/2's first words and then what it likes. */
  async function speak(
    talk: (socket: Socket) => void,
    options: Partial<ClientConnectionOptions> = {},
  ): Promise<ClientConnection> {
    const server = createTcpServer((socket) => {
      cleanup.add(() => void socket.destroy());
      socket.on('error', () => undefined);
      socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
      talk(socket);
    });
    cleanup.add(() => void server.close());
    const connection = connect(await portOf(server), options);
    await connection.ready;
    return connection;
  }

  async function refusal(call: Promise<Buffer>): Promise<{ code: number; message: string; unsent: boolean }> {
    const error: unknown = await call.then(
      () => new Error('was answered'),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof RpcError)) throw error;
    return { code: error.code, message: error.message, unsent: error.unsent };
  }

  const usual = [0, 1, 5, 16_379, 16_380, 70_000, 1_000_000];
  for (const [what, settings, sizes] of [
    ['a usual server', {}, usual],
    ['one with small windows', { settings: { initialWindowSize: 7 } }, [0, 1, 2, 3, 600]],
    ['one that takes three calls at once', { settings: { maxConcurrentStreams: 3 } }, usual],
    ['one that pads its frames', { paddingStrategy: constants.PADDING_STRATEGY_MAX }, usual],
  ] as const) {
    it(`sends and gets messages of any size: ${what}`, async () => {
      const connection = await serve(ok, settings);
      const messages = sizes.map((bytes, i) => Buffer.alloc(bytes, i + 1));
      const replies = await Promise.all(messages.map((message) => connection.unary('/t/Echo', message)));
      expect(replies.every((reply, i) => reply.equals(messages[i] ?? Buffer.alloc(1)))).to.equal(true);
    });
  }

  it('gives what is larger than its windows, and refuses what is larger than it was told to take', async () => {
    const echo = await Echo.start(cleanup);
    const connection = connect(echo.port, { messageBytesMax: 80_000_000 });
    const reply = await connection.unary('/test.Echo/Large', Buffer.from('80000000'));
    expect(reply.length).to.equal(80_000_000);
    expect(await refusal(connection.unary('/test.Echo/Large', Buffer.from('80000001')))).to.deep.equal({
      code: Code.RESOURCE_EXHAUSTED,
      message: 'the answer is larger than 80000000 bytes',
      unsent: false,
    });
    expect((await connection.unary('/test.Echo/Unary', Buffer.from('on'))).toString()).to.equal('on');
  });

  it('tells the server the time that a call has, and ends the call when it is over', async () => {
    const connection = await serve(() => undefined);
    expect(await refusal(connection.unary('/t/Never', Buffer.alloc(1), { timeoutMs: 40.2 }))).to.deep.equal({
      code: Code.DEADLINE_EXCEEDED,
      message: 'no answer within 41 ms',
      unsent: false,
    });
    await eventually(() => heads.length === 1, 'the call at the server');
    expect(heads[0]).to.include({ ':path': '/t/Never', 'grpc-timeout': '41m', 'content-type': 'application/grpc' });
  });

  it('ends a call whose caller gives up, and the server hears of it', async () => {
    const echo = await Echo.start(cleanup);
    const connection = connect(echo.port);
    const abort = new AbortController();
    const call = refusal(connection.unary('/test.Echo/Never', Buffer.alloc(0), { signal: abort.signal }));
    await eventually(() => echo.waiting.length === 1, 'the call at the server');
    abort.abort();
    expect(await call).to.deep.equal({ code: Code.CANCELLED, message: 'the caller gave up', unsent: false });
    await eventually(() => echo.waiting[0]?.cancelled === true, 'the server has heard');
    const before = connection.unary('/test.Echo/Never', Buffer.alloc(0), { signal: abort.signal });
    expect(await refusal(before)).to.include({ code: Code.CANCELLED, unsent: true });
    // What comes after it has been read says that it was not.
    expect((await connection.unary('/test.Echo/Unary', Buffer.from('after'))).toString()).to.equal('after');
    expect(echo.waiting.length).to.equal(1);
  });

  it('lets calls end that a server which stops has seen; others have not been sent', async () => {
    const held = new EventEmitter();
    const connection = await serve((stream, request, headers) => {
      held.once('go', () => ok(stream, request, headers));
      held.emit('held');
    });
    const begun = once(held, 'held');
    const call = connection.unary('/t/Echo', framed(Buffer.from('seen')).subarray(5));
    await begun;
    sessions[0]?.goaway(0, 1);
    await eventually(() => !connection.usable, 'the news');
    expect(await refusal(connection.unary('/t/Echo', Buffer.alloc(1)))).to.include({
      code: Code.UNAVAILABLE,
      unsent: true,
    });
    held.emit('go');
    expect((await call).toString()).to.equal('seen');
  });

  it('takes no more calls once it is drained, and ends with the last one', async () => {
    const held = new EventEmitter();
    const connection = await serve((stream, request, headers) => {
      held.once('go', () => ok(stream, request, headers));
      held.emit('held');
    });
    const begun = once(held, 'held');
    const call = connection.unary('/t/Echo', Buffer.from('under way'));
    await begun;
    connection.drain();
    expect(await refusal(connection.unary('/t/Echo', Buffer.alloc(1)))).to.include({ code: 14, unsent: true });
    held.emit('go');
    expect((await call).toString()).to.equal('under way');
    await eventually(() => sessions[0]?.destroyed === true, 'the end of the connection');
  });

  it('calls that wait for their turn on it then are not sent, and end at once', async () => {
    const connection = await serve(() => undefined, { settings: { maxConcurrentStreams: 1 } });
    const first = refusal(connection.unary('/t/Never', Buffer.alloc(1)));
    const second = refusal(connection.unary('/t/Never', Buffer.alloc(1)));
    connection.drain();
    expect(await second).to.deep.equal({ code: 14, message: 'the connection is closed', unsent: true });
    connection.close();
    expect(await first).to.include({ code: 14, unsent: false });
  });

  it('says of a call that a server has not begun that it was not sent', async () => {
    const refused = await serve((stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM));
    expect(await refusal(refused.unary('/t/Echo', Buffer.alloc(1)))).to.include({ code: 14, unsent: true });
    const broken = await serve((stream) => stream.session?.destroy());
    expect(await refusal(broken.unary('/t/Echo', Buffer.alloc(1)))).to.include({ code: 14, unsent: false });
    const gone = createTcpServer();
    const nobody = connect(await portOf(gone).finally(() => void gone.close()));
    const call = refusal(nobody.unary('/t/Echo', Buffer.alloc(1)));
    expect(await nobody.ready.catch((error: Error) => error.message)).to.contain('ECONNREFUSED');
    expect(await call).to.include({ code: 14, unsent: true });
  });

  it('asks a server that is silent for a sign of life, while there are calls, and gives it up without one', async () => {
    let heard = Buffer.alloc(0);
    const keepalive = { intervalMs: 20, timeoutMs: 30 };
    const listen = (socket: Socket): void =>
      void socket.on('data', (chunk: Buffer) => (heard = Buffer.concat([heard, chunk])));
    const silent = await speak(listen, { keepalive });
    const error = await refusal(silent.unary('/t/Echo', Buffer.alloc(1)));
    expect(error).to.deep.equal({
      code: Code.UNAVAILABLE,
      message: 'the connection broke: no answer to a ping within 30 ms',
      unsent: false,
    });
    expect(heard.includes('kuorum/1')).to.equal(true);
    // Node's answers pings: a call may take as long as it likes.
    const patient = { keepalive: { intervalMs: 20, timeoutMs: 10_000 } };
    const slow = await serve(
      (stream, request, headers) => setTimeout(() => ok(stream, request, headers), 300),
      {},
      patient,
    );
    expect((await slow.unary('/t/Echo', Buffer.from('late'))).toString()).to.equal('late');
  });

  const answers: [what: string, answer: Answer, code: number, message: string][] = [
    [
      'without a status',
      (stream) => {
        stream.respond({ ':status': 200 });
        stream.end(framed(Buffer.alloc(1)));
      },
      Code.INTERNAL,
      'the server ended the call without a status',
    ],
    [
      'another protocol',
      (stream) => stream.respond({ ':status': 404 }, { endStream: true }),
      Code.UNKNOWN,
      'the server answered with status 404',
    ],
    [
      'a status alone',
      (stream) => stream.respond({ ':status': 200, 'grpc-status': '9', 'grpc-message': 'a%20b' }, { endStream: true }),
      9,
      'a b',
    ],
    [
      'no message',
      (stream) => ok(stream, Buffer.alloc(0), {}),
      Code.INTERNAL,
      'the answer is not one message without compression',
    ],
    [
      'half of one',
      (stream) => ok(stream, framed(Buffer.alloc(9)).subarray(0, 8), {}),
      Code.INTERNAL,
      'the answer is not one message without compression',
    ],
    [
      'two of them',
      (stream) => ok(stream, Buffer.concat([framed(Buffer.alloc(1)), framed(Buffer.alloc(1))]), {}),
      Code.INTERNAL,
      'the answer is not one message without compression',
    ],
    [
      'a compressed one',
      (stream) => ok(stream, Buffer.from([1, 0, 0, 0, 1, 7]), {}),
      Code.INTERNAL,
      'the answer is not one message without compression',
    ],
  ];
  for (const [what, answer, code, message] of answers) {
    it(`an answer that is ${what} is an error of that call only`, async () => {
      let first = true;
      const connection = await serve((stream, request, headers) => {
        if (first) answer(stream, request, headers);
        else ok(stream, request, headers);
        first = false;
      });
      expect(await refusal(connection.unary('/t/Echo', Buffer.alloc(1)))).to.deep.equal({
        code,
        message,
        unsent: false,
      });
      expect((await connection.unary('/t/Echo', Buffer.from('next'))).toString()).to.equal('next');
    });
  }

  const frame = (type: number, flags: number, id: number, payload: Buffer): Buffer => {
    const head = Buffer.from([0, 0, 0, type, flags, 0, 0, 0, id]);
    head.writeUIntBE(payload.length, 0, 3);
    return Buffer.concat([head, payload]);
  };
  const broken: [what: string, bytes: Buffer][] = [
    ['text', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a frame that is too large', frame(0, 0, 1, Buffer.alloc(16_385))],
    ['a push', frame(5, 4, 1, Buffer.alloc(5))],
    ['headers that cannot be read', frame(1, 5, 1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))],
    ['headers without an end', Buffer.concat([frame(1, 0, 1, Buffer.alloc(1)), frame(0, 0, 1, Buffer.alloc(1))])],
    ['settings of a wrong size', frame(4, 0, 0, Buffer.alloc(5))],
    ['a window of a wrong size', frame(8, 0, 0, Buffer.alloc(3))],
    ['a short goodbye', frame(7, 0, 0, Buffer.alloc(7))],
  ];
  for (const [what, bytes] of broken) {
    it(`${what} ends the connection, and the call on it as one that may have been sent`, async () => {
      const connection = await speak((socket) => void socket.once('data', () => socket.write(bytes)));
      const call = refusal(connection.unary('/t/Echo', Buffer.alloc(1)));
      expect(await call).to.include({ code: Code.UNAVAILABLE, unsent: false });
      expect(connection.usable).to.equal(false);
    });
  }
});
