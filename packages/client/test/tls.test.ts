/** The client over TLS, against grpc-js servers with certificates that are made here, good and bad. */
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Server, ServerCredentials, ServerInterceptingCall } from '@grpc/grpc-js';
import {
  createApiClient,
  createEtcdClient,
  tlsFromFiles,
  tokenFromFile,
  type ApiClient,
  type ClientTls,
  type ClientTlsSource,
  type TokenSource,
} from '@kuorum/client';
import { Cleanup, createFakeApi, eventually } from '@kuorum/testing';
import { TestCa, type CertificateFiles, type CertificateWishes } from '@kuorum/testing/test-ca';
import { expect } from 'chai';
import { serveApi, type ServedApi } from './serve-fake-api.js';

const dayMs = 24 * 3_600_000;
const daysFromNow = (days: number): Date => new Date(Date.now() + days * dayMs);

describe('the client over TLS', () => {
  const suite = new Cleanup();
  const cleanup = new Cleanup();
  let directory: string;
  let ca: TestCa;
  let other: TestCa;
  /** What each call came with. */
  const heard: { subject: string | undefined; authorization: unknown[] }[] = [];

  before(async () => {
    directory = await suite.tempDir();
    [ca, other] = await Promise.all([TestCa.create(directory), TestCa.create(directory, 'other')]);
  });
  afterEach(() => cleanup.run());
  after(() => suite.run());

  const text = (file: string): Promise<string> => readFile(file, 'utf8');

  const serve = async (
    wishes: CertificateWishes = {},
    { by = ca, mutual = false, port = 0 }: { by?: TestCa; mutual?: boolean; port?: number } = {},
  ): Promise<ServedApi> => {
    const { certFile, keyFile } = await by.issue(wishes);
    const pair = { cert_chain: await readFile(certFile), private_key: await readFile(keyFile) };
    const credentials = ServerCredentials.createSsl(await readFile(ca.caFile), [pair], mutual);
    const server = new Server({
      interceptors: [
        (_method, call) =>
          new ServerInterceptingCall(call, {
            start: (next) =>
              next({
                onReceiveMetadata: (metadata, pass) => {
                  const subject = call.getAuthContext().sslPeerCertificate?.subject.CN;
                  heard.push({ subject: subject?.toString(), authorization: metadata.get('authorization') });
                  pass(metadata);
                },
              }),
          }),
      ],
    });
    heard.length = 0;
    return cleanup.own(await serveApi(createFakeApi().client, port, credentials, server), (served) => served.stop());
  };

  const clientOf = (server: string, tls?: ClientTlsSource, token?: TokenSource): ApiClient =>
    cleanup.own(createApiClient({ servers: [server], tls, token }), (client) => client.close());
  const trusting = async (by = ca): Promise<ClientTls> => ({ caPem: await text(by.caFile) });
  const identified = async (files: Promise<CertificateFiles>): Promise<ClientTls> => {
    const { certFile, keyFile } = await files;
    return { ...(await trusting()), certPem: await text(certFile), keyPem: await text(keyFile) };
  };
  const failure = (client: ApiClient): Promise<string> =>
    client.pods.list().then(
      () => 'it was answered',
      (error: Error) => error.message,
    );

  // The first one, as Node warns once a process.
  it('does not make Node warn that an address was asked for by name', async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error): void => void warnings.push(warning);
    process.on('warning', hear);
    cleanup.add(() => void process.off('warning', hear));
    const { address } = await serve();
    await clientOf(address, await trusting()).pods.list();
    expect(warnings).to.deep.equal([]);
  });

  it('shows its certificate, and speaks to servers of its authority by name and by address', async () => {
    const { address, port } = await serve({}, { mutual: true });
    const tls = await identified(ca.issue({ commonName: 'kubernetes-admin' }));
    for (const server of [address, `https://${address}`, `localhost:${port}`]) {
      expect((await clientOf(server, tls).pods.list()).items).to.deep.equal([]);
      expect(heard.at(-1)?.subject).to.equal('kubernetes-admin');
    }
  });

  it('takes the certificate for the name that it was told, when that is not the address', async () => {
    const { address } = await serve({ hosts: ['apiserver.example'] });
    const tls = await trusting();
    expect(await failure(clientOf(address, { ...tls, serverName: 'apiserver.example' }))).to.equal('it was answered');
    expect(await failure(clientOf(address, { ...tls, serverName: 'other.example' }))).to.contain(
      ': its certificate is not for other.example: it is for apiserver.example',
    );
  });

  it('sends its token with every call, and asks for it each time', async () => {
    const { address } = await serve();
    const file = join(directory, 'token');
    await writeFile(file, 'first\n');
    const client = clientOf(address, await trusting(), tokenFromFile(file));
    await client.pods.list();
    expect(heard.at(-1)?.authorization).to.deep.equal(['Bearer first']);
    await writeFile(`${file}.new`, 'second-of-them\n');
    await rename(`${file}.new`, file);
    await client.pods.list();
    expect(heard.at(-1)?.authorization).to.deep.equal(['Bearer second-of-them']);
    const watching = client.pods.watch().subscribe();
    await eventually(() => heard.length === 3, 'the watch has come');
    watching.unsubscribe();
    expect(heard.at(-1)?.authorization).to.deep.equal(['Bearer second-of-them']);
  });

  it('keeps a token to itself where there is no TLS, and one that is none', async () => {
    expect(() => clientOf('127.0.0.1:6443', undefined, 'secret')).to.throw(
      'Cannot send a token without TLS, where anybody could read it: give a certificate authority',
    );
    const tls = await trusting();
    for (const token of ['', 'two words', 'line\r\nx: y', 'schlüssel']) {
      expect(() => clientOf('127.0.0.1:6443', tls, token), token).to.throw(/^Cannot use the token: /);
    }
  });

  describe('says why it does not connect', () => {
    const refusals: readonly [what: string, why: string, make: () => Promise<ApiClient>][] = [
      [
        'the server is of another authority',
        "the server's certificate is not signed by the authority that this client trusts",
        async () => clientOf((await serve({}, { by: other })).address, await trusting()),
      ],
      [
        'the certificate is for another host',
        'its certificate is not for 127.0.0.1: it is for elsewhere.example, else.example',
        async () => clientOf((await serve({ hosts: ['elsewhere.example', 'else.example'] })).address, await trusting()),
      ],
      [
        'the certificate has expired',
        "the server's certificate has expired",
        async () =>
          clientOf((await serve({ validFrom: daysFromNow(-2), validTo: daysFromNow(-1) })).address, await trusting()),
      ],
      [
        'the certificate is not valid yet',
        "the server's certificate is not valid yet: is the clock of this machine right?",
        async () =>
          clientOf((await serve({ validFrom: daysFromNow(1), validTo: daysFromNow(2) })).address, await trusting()),
      ],
      [
        'the server speaks plaintext',
        'the server speaks plaintext, and this client TLS',
        async () =>
          clientOf(
            cleanup.own(await serveApi(createFakeApi().client), (served) => served.stop()).address,
            await trusting(),
          ),
      ],
      [
        'the server speaks TLS and the client does not',
        'the server ended the connection; it may speak TLS, and this client plaintext',
        async () => clientOf((await serve()).address),
      ],
      [
        'the server wants a certificate',
        'the server wants a certificate, and this client has none',
        async () => clientOf((await serve({}, { mutual: true })).address, await trusting()),
      ],
      [
        "the client's certificate is of another authority",
        "the server ended the connection; it may not accept this client's certificate",
        async () => clientOf((await serve({}, { mutual: true })).address, await identified(other.issue())),
      ],
      [
        "the client's certificate has expired",
        "the server ended the connection; it may not accept this client's certificate",
        async () =>
          clientOf(
            (await serve({}, { mutual: true })).address,
            await identified(ca.issue({ validFrom: daysFromNow(-2), validTo: daysFromNow(-1) })),
          ),
      ],
    ];
    for (const [what, why, make] of refusals) {
      it(`when ${what}`, async () => {
        expect(await failure(await make()))
          .to.match(/^Cannot connect to 127\.0\.0\.1:\d+: /)
          .and.contain(why);
      });
    }
  });

  it('wants the scheme of an address to fit', async () => {
    const tls = await trusting();
    expect(() => clientOf('https://127.0.0.1:6443')).to.throw(
      'Cannot use "https://127.0.0.1:6443" as a server: it is TLS, and this client was given no certificate authority',
    );
    expect(() => clientOf('http://127.0.0.1:6443', tls)).to.throw(
      'Cannot use "http://127.0.0.1:6443" as a server: it is plaintext, and this client was given a certificate authority',
    );
    expect(() => createEtcdClient({ endpoints: ['https://127.0.0.1:2379'] })).to.throw('it is TLS');
    createEtcdClient({ endpoints: ['https://127.0.0.1:2379'], tls }).close();
  });

  it('says at once what it cannot use', async () => {
    const good = await identified(ca.issue());
    const strange = await identified(ca.issue());
    const cases: readonly [ClientTls, string][] = [
      [{ caPem: 'rubbish' }, 'Cannot use the certificate authority: it is not a certificate in PEM'],
      [{ ...good, certPem: 'rubbish' }, "Cannot use the client's certificate: it is not a certificate in PEM"],
      [{ ...good, keyPem: 'rubbish' }, "Cannot use the client's key: it is not a private key in PEM"],
      [{ ...good, keyPem: strange.keyPem }, "Cannot use the client's certificate: its key is that of another one"],
      [{ ...good, keyPem: undefined }, "Cannot use the client's certificate without its key"],
      [{ ...good, certPem: undefined }, "Cannot use the client's key without its certificate"],
    ];
    for (const [tls, message] of cases) expect(() => clientOf('127.0.0.1:6443', tls), message).to.throw(message);
  });

  it('connects with renewed certificates, and keeps the old ones while the new ones do not fit', async () => {
    let served = await serve({}, { mutual: true });
    const files = await ca.issue({ commonName: 'first' });
    const renewed = await ca.issue({ commonName: 'second' });
    const client = clientOf(served.address, tlsFromFiles({ caFile: ca.caFile, ...files }));
    const subjectOnNewConnection = async (): Promise<string | undefined> => {
      const { port } = served;
      served.stop();
      served = await serve({}, { mutual: true, port });
      await eventually(() => client.pods.list(), 'an answer');
      return heard.at(-1)?.subject;
    };
    expect(await subjectOnNewConnection()).to.equal('first');
    await rename(renewed.certFile, files.certFile);
    expect(await subjectOnNewConnection(), 'the new certificate beside the old key').to.equal('first');
    await rename(renewed.keyFile, files.keyFile);
    expect(await subjectOnNewConnection()).to.equal('second');
  });

  it('names the file that it cannot read', async () => {
    const { certFile, keyFile } = await ca.issue();
    expect(() => tlsFromFiles({ caFile: join(directory, 'none.pem') })).to.throw(
      `file does not exist: ${directory}/none.pem`,
    );
    expect(() => tlsFromFiles({ caFile: directory })).to.throw(`it is not a file: ${directory}`);
    const large = join(directory, 'large.pem');
    await writeFile(large, Buffer.alloc(1024 * 1024 + 1));
    expect(() => tlsFromFiles({ caFile: large })).to.throw(`it is larger than 1048576 bytes: ${large}`);
    const tls = tlsFromFiles({ caFile: ca.caFile, certFile, keyFile });
    const before = tls();
    await rm(keyFile);
    expect(tls(), 'a file that is taken away changes nothing').to.equal(before);
    await chmod(certFile, 0o600);
    expect(tls(), 'nor does a file that stays the same').to.equal(before);
  });
});
