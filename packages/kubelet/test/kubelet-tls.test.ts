/** The kubelet's server over TLS: whom it lets in, and what it tells the others. */
import { once } from 'node:events';
import { readFile, rename } from 'node:fs/promises';
import { get as getPlaintext, type IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { silentLogger } from '@kuorum/base/node';
import { tlsFromFiles } from '@kuorum/client';
import { HollowRuntime, type RuntimeContainer } from '@kuorum/kubelet';
import { Cleanup } from '@kuorum/testing';
import { TestCa, type CertificateFiles, type CertificateWishes } from '@kuorum/testing/test-ca';
import { expect } from 'chai';
import { startKubeletServer, type KubeletServer } from '../dist/kubelet-server.js';

const apiservers = 'kuorum:kubelet-api-clients';
const logsPath = '/containerLogs/default/web/main';
const statsPath = '/stats/summary';
const dayMs = 24 * 3_600_000;

describe('the server of a kubelet over TLS', () => {
  const cleanup = new Cleanup();
  let ca: TestCa;
  let other: TestCa;
  let server: KubeletServer;
  let own: CertificateFiles;

  before(async () => {
    const directory = await cleanup.tempDir();
    [ca, other] = await Promise.all([TestCa.create(directory), TestCa.create(directory, 'other')]);
    own = await ca.issue({ commonName: 'system:node:node-1' });
    server = await startKubeletServer({
      listen: '127.0.0.1:0',
      tls: tlsFromFiles({ caFile: ca.caFile, ...own }),
      runtime: Object.assign(new HollowRuntime(), { logs: () => Promise.resolve(Readable.from(['one line\n'])) }),
      findAttempts: () => [{ id: 'hollow://one', state: 'running' } as RuntimeContainer],
      findPodUid: () => 'one',
      health: () => ({ ok: true, message: 'ok' }),
      stats: () => Promise.reject(new Error('no stats here')),
      now: () => 0,
      logger: silentLogger,
    });
    cleanup.add(() => server.stop());
  });
  after(() => cleanup.run());

  const ask = async (
    path: string,
    files?: CertificateFiles,
  ): Promise<{ code: number; body: string; subject: string }> => {
    const identity =
      files === undefined ? {} : { cert: await readFile(files.certFile), key: await readFile(files.keyFile) };
    const trusted = await readFile(ca.caFile);
    const request = get({ host: '127.0.0.1', port: server.port, path, agent: false, ca: trusted, ...identity });
    let subject = '';
    request.on('socket', (socket) => {
      if (!(socket instanceof TLSSocket)) return;
      socket.once('secureConnect', () => (subject = String(socket.getPeerCertificate().subject.CN)));
    });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { code: response.statusCode ?? 0, body: await text(response), subject };
  };

  it('gives logs to an apiserver', async () => {
    const apiserver = await ca.issue({ commonName: 'kube-apiserver-kubelet-client', organizations: [apiservers] });
    expect(await ask(logsPath, apiserver)).to.include({ code: 200, body: 'one line\n' });
  });

  it('gives its health to everybody', async () => {
    expect(await ask('/healthz')).to.include({ code: 200, body: 'ok\n' });
  });

  const refusals: readonly [who: string, wishes: CertificateWishes & { by?: 'other' }, code: number, why: RegExp][] = [
    [
      'another node',
      { commonName: 'system:node:node-2', organizations: ['system:nodes'] },
      403,
      /^Forbidden: system:node:node-2 may not/,
    ],
    [
      'an administrator',
      { commonName: 'kubernetes-admin', organizations: ['system:masters'] },
      403,
      /not in kuorum:kubelet-api-clients/,
    ],
    ['a certificate without a group', { commonName: apiservers }, 403, /^Forbidden/],
    ['a certificate without a name', { commonName: '' }, 403, /^Forbidden/],
    ['a certificate of another authority', { organizations: [apiservers], by: 'other' }, 401, /it does not hold \(/],
    [
      'a certificate that has expired',
      {
        organizations: [apiservers],
        validFrom: new Date(Date.now() - 2 * dayMs),
        validTo: new Date(Date.now() - dayMs),
      },
      401,
      /it does not hold \(CERT_HAS_EXPIRED\)/,
    ],
  ];
  for (const [who, { by, ...wishes }, code, why] of refusals) {
    it(`refuses logs and usage to ${who}`, async () => {
      const files = await (by === 'other' ? other : ca).issue(wishes);
      for (const path of [logsPath, statsPath]) {
        const answer = await ask(path, files);
        expect(answer.code).to.equal(code);
        expect(answer.body).to.match(why);
      }
    });
  }

  it('refuses logs, and what there is not, to who shows no certificate', async () => {
    for (const path of [logsPath, statsPath, '/nothing']) {
      const answer = await ask(path);
      expect(answer.code).to.equal(401);
      expect(answer.body).to.contain("a client certificate of the cluster's authority is required, there is none");
    }
  });

  /** The session of the first connection is resumed by the second one; the answers' first lines. */
  const askTwice = async (path: string, headers: string, files?: CertificateFiles): Promise<string[]> => {
    const at = { host: '127.0.0.1', port: server.port, ca: await readFile(ca.caFile) };
    const identity =
      files === undefined ? {} : { cert: await readFile(files.certFile), key: await readFile(files.keyFile) };
    const answers: string[] = [];
    let session: Buffer | undefined;
    for (const resumed of [false, true]) {
      const socket = connectTls({ ...at, ...identity, ...(session === undefined ? {} : { session }) });
      cleanup.add(() => socket.destroy());
      socket.on('error', () => undefined);
      socket.on('session', (ticket: Buffer) => (session = ticket));
      let connected: unknown;
      socket.once('secureConnect', () => (connected = [socket.getProtocol(), socket.isSessionReused()]));
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`);
      let answer = '';
      for await (const chunk of socket) answer += String(chunk);
      expect(connected).to.deep.equal(['TLSv1.3', resumed]);
      answers.push(answer.split('\r\n')[0] ?? '');
    }
    return answers;
  };

  it('knows who resumes a session by what he showed when it began: nothing, another authority, a certificate', async () => {
    const stranger = await other.issue({ organizations: [apiservers] });
    const apiserver = await ca.issue({ organizations: [apiservers] });
    const plain = 'Connection: close\r\n';
    const upgrade = 'Connection: Upgrade\r\nUpgrade: kuorum.v1.exec\r\n';
    for (const [path, headers] of [
      [logsPath, plain],
      ['/exec/a/b/c', upgrade],
    ] as const) {
      expect(await askTwice(path, headers)).to.deep.equal(Array(2).fill('HTTP/1.1 401 Unauthorized'));
      expect(await askTwice(path, headers, stranger)).to.deep.equal(Array(2).fill('HTTP/1.1 401 Unauthorized'));
    }
    expect(await askTwice(logsPath, plain, apiserver)).to.deep.equal(Array(2).fill('HTTP/1.1 200 OK'));
  });

  it('does not answer plaintext', async () => {
    const request = getPlaintext({ host: '127.0.0.1', port: server.port, path: '/healthz', agent: false });
    const failed = await once(request, 'response').then(
      () => 'an answer',
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect(failed).to.equal('ECONNRESET');
  });

  it('shows a renewed certificate from the next connection on', async () => {
    expect((await ask('/healthz')).subject).to.equal('system:node:node-1');
    const renewed = await ca.issue({ commonName: 'renewed' });
    await rename(renewed.certFile, own.certFile);
    expect((await ask('/healthz')).subject, 'half of a renewal').to.equal('system:node:node-1');
    await rename(renewed.keyFile, own.keyFile);
    expect((await ask('/healthz')).subject).to.equal('renewed');
  });

  it('closes the connection of whom it refuses, and stops at once, though strangers keep theirs open', async () => {
    const at = { host: '127.0.0.1', port: server.port, allowHalfOpen: true };
    const ask = async (headers: string): Promise<string> => {
      const socket = connectTls({ ...at, ca: await readFile(ca.caFile) });
      cleanup.add(() => socket.destroy());
      socket.on('error', () => undefined);
      socket.write(`GET /exec/a/b/c HTTP/1.1\r\nHost: x\r\n${headers}\r\n`);
      let answer = '';
      for await (const chunk of socket.iterator({ destroyOnReturn: false })) answer += String(chunk);
      return answer;
    };
    for (const headers of ['', 'Connection: Upgrade\r\nUpgrade: kuorum.v1.exec\r\n']) {
      expect(await ask(headers)).to.match(/^HTTP\/1.1 401 [^]*^connection: close\r$/im);
    }
    const silent = connect(at);
    cleanup.add(() => silent.destroy());
    silent.on('error', () => undefined);
    await once(silent, 'connect');
    await server.stop();
  });
});
