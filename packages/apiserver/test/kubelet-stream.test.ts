/** A connection of frames to a kubelet that does not answer as it should. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { make, type ApiStatusError } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import type { FramedSocket } from '@kuorum/base/node';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { kubeletAnswer, type KubeletQuestion } from '../dist/server/kubelet-answer.js';
import { askKubeletBy, type AskKubelet } from '../dist/server/kubelet-connection.js';
import { openKubeletStream } from '../dist/server/kubelet-stream.js';

describe('a stream to a kubelet', () => {
  const cleanup = new Cleanup();
  const clock = new VirtualClock();
  let server: Server;
  before(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanup.add(() => server.close());
  });
  after(() => cleanup.run());

  interface Asked<T> {
    readonly opening: Promise<T>;
    readonly accepted: Promise<Socket>;
    /** The headers of an answer that is no upgrade have been read. */
    readonly answered: Promise<unknown>;
  }
  const ask = <T>(
    begin: (question: KubeletQuestion) => Promise<T>,
    signal = new AbortController().signal,
  ): Asked<T> => {
    const { port: Port } = server.address() as AddressInfo;
    const status = {
      addresses: [{ type: 'InternalIP' as const, address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port } },
    };
    const node = make('Node', { metadata: { name: 'node-1' }, status });
    const accepted = (once(server, 'connection') as Promise<[Socket]>).then(([socket]) => socket.resume());
    let seen: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (seen = resolve));
    const askKubelet: AskKubelet = (options, onResponse) =>
      askKubeletBy(undefined)(options, (response) => {
        onResponse(response);
        seen();
      });
    return { opening: begin({ askKubelet, clock, node, path: '/exec/a/b/c', signal }), accepted, answered };
  };
  const open = (signal?: AbortSignal): Asked<FramedSocket> =>
    ask((question) => openKubeletStream({ ...question, upgrade: 'p' }), signal);
  /** As `once(socket, 'close')`, whatever it is closed by. */
  const closeOf = (socket: Socket): Promise<void> => {
    socket.on('error', () => undefined);
    return new Promise((resolve) => socket.once('close', () => resolve()));
  };
  const failure = async (opening: Promise<unknown>): Promise<ApiStatusError> =>
    opening.then(
      () => Promise.reject(new Error('it was opened')),
      (error: unknown) => error as ApiStatusError,
    );

  it('is Unavailable when there is no answer within 10 s', async () => {
    const { opening, accepted } = open();
    const socket = await accepted;
    clock.advance(10_000);
    const { reason, message } = await failure(opening);
    expect(reason).to.equal('ServiceUnavailable');
    expect(message).to.equal('cannot reach the kubelet of node node-1: no answer within 10000 ms');
    socket.destroy();
  });

  for (const [line, reason] of [
    ['404 Not Found', 'NotFound'],
    ['400 Bad Request', 'BadRequest'],
    ['429 Too Many Requests', 'TooManyRequests'],
    ['501 Not Implemented', 'MethodNotAllowed'],
    ['403 Forbidden', 'InternalError'],
    ['200 OK', 'InternalError'],
  ]) {
    it(`is refused with ${reason} when the kubelet answers ${line}`, async () => {
      const { opening, accepted } = open();
      (await accepted).end(`HTTP/1.1 ${line}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nwhy\n`);
      const error = await failure(opening);
      expect(error.reason).to.equal(reason);
      expect(error.message).to.include('why');
    });
  }

  const logsOf = (): Asked<unknown> =>
    ask((question) => kubeletAnswer(question, { response: (got) => (got.statusCode === 200 ? got : undefined) }));
  for (const [what, begin] of [
    ['exec', open],
    ['logs', logsOf],
  ] as const) {
    it(`is Unavailable when the kubelet begins to refuse ${what} and does not go on`, async () => {
      const { opening, accepted, answered } = begin();
      const socket = await accepted;
      const closed = closeOf(socket);
      socket.write('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\nwh');
      await answered;
      clock.advance(10_000);
      const { reason, message } = await failure(opening);
      expect(reason).to.equal('ServiceUnavailable');
      expect(message).to.equal('cannot reach the kubelet of node node-1: no answer within 10000 ms');
      await closed;
    });
  }

  it('reads so much of a refusal, however long, and lets go of it', async () => {
    const { opening, accepted } = open();
    const socket = await accepted;
    const closed = closeOf(socket);
    socket.write(`HTTP/1.1 400 Bad Request\r\n\r\n${'x'.repeat(100_000)}`);
    expect((await failure(opening)).message).to.match(/^x{1024}$/);
    await closed;
    expect(clock.pending, 'timers').to.equal(0);
  });

  it('is closed when its caller has gone', async () => {
    const gone = new AbortController();
    const { opening, accepted } = open(gone.signal);
    const socket = await accepted;
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: p\r\n\r\n');
    const frames = await opening;
    const closed = once(socket, 'close');
    gone.abort();
    await closed;
    expect(frames.signal.aborted).to.equal(true);
  });
});
