/** Clients that others wrote: grpc-js, with every kind of call, and Node's HTTP/2. */
import { connect as connectHttp2, constants } from 'node:http2';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import { Client, credentials, Metadata, status, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { Echo } from './echo-server.js';

const same = (bytes: Buffer): Buffer => bytes;
/** As one message of a call. */
const prefixed = (text: string): Buffer => {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(text.length, 1);
  return Buffer.concat([prefix, Buffer.from(text)]);
};
type Outcome = { bytes: Buffer } | { code: number; details: string };

describe('a server of ours', () => {
  const cleanup = new Cleanup();
  let echo: Echo;
  let client: Client;

  beforeEach(async () => {
    echo = await Echo.start(cleanup);
    client = cleanup.own(
      new Client(`127.0.0.1:${echo.port}`, credentials.createInsecure(), {
        'grpc.max_receive_message_length': -1,
        'grpc.use_local_subchannel_pool': 1,
      }),
      (each) => each.close(),
    );
  });
  afterEach(() => cleanup.run());

  const unary = (
    method: string,
    request: Buffer | string,
    { metadata = new Metadata(), deadline = Date.now() + 10_000 } = {},
  ): Promise<Outcome> =>
    new Promise((resolve) => {
      const done = (error: ServiceError | null, bytes?: Buffer): void =>
        resolve(error === null ? { bytes: bytes ?? Buffer.alloc(0) } : { code: error.code, details: error.details });
      client.makeUnaryRequest(`/test.Echo/${method}`, same, same, Buffer.from(request), metadata, { deadline }, done);
    });
  const answer = async (...parameters: Parameters<typeof unary>): Promise<Buffer> => {
    const outcome = await unary(...parameters);
    if (!('bytes' in outcome)) throw new Error(`${outcome.code}: ${outcome.details}`);
    return outcome.bytes;
  };
  const bidi = (method: string): ClientDuplexStream<Buffer, Buffer> => {
    const call = client.makeBidiStreamRequest(`/test.Echo/${method}`, same, same);
    cleanup.add(() => call.cancel());
    return call;
  };

  for (const bytes of [0, 1, 1000, 16_379, 16_380, 70_000, 2 * 1024 * 1024]) {
    it(`answers a message of ${bytes} bytes, at once and later`, async () => {
      const request = Buffer.alloc(bytes, 'abcdefghijklm');
      expect((await answer('Unary', request)).equals(request)).to.equal(true);
      expect((await answer('Later', request)).equals(request)).to.equal(true);
    });
  }

  it('answers 2000 calls at once', async () => {
    const requests = Array.from({ length: 2000 }, (_, i) => `call ${i}`);
    const answers = await Promise.all(
      requests.map((request) => answer(Math.random() < 0.5 ? 'Unary' : 'Later', request)),
    );
    expect(answers.map((bytes) => bytes.toString())).to.deep.equal(requests);
  });

  it('sends a large message through small windows', async () => {
    const bytes = await answer('Large', String(20 * 1024 * 1024));
    expect(bytes.equals(Buffer.alloc(20 * 1024 * 1024, 'l'))).to.equal(true);
  });

  it('refuses with code and text, whatever is in it', async () => {
    expect(await unary('Refuse', '')).to.deep.equal({ code: 9, details: 'not ü 100 %\n' });
    expect(await unary('Wrong', '')).to.deep.equal({ code: status.INVALID_ARGUMENT, details: 'out of range' });
  });

  it('keeps a bug to itself, and serves on', async () => {
    expect(await unary('Bug', '')).to.deep.equal({ code: status.INTERNAL, details: 'grpc: internal error' });
    expect(echo.bugs).to.have.length(1);
    expect((await answer('Unary', 'still here')).toString()).to.equal('still here');
  });

  it('refuses a message that is too large', async () => {
    expect(await unary('Unary', Buffer.alloc(2 * 1024 * 1024 + 1))).to.deep.equal({
      code: status.RESOURCE_EXHAUSTED,
      details: 'grpc: received message larger than max (2097153 vs. 2097152)',
    });
    expect((await answer('Unary', 'and on')).toString()).to.equal('and on');
  });

  it('says of a method that it does not know it', async () => {
    expect(await unary('Nothing', '')).to.deep.equal({
      code: status.UNIMPLEMENTED,
      details: 'unknown method /test.Echo/Nothing',
    });
  });

  it('reads metadata, text and bytes', async () => {
    const metadata = new Metadata();
    metadata.set('token', 'a b~c');
    metadata.set('data-bin', Buffer.from([0, 255, 128]));
    expect((await answer('Meta', 'token', { metadata })).toString()).to.equal('a b~c');
    expect(await answer('Meta', 'data-bin', { metadata })).to.deep.equal(Buffer.from([0, 255, 128]));
    expect((await answer('Meta', 'other', { metadata })).toString()).to.equal('(none)');
    expect((await answer('Peer', '')).toString()).to.match(/^\(nobody\) at 127\.0\.0\.1:\d+$/);
  });

  it('ends a call at its deadline, on both sides', async () => {
    const outcome = await unary('Never', '', { deadline: Date.now() + 100 });
    expect(outcome).to.have.property('code', status.DEADLINE_EXCEEDED);
    await eventually(() => echo.waiting[0]?.cancelled === true, 'the handler to be told');
    echo.waiting[0]?.answer();
    expect((await answer('Unary', 'next')).toString()).to.equal('next');
  });

  it('enforces a deadline that its client forgot', async () => {
    const session = cleanup.own(connectHttp2(`http://127.0.0.1:${echo.port}`), (each) => each.destroy());
    const request = session.request({
      ':method': 'POST',
      ':path': '/test.Echo/Never',
      'content-type': 'application/grpc',
      'grpc-timeout': '50m',
    });
    request.end(Buffer.alloc(5));
    const [headers] = (await once(request, 'response')) as [Record<string, string>];
    expect(headers['grpc-status']).to.equal('4');
    await eventually(() => echo.waiting[0]?.cancelled === true, 'the handler to be told');
  });

  it('tells a handler that the client has cancelled', async () => {
    const call = client.makeUnaryRequest('/test.Echo/Never', same, same, Buffer.alloc(0), () => undefined);
    await eventually(() => echo.waiting.length === 1, 'the call');
    call.cancel();
    await eventually(() => echo.waiting[0]?.cancelled === true, 'the handler to be told');
  });

  it('echoes a stream in both directions', async () => {
    const call = bidi('Bidi');
    const received: string[] = [];
    call.on('data', (bytes: Buffer) => received.push(bytes.toString().slice(0, 5)));
    for (let i = 0; i < 100; i++) call.write(Buffer.from(`m${i}`.padEnd(5000)));
    call.end();
    const [{ code }] = (await once(call, 'status')) as [{ code: number }];
    expect(code).to.equal(status.OK);
    expect(received.map((each) => each.trim())).to.deep.equal(Array.from({ length: 100 }, (_, i) => `m${i}`));
  });

  it('collects a stream of requests', async () => {
    const collected = new Promise<Buffer>((resolve, reject) => {
      const call = client.makeClientStreamRequest('/test.Echo/Collect', same, same, (error, bytes) =>
        error === null ? resolve(bytes ?? Buffer.alloc(0)) : reject(error),
      );
      for (let i = 0; i < 50; i++) call.write(Buffer.alloc(40_000, `${i % 10}`));
      call.end();
    });
    expect((await collected).length).to.equal(50 * 40_000);
  });

  it('writes no further while the client reads nothing, and goes on when it does', async () => {
    const call = client.makeServerStreamRequest('/test.Echo/Repeat', same, same, Buffer.from('400x50000x0'));
    cleanup.add(() => call.cancel());
    let received = 0;
    const order: string[] = [];
    // At once: before the first read grpc-js takes all that comes, whoever pauses it later.
    call.on('data', (bytes: Buffer) => {
      received += bytes.length;
      order.push(String.fromCharCode(bytes[0] ?? 0));
      if (order.length === 3) {
        call.pause();
        setTimeout(() => call.resume(), 50);
      }
    });
    await once(call, 'end');
    expect(received).to.equal(400 * 50_000);
    expect(order).to.deep.equal(Array.from({ length: 400 }, (_, i) => String(i % 10)));
  });

  // Asked of Node's client: grpc-js drops what is unread as soon as it hears of a status that is not OK.
  it('sends everything before the status, also before a refusal, however late it is read', async () => {
    const session = cleanup.own(connectHttp2(`http://127.0.0.1:${echo.port}`), (each) => each.destroy());
    const request = session.request({
      ':method': 'POST',
      ':path': '/test.Echo/Repeat',
      'content-type': 'application/grpc',
    });
    request.end(prefixed('100x50000x10'));
    await once(request, 'response');
    let trailers: Record<string, unknown> | undefined;
    request.on('trailers', (headers: Record<string, unknown>) => (trailers = headers));
    // Neither does the status overtake what is unread, nor is more sent than there is room for.
    expect((await answer('Unary', 'others are served')).toString()).to.equal('others are served');
    expect(trailers).to.equal(undefined);
    const received = await buffer(request);
    expect(received.length).to.equal(100 * 50_005);
    for (let i = 0; i < 100; i++) expect(received[i * 50_005 + 5]).to.equal(`${i % 10}`.charCodeAt(0));
    expect(trailers).to.include({ 'grpc-status': '10', 'grpc-message': 'that is all' });
  });

  it('holds back what a client sends to a stream that is paused', async () => {
    const call = bidi('Manual');
    call.on('error', () => undefined);
    call.write(Buffer.from('first'));
    const stream = await eventually(() => echo.streams[0], 'the call');
    const received: number[] = [];
    stream.pause();
    stream.onMessage((message) => received.push(message.length));
    let taken = 0;
    for (let i = 0; i < 100; i++) call.write(Buffer.alloc(50_000), () => taken++);
    call.end();
    expect((await answer('Unary', 'others are served')).toString()).to.equal('others are served');
    expect(received).to.deep.equal([]);
    expect(taken).to.be.lessThan(40);
    stream.resume();
    await eventually(() => received.length === 100, 'all of them');
  });

  it('lets calls end and then closes, when it is closed', async () => {
    const pending = unary('Never', 'finish me');
    await eventually(() => echo.waiting.length === 1, 'the call');
    const closed = echo.server.close(5_000);
    echo.waiting[0]?.answer();
    expect(await pending).to.deep.equal({ bytes: Buffer.from('finish me') });
    await closed;
    expect(echo.server.connectionCount).to.equal(0);
  });

  it('cuts what does not end in time', async () => {
    const pending = unary('Never', '');
    await eventually(() => echo.waiting.length === 1, 'the call');
    await echo.server.close(50);
    expect(await pending).to.have.property('code', status.UNAVAILABLE);
    expect(echo.waiting[0]?.cancelled).to.equal(true);
  });

  it('hands HTTP/1.1 on the same port to the HTTP server', async () => {
    const request = httpRequest({ port: echo.port, host: '127.0.0.1', path: '/health', agent: false });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(await text(response)).to.equal('http /health');
  });

  it('closes at once with a connection of HTTP that stays open', async () => {
    const agent = cleanup.own(new Agent({ keepAlive: true }), (each) => each.destroy());
    const request = httpRequest({ port: echo.port, host: '127.0.0.1', path: '/health', agent });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await text(response);
    const before = performance.now();
    await echo.server.close(50_000);
    expect(performance.now() - before).to.be.lessThan(40_000);
  });

  it("takes headers in every coding of Node's client, and refuses what is no call", async () => {
    const session = cleanup.own(connectHttp2(`http://127.0.0.1:${echo.port}`), (each) => each.destroy());
    const call = async (headers: Record<string, string>, body: Buffer): Promise<{ status: number; body: Buffer }> => {
      const all = { ':method': 'POST', 'content-type': 'application/grpc', ...headers };
      const request = session.request(all, { endStream: false });
      request.end(body);
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      const [got] = (await once(request, 'response')) as [Record<string, unknown>];
      await once(request, 'close');
      return { status: Number(got[constants.HTTP2_HEADER_STATUS]), body: Buffer.concat(chunks) };
    };
    for (let code = 33; code < 256; code++) {
      const value = String.fromCharCode(code).repeat(3) + 'e'.repeat(200);
      const body = Buffer.from(`\0\0\0\0\x05x-key`, 'latin1');
      const response = await call({ ':path': '/test.Echo/Meta', 'x-key': value }, body);
      expect(response.body.subarray(5).toString('latin1')).to.equal(value);
    }
    const json = { ':path': '/test.Echo/Unary', 'content-type': 'application/json' };
    expect((await call(json, Buffer.alloc(0))).status).to.equal(415);
    expect((await call({ ...json, ':method': 'GET' }, Buffer.alloc(0))).status).to.equal(405);
  });
});
