/** Sessions on a kubelet's server: how many there may be, and how long nothing may go through one. */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { VirtualClock } from '@kuorum/base';
import { channels, FramedSocket, silentLogger } from '@kuorum/base/node';
import { HollowRuntime } from '@kuorum/kubelet';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { eventually } from './eventually.js';
import { startKubeletServer, type KubeletServer } from '../dist/kubelet-server.js';

const hourMs = 3_600_000;

describe('sessions on the server of a kubelet', () => {
  const cleanup = new Cleanup();
  const clock = new VirtualClock();
  let server: KubeletServer;

  before(async () => {
    const runtime = new HollowRuntime();
    const pod = { namespace: 'default', name: 'web', uid: 'one' };
    await runtime.startContainer({
      ...{ pod, hostname: 'web', shared: false, name: 'main', attempt: 0, backoffMs: 0, image: 'i', workingDir: '' },
      ...{ command: [], args: [], env: {}, ports: [], cpuLimitMillis: 0, memoryLimitBytes: 0, cpuRequestMillis: 0 },
    });
    const [found] = await runtime.listPods();
    server = await startKubeletServer({
      listen: '127.0.0.1:0',
      runtime,
      findAttempts: () => found?.containers,
      findPodUid: () => 'one',
      health: () => ({ ok: true, message: 'ok' }),
      stats: () => Promise.reject(new Error('not here')),
      now: () => 0,
      logger: silentLogger,
      // The other end's clock stands still, so it gives no signs of life.
      streams: { clock, sessionsMax: 2, frames: { silenceMs: Infinity } },
    });
    cleanup.add(() => server.stop());
  });
  after(() => cleanup.run());

  const upgrade = async (path: string, protocol: string): Promise<FramedSocket | IncomingMessage> => {
    const headers = { connection: 'Upgrade', upgrade: protocol };
    const asked = request({ host: '127.0.0.1', port: server.port, path, headers, agent: false }).end();
    return new Promise((resolve, reject) => {
      asked.on('response', resolve);
      asked.on('error', reject);
      asked.on('upgrade', (_response, socket: Socket, head: Buffer) =>
        resolve(new FramedSocket(socket, head, { clock: new VirtualClock() })),
      );
    });
  };
  const exec = (query = 'command=cat&stdin=true&stdout=true'): Promise<FramedSocket | IncomingMessage> =>
    upgrade(`/exec/default/web/main?${query}`, 'kuorum.v1.exec');
  const session = async (): Promise<FramedSocket> => {
    const opened = await exec();
    if (!(opened instanceof FramedSocket)) throw new Error(`refused: ${await text(opened)}`);
    return opened;
  };

  it('end when nothing has gone either way for 4 hours, and say so', async () => {
    const frames = await session();
    let status = '';
    const received = frames.receive((channel, payload) => {
      if (channel === channels.status) status = payload.toString();
    });
    clock.advance(4 * hourMs - 2_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(frames.signal.aborted).to.equal(false);
    clock.advance(2_000);
    await eventually('its end', () => (status === '' ? undefined : true));
    expect(JSON.parse(status)).to.deep.equal({ error: 'closed, as nothing has gone either way for 14400 s' });
    await received;
  });

  it('are at most so many, and one that ends makes room', async () => {
    const [first, second] = [await session(), await session()];
    const third = (await exec()) as IncomingMessage;
    expect(third.statusCode).to.equal(429);
    expect(await text(third)).to.match(/there are 2 sessions of exec and port-forward on this node already/);
    first.destroy();
    await eventually('room', async () => {
      const again = await exec();
      if (!(again instanceof FramedSocket)) return void again.resume();
      again.destroy();
      return true;
    });
    second.destroy();
  });

  it('are refused with a status that says why', async () => {
    for (const [path, protocol, code] of [
      ['/exec/default/web/main?stdout=true', 'kuorum.v1.exec', 400],
      ['/exec/default/web/main?command=a', 'kuorum.v1.exec', 400],
      ['/exec/default/web/main?command=a&stdout=true&tty=true', 'kuorum.v1.exec', 501],
      ['/exec/default/web/main?command=a&stdout=true', 'websocket', 404],
      ['/portForward/default/web?port=x', 'kuorum.v1.portforward', 400],
      ['/portForward/default/web?port=80', 'kuorum.v1.portforward', 501],
      ['/healthz', 'kuorum.v1.exec', 404],
    ] as const) {
      const answer = await eventually(path, async () => {
        const got = (await upgrade(path, protocol)) as IncomingMessage;
        got.resume();
        return got.statusCode === 429 ? undefined : got;
      });
      expect(answer.statusCode, path).to.equal(code);
    }
  });

  /** A client that keeps its own side open, whatever the server does; resolves when it has the answer and its end. */
  const halfOpen = async (head: string): Promise<{ socket: Socket; answer: string }> => {
    const socket = connect({ host: '127.0.0.1', port: server.port, allowHalfOpen: true });
    cleanup.add(() => socket.destroy());
    socket.on('error', () => undefined);
    socket.write(`${head} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: kuorum.v1.exec\r\n\r\n`);
    let answer = '';
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) answer += String(chunk);
    return { socket, answer };
  };
  /** What is sent to a connection that is there no more is answered by a reset. */
  const isClosed = (socket: Socket) => (): true | undefined => {
    if (socket.destroyed) return true;
    socket.write('x');
    return undefined;
  };

  for (const head of ['GET /nothing', 'GET /exec/default/web/main', 'POST /exec/default/web/main?command=a']) {
    it(`are closed 5 s after a refusal, though the other side stays open: ${head}`, async () => {
      const { socket, answer } = await halfOpen(head);
      expect(answer).to.match(/^HTTP\/1.1 40[04] /);
      clock.advance(5_000);
      await eventually('a reset', isClosed(socket));
    });
  }

  it('end with the server', async () => {
    const frames = await session();
    const gone = once(frames.signal, 'abort');
    frames.receive(() => undefined).catch(() => undefined);
    await server.stop();
    await gone;
  });
});
