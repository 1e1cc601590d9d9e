/** The kubelet's HTTP server by itself, asked by sockets that need not keep to HTTP's rules. */
import { connect } from 'node:net';
import { expect } from 'chai';
import { HollowRuntime } from '@kuorum/kubelet';
import { silentLogger } from '@kuorum/base/node';
import { startKubeletServer, type KubeletServer } from '../dist/kubelet-server.js';

describe('the server of a kubelet', () => {
  let server: KubeletServer;
  beforeEach(async () => {
    server = await startKubeletServer({
      listen: '127.0.0.1:0',
      runtime: new HollowRuntime(),
      findAttempts: () => undefined,
      health: () => ({ ok: true, message: 'ok' }),
      now: () => 0,
      logger: silentLogger,
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
