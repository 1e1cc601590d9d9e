/** TLS and mutual TLS, with certificates made here. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { Client, credentials, status, type ServiceError } from '@grpc/grpc-js';
import { ClientConnection } from '@kuorum/rpc';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { Echo } from './echo-server.js';

describe('over TLS', () => {
  const cleanup = new Cleanup();
  let files: { ca: Buffer; key: Buffer; cert: Buffer; clientKey: Buffer; clientCert: Buffer };

  before(async () => {
    const directory = await cleanup.tempDir();
    const path = (name: string): string => join(directory, name);
    const openssl = (...words: string[]): void => void execFileSync('openssl', words, { stdio: 'pipe' });
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    openssl('req', '-x509', ...curve, '-keyout', path('ca.key'), '-out', path('ca.crt'), '-subj', '/CN=ca');
    const issue = (name: string, subject: string): void => {
      const signed = ['-CA', path('ca.crt'), '-CAkey', path('ca.key'), '-addext', 'subjectAltName=IP:127.0.0.1'];
      openssl(
        'req',
        '-x509',
        ...curve,
        ...signed,
        '-keyout',
        path(`${name}.key`),
        '-out',
        path(`${name}.crt`),
        '-subj',
        subject,
      );
    };
    issue('server', '/CN=server');
    issue('client', '/CN=alice');
    const read = (name: string): Buffer => readFileSync(path(name));
    files = {
      ca: read('ca.crt'),
      key: read('server.key'),
      cert: read('server.crt'),
      clientKey: read('client.key'),
      clientCert: read('client.crt'),
    };
  });
  const perTest = new Cleanup();
  afterEach(() => perTest.run());
  after(() => cleanup.run());

  const peer = (port: number, withCertificate: boolean): Promise<string> => {
    const { ca, clientKey, clientCert } = files;
    const secure = withCertificate ? credentials.createSsl(ca, clientKey, clientCert) : credentials.createSsl(ca);
    const client = perTest.own(new Client(`127.0.0.1:${port}`, secure), (each) => each.close());
    const same = (bytes: Buffer): Buffer => bytes;
    return new Promise((resolve, reject) =>
      client.makeUnaryRequest('/test.Echo/Peer', same, same, Buffer.alloc(0), (error, bytes) =>
        error === null ? resolve(String(bytes)) : reject(error),
      ),
    );
  };

  it('serves clients without a certificate', async () => {
    const { key, cert } = files;
    const { port } = await Echo.start(perTest, { tls: { key, cert } });
    expect(await peer(port, false)).to.match(/^\(nobody\) at 127/);
  });

  it('knows a client by its certificate, and refuses one without', async () => {
    const { key, cert, ca } = files;
    const tls = { key, cert, ca, requestCert: true, rejectUnauthorized: true };
    const { port } = await Echo.start(perTest, { tls });
    expect(await peer(port, true)).to.match(/^alice at 127/);
    const error = await peer(port, false).then(
      () => undefined,
      (refused: ServiceError) => refused,
    );
    expect(error?.code).to.equal(status.UNAVAILABLE);
  });

  it('our client shows its certificate, and tells what is wrong with the other end', async () => {
    const { key, cert, ca, clientKey, clientCert } = files;
    const { port } = await Echo.start(perTest, {
      tls: { key, cert, ca, requestCert: true, rejectUnauthorized: true },
    });
    const connect = (made: SecureContextOptions, more: object = {}): ClientConnection => {
      const tls = { secureContext: createSecureContext(made), servername: 'server.test', ...more };
      return perTest.own(new ClientConnection({ host: '127.0.0.1', port, tls }), (each) => each.close());
    };
    const anyName = { checkServerIdentity: () => undefined };
    const own = { cert: clientCert, key: clientKey };
    const known = connect({ ca, ...own }, anyName);
    await known.ready;
    expect(String(await known.unary('/test.Echo/Peer', Buffer.alloc(0)))).to.match(/^alice at 127/);
    const whyNot = (connection: ClientConnection): Promise<string> =>
      connection.ready.then(
        () => 'it is ready',
        (error: Error) => error.message,
      );
    expect(await whyNot(connect(own, anyName))).to.contain('self-signed certificate');
    expect(await whyNot(connect({ ca, ...own }))).to.contain('server.test');
    expect(await whyNot(connect({ ca }, anyName))).to.contain('alert');
  });
});
