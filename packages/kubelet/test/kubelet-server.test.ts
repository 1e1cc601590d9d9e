/** The kubelet's HTTP server by itself, asked by sockets that need not keep to HTTP's rules. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { HollowRuntime, RuntimeError, type LogOptions, type RuntimeContainer } from '@kuorum/kubelet';
import { silentLogger } from '@kuorum/base/node';
import { eventually } from './eventually.js';
import { startKubeletServer, type KubeletServer } from '../dist/kubelet-server.js';
import type { Summary } from '../dist/stats/summary.js';

describe('the server of a kubelet', () => {
  let server: KubeletServer;
  /** What the runtime gives as the logs of the one container that there is. */
  let logs: (id: string, options: LogOptions) => Promise<Readable>;
  let stats: () => Promise<Summary>;
  let findAttempts: () => readonly RuntimeContainer[];
  beforeEach(async () => {
    findAttempts = () => [{ id: 'hollow://one', state: 'running' } as RuntimeContainer];
    const runtime = Object.assign(new HollowRuntime(), {
      logs: (id: string, options: LogOptions) => logs(id, options),
    });
    server = await startKubeletServer({
      listen: '127.0.0.1:0',
      runtime,
      findAttempts: () => findAttempts(),
      findPodUid: () => 'one',
      health: () => ({ ok: true, message: 'ok' }),
      stats: () => stats(),
      now: () => 0,
      logger: silentLogger,
      logStreamsMax: 2,
    });
  });
  afterEach(() => server.stop());

  /** The status line of the answer to a request line as it is given. */
  function statusOf(requestLine: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(`${requestLine} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      });
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('error', reject);
      socket.on('close', () => resolve(text.split('\r\n')[0] ?? ''));
    });
  }

  async function getLogs(query = ''): Promise<IncomingMessage> {
    const request = get({
      host: '127.0.0.1',
      port: server.port,
      path: `/containerLogs/default/web/main${query}`,
      agent: false,
    });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response;
  }

  it('goes on after a request that our own code fails at, answered or broken off', async () => {
    const bug = (): never => {
      throw new Error('a bug');
    };
    stats = () => Promise.resolve({ odd: 1n } as unknown as Summary);
    expect(await statusOf('GET /stats/summary')).to.equal('');
    findAttempts = bug;
    expect(await statusOf('GET /containerLogs/default/web/main')).to.equal('HTTP/1.1 500 Internal Server Error');
    expect(await statusOf('GET /healthz')).to.equal('HTTP/1.1 200 OK');
  });

  it('sends long logs whole to a slow reader, and holds only a little of them meanwhile', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const chunks = 1024;
    let taken = 0;
    logs = () =>
      Promise.resolve(
        new Readable({
          read() {
            this.push(taken++ < chunks ? chunk : null);
          },
        }),
      );
    const response = await getLogs();
    // Everything between the two ends is full when nothing has moved for so many turns of the event loop.
    let before = -1;
    for (let still = 0; still < 200; still++) {
      if (before !== taken) still = 0;
      before = taken;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(taken).to.be.below(chunks / 2);
    let bytes = 0;
    for await (const part of response) bytes += (part as Buffer).length;
    expect(bytes).to.equal(chunks * chunk.length);
  });

  it('ends logs at so many bytes, also while they are followed, and reads them from a time on', async () => {
    const wanted: LogOptions[] = [];
    const sources: Readable[] = [];
    const followed = (options: LogOptions): Promise<Readable> => {
      wanted.push(options);
      const source = new Readable({ read: () => undefined });
      source.push('one\ntwo\n');
      sources.push(source);
      return Promise.resolve(source);
    };
    logs = (_id, options) => followed(options);
    const response = await getLogs('?follow=true&limitBytes=6&sinceTime=1970-01-01T00:00:05Z');
    expect(await text(response)).to.equal('one\ntw');
    expect(wanted[0]).to.include({ follow: true, sinceMs: 5_000 });
    expect(sources[0]?.destroyed).to.equal(true);
    expect((await getLogs('?sinceTime=soon')).statusCode).to.equal(400);
    expect((await getLogs('?limitBytes=-1')).statusCode).to.equal(400);
  });

  it('lets go of logs that nobody reads any more, whoever breaks off', async () => {
    const source = new Readable({ read: () => undefined });
    source.push('first\n');
    logs = () => Promise.resolve(source);
    const response = await getLogs();
    const closed = new Promise((resolve) => source.once('close', resolve));
    response.destroy();
    await closed;

    const failing = new Readable({ read: () => undefined });
    failing.push('first\n');
    logs = () => Promise.resolve(failing);
    const broken = await getLogs();
    const failed = once(broken, 'error');
    broken.resume();
    failing.destroy(new Error('the engine has gone'));
    await failed;
  });

  it('follows so many logs at a time, refuses more, and has room again when one of them ends', async () => {
    logs = () => Promise.resolve(new Readable({ read: () => undefined }));
    const [first] = [await getLogs('?follow=true'), await getLogs('?follow=true')];
    const refused = await getLogs('?follow=true');
    expect(refused.statusCode).to.equal(429);
    expect(await text(refused)).to.equal('there are 2 streams of logs on this node already: end one of them\n');
    first.destroy();
    await eventually('room', async () => {
      const again = await getLogs('?follow=true');
      again.destroy();
      return again.statusCode === 200 ? true : undefined;
    });
  });

  it('says what the runtime says when there are no logs', async () => {
    logs = () => Promise.reject(new RuntimeError('NotFound', 'No such container: one'));
    expect((await getLogs()).statusCode).to.equal(404);
    logs = () => Promise.reject(new Error('the engine has gone'));
    expect((await getLogs()).statusCode).to.equal(500);
  });

  it('serves what is used as JSON, and says when that cannot be told', async () => {
    const usage = { cpu: { time: '', usageCoreNanoSeconds: 7 }, memory: { time: '', workingSetBytes: 8 } };
    const summary: Summary = { node: { nodeName: 'node-1', ...usage }, pods: [] };
    stats = () => Promise.resolve(summary);
    const response = await fetch(`http://127.0.0.1:${server.port}/stats/summary`);
    expect(response.headers.get('content-type')).to.equal('application/json');
    expect(await response.json()).to.deep.equal(summary);
    stats = () => Promise.reject(new RuntimeError('Unavailable', 'the engine gave no answer'));
    expect(await statusOf('GET /stats/summary')).to.equal('HTTP/1.1 503 Service Unavailable');
    stats = () => Promise.reject(new Error('a bug'));
    expect(await statusOf('GET /stats/summary')).to.equal('HTTP/1.1 500 Internal Server Error');
    expect(await statusOf('GET /stats')).to.equal('HTTP/1.1 404 Not Found');
  });

  const malformed: [what: string, requestLine: string][] = [
    ['escapes that are not UTF-8', 'GET /%E0%A4%A'],
    ['a path that is no URL', 'GET //'],
    ['a host that is none', 'GET http://[/'],
  ];
  for (const [what, requestLine] of malformed) {
    it(`answers 400 to ${what} and goes on`, async () => {
      expect(await statusOf(requestLine)).to.equal('HTTP/1.1 400 Bad Request');
      expect(await statusOf('GET /healthz')).to.equal('HTTP/1.1 200 OK');
    });
  }

  it('answers 404 and 405 to what it does not serve', async () => {
    expect(await statusOf('GET /pods')).to.equal('HTTP/1.1 404 Not Found');
    expect(await statusOf('GET /containerLogs/default/web')).to.equal('HTTP/1.1 404 Not Found');
    expect(await statusOf('DELETE /healthz')).to.equal('HTTP/1.1 405 Method Not Allowed');
  });
});
