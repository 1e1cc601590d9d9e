/** A connection of frames to a kubelet that does not answer as it should. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { make, type ApiStatusError } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import type { FramedSocket } from '@kuorum/base/node';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { askKubeletBy } from '../dist/server/kubelet-connection.js';
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

  const open = (
    signal = new AbortController().signal,
  ): { opening: Promise<FramedSocket>; accepted: Promise<Socket> } => {
    const { port: Port } = server.address() as AddressInfo;
    const status = {
      addresses: [{ type: 'InternalIP' as const, address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port } },
    };
    const node = make('Node', { metadata: { name: 'node-1' }, status });
    const accepted = (once(server, 'connection') as Promise<[Socket]>).then(([socket]) => socket.resume());
    const askKubelet = askKubeletBy(undefined);
    return {
      opening: openKubeletStream({ askKubelet, clock, node, path: '/exec/a/b/c', protocol: 'p', signal }),
      accepted,
    };
  };
  const failure = async (opening: Promise<FramedSocket>): Promise<ApiStatusError> =>
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
