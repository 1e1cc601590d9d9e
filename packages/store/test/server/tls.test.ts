/** TLS as operators and clients meet it: real members, real certificates, Debian's etcdctl. */
import { once } from 'node:events';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as tlsConnect, type SecureVersion } from 'node:tls';
import { runSnapshotCommand } from '@kuorum/store/server';
import { Cleanup, eventually } from '@kuorum/testing';
import { type CertificateFiles } from '@kuorum/testing/test-ca';
import { expect } from 'chai';
import { DAY_MS, etcdctl, flagsOf, refusalOf, TlsBed, type Started } from './tls-bed.js';

describe('TLS', () => {
  const cleanup = new Cleanup();
  let bed: TlsBed;

  beforeEach(async () => {
    bed = await TlsBed.create(cleanup);
  });
  afterEach(() => cleanup.run());

  const trust = (): string => `--cacert=${bed.ca.caFile}`;
  const asClient = ({ certFile, keyFile }: CertificateFiles): string[] => [`--cert=${certFile}`, `--key=${keyFile}`];
  /** Clients must have certificates, and are who these say. */
  const mutual = (): string[] => [`--trusted-ca-file=${bed.ca.caFile}`, '--client-cert-auth'];

  describe('for clients', () => {
    it('etcdctl that trusts the authority is served, one that does not refuses', async () => {
      const member = await bed.startOne(await bed.ca.issue());
      expect(member.store.clientUrls[0]).to.match(/^https:/);
      expect(await etcdctl(member, trust(), 'put', 'k', 'v')).to.equal('OK');
      await eventually(async () => (await etcdctl(member, trust(), 'member', 'list')).includes('https:'), 'its URL');
      const healthy = await etcdctl(member, trust(), 'endpoint', 'health', '--cluster', '-w', 'json');
      expect(healthy).to.contain('"health":true');
      expect(await etcdctl(member, trust(), 'get', 'k')).to.equal('k\nv');
      expect(await refusalOf(etcdctl(member, `--cacert=${bed.otherCa.caFile}`, 'get', 'k'))).to.match(
        /deadline|authority/,
      );
    });

    it('with an authority named, only clients with a certificate of it are served', async () => {
      const member = await bed.startOne(await bed.ca.issue(), ...mutual());
      const client = await bed.ca.issue({ commonName: 'alice' });
      expect(await etcdctl(member, trust(), ...asClient(client), 'put', 'k', 'v')).to.equal('OK');
      const expired = await bed.ca.issue({
        validFrom: new Date(Date.now() - 3 * DAY_MS),
        validTo: new Date(Date.now() - 1),
      });
      const strangers = [[], asClient(await bed.otherCa.issue()), asClient(expired)];
      await Promise.all(strangers.map((stranger) => refusalOf(etcdctl(member, trust(), ...stranger, 'get', 'k'))));
      expect(await etcdctl(member, trust(), ...asClient(client), 'get', 'k')).to.equal('k\nv');
    });

    it('plain text on a TLS port is cut off, and nobody else notices', async () => {
      const member = await bed.startOne(await bed.ca.issue());
      const [url = ''] = member.store.clientUrls;
      expect(await bed.answerToPlainText(url, 'GET /health HTTP/1.1\r\nHost: m\r\n\r\n')).to.not.contain('health');
      expect(await etcdctl(member, trust(), 'get', 'k')).to.equal('');
    });

    it('who connects and never agrees on TLS does not hold up the stop', async () => {
      const { store } = await bed.startOne(await bed.ca.issue());
      for (const url of [...store.clientUrls, ...store.metricsUrls]) {
        const socket = cleanup.own(connect(Number(new URL(url).port), '127.0.0.1'), (each) => each.destroy());
        socket.on('error', () => undefined);
        await once(socket, 'connect');
      }
      await store.stop();
    });

    it('metrics URLs speak TLS too', async () => {
      const { store } = await bed.startOne(await bed.ca.issue());
      for (const url of [store.metricsUrls[0], store.clientUrls[0]])
        await eventually(
          async () => (await bed.fetchText(`${url}/health`)).includes('"health":"true"'),
          `${url} healthy`,
        );
    });

    it('who speaks HTTP/1.1 as well as HTTP/2, such as curl and Prometheus, is answered in the former', async () => {
      const { store } = await bed.startOne(await bed.ca.issue());
      const port = Number(new URL(store.clientUrls[0] ?? '').port);
      const agreedOn = (ALPNProtocols: string[]): Promise<unknown> =>
        new Promise((resolve, reject) => {
          const socket = tlsConnect({ host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols }, () => {
            resolve(socket.alpnProtocol);
            socket.destroy();
          });
          socket.on('error', reject);
        });
      expect(await agreedOn(['h2', 'http/1.1'])).to.equal('http/1.1');
      expect(await agreedOn(['h2'])).to.equal('h2');
    });

    it('with --client-cert-auth the common name of a certificate is the user, with the rights of that user', async () => {
      const member = await bed.startOne(await bed.ca.issue(), ...mutual());
      const as = async (commonName: string): Promise<(...words: string[]) => Promise<string>> => {
        const certificate = asClient(await bed.ca.issue({ commonName }));
        return (...words) => etcdctl(member, trust(), ...certificate, ...words);
      };
      const [root, alice, nobody] = await Promise.all(['root', 'alice', 'nobody'].map(as));
      if (root === undefined || alice === undefined || nobody === undefined) throw new Error('three of them');
      for (const user of ['root', 'alice']) await root('user', 'add', user, '--no-password');
      await root('role', 'add', 'app');
      await root('role', 'grant-permission', 'app', 'readwrite', 'app/', '--prefix');
      await root('user', 'grant-role', 'alice', 'app');
      await root('user', 'grant-role', 'root', 'root');
      await root('auth', 'enable');
      expect(await alice('put', 'app/a', '1')).to.equal('OK');
      expect(await alice('get', 'app/a')).to.equal('app/a\n1');
      expect(await refusalOf(alice('put', 'other', '1'))).to.contain('etcdserver: permission denied');
      expect(await refusalOf(alice('get', '', '--prefix'))).to.contain('etcdserver: permission denied');
      expect(await refusalOf(alice('user', 'list'))).to.contain('etcdserver: permission denied');
      expect(await refusalOf(nobody('get', 'app/a'))).to.contain('etcdserver: permission denied');
      expect(await root('get', '--prefix', '--keys-only', '')).to.contain('app/a');
    }).timeout(60_000);

    it('without --client-cert-auth a certificate is nobody, as in etcd', async () => {
      const member = await bed.startOne(await bed.ca.issue(), `--trusted-ca-file=${bed.ca.caFile}`);
      const root = asClient(await bed.ca.issue({ commonName: 'root' }));
      await etcdctl(member, trust(), ...root, 'user', 'add', 'root:pw');
      await etcdctl(member, trust(), ...root, 'user', 'grant-role', 'root', 'root');
      await etcdctl(member, trust(), ...root, 'auth', 'enable');
      expect(await refusalOf(etcdctl(member, trust(), ...root, 'get', 'k'))).to.contain('user name is empty');
      expect(await etcdctl(member, trust(), ...root, '--user=root:pw', 'get', 'k')).to.equal('');
    });

    it('a snapshot is saved by TLS', async () => {
      const member = await bed.startOne(await bed.ca.issue(), ...mutual());
      const client = asClient(await bed.ca.issue());
      await etcdctl(member, trust(), ...client, 'put', 'k', 'v');
      const file = join(bed.directory, 'saved');
      const save = (...words: string[]): Promise<void> =>
        runSnapshotCommand(['save', file, `--endpoints=${member.store.clientUrls[0]}`, '--dial-timeout=1s', ...words], {
          out: () => undefined,
          note: () => undefined,
        });
      expect(await refusalOf(save(trust()))).to.match(/^Cannot (connect to|save a snapshot of) https:/);
      expect(await refusalOf(save(`--cacert=${bed.otherCa.caFile}`, ...client))).to.match(/^Cannot connect to https:/);
      await save(trust(), ...client);
      const elsewhere = await bed.start([
        `--data-dir=${bed.directory}/m2`,
        '--listen-client-urls=https://127.0.0.1:0',
        '--listen-peer-urls=http://127.0.0.1:0',
        ...flagsOf(await bed.ca.issue({ hosts: ['elsewhere'] })),
      ]);
      const other = `--endpoints=${elsewhere.store.clientUrls[0]}`;
      expect(await refusalOf(save(trust(), other)), 'for another host').to.match(/^Cannot connect to https:/);
      expect((await stat(file)).size).to.be.above(1000);
    });

    it('--tls-min-version, --tls-max-version and --cipher-suites say what is agreed upon', async () => {
      const flags = ['--tls-max-version=TLS1.2', '--cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'];
      const both = await bed.startOne(await bed.ca.issue());
      expect(await agreed(both)).to.deep.include({ version: 'TLSv1.3' });
      expect(await agreed(both, 'TLSv1.2')).to.deep.include({ version: 'TLSv1.2' });
      expect(await refusalOf(agreed(both, 'TLSv1.1'))).to.match(/alert|protocol/);
      await both.store.stop();
      const old = await bed.startOne(await bed.ca.issue(), ...flags);
      expect(await agreed(old)).to.deep.equal({ version: 'TLSv1.2', cipher: 'ECDHE-ECDSA-AES256-GCM-SHA384' });
      await old.store.stop();
      const recent = await bed.startOne(await bed.ca.issue(), '--tls-min-version=TLS1.3');
      expect(await refusalOf(agreed(recent, 'TLSv1.2'))).to.match(/alert|protocol/);
    });

    it('certificates are read anew when the files change; a wrong pair changes nothing', async () => {
      const files = await bed.ca.issue({ commonName: 'before' });
      const { store, logged } = await bed.startOne(files);
      const { port } = new URL(store.clientUrls[0] ?? '');
      const seenName = (): Promise<string> =>
        new Promise((resolve, reject) => {
          const socket = tlsConnect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false }, () => {
            resolve(String(socket.getPeerCertificate().subject.CN));
            socket.destroy();
          });
          socket.on('error', reject);
        });
      expect(await seenName()).to.equal('before');
      await bed.ca.issueTo(files, { commonName: 'after' });
      await eventually(async () => (await seenName()) === 'after', 'the new certificate');
      await writeFile(files.certFile, 'no certificate');
      await eventually(() => logged.some((line) => line.includes('the old ones stay in use')), 'a word about it');
      expect(await seenName()).to.equal('after');
    });
  });

  describe('at the start', () => {
    const cases: { title: string; files: () => Promise<CertificateFiles>; text: RegExp }[] = [
      {
        title: 'a file that is not there',
        files: () => Promise.resolve({ certFile: '/nowhere/a.crt', keyFile: '/nowhere/a.key' }),
        text: /^Cannot use --cert-file=\/nowhere\/a\.crt: ENOENT/,
      },
      {
        title: 'a key of another certificate',
        files: async () => ({ certFile: (await bed.ca.issue()).certFile, keyFile: (await bed.ca.issue()).keyFile }),
        text: /^Cannot use --key-file=.*: it is not the key of the certificate in --cert-file=/,
      },
      {
        title: 'a certificate that has expired',
        files: () =>
          bed.ca.issue({ validFrom: new Date(Date.now() - 2 * DAY_MS), validTo: new Date(Date.now() - DAY_MS) }),
        text: /^Cannot use --cert-file=.*: its certificate expired on .*: renew it$/,
      },
      {
        title: 'a certificate of the future',
        files: () =>
          bed.ca.issue({ validFrom: new Date(Date.now() + DAY_MS), validTo: new Date(Date.now() + 2 * DAY_MS) }),
        text: /^Cannot use --cert-file=.*: its certificate is valid from .* on: look at the clocks$/,
      },
      {
        title: 'a key where the certificate should be',
        files: async () => {
          const { certFile, keyFile } = await bed.ca.issue();
          return { certFile: keyFile, keyFile: certFile };
        },
        text: /^Cannot use --cert-file=.*: it holds no certificate in PEM form/,
      },
    ];
    it('takes authorities of which one has expired, not a file without one', async () => {
      const files = await bed.ca.issue();
      const caFile = join(bed.directory, 'bundle');
      const expired = await bed.ca.issue({
        validFrom: new Date(Date.now() - 2 * DAY_MS),
        validTo: new Date(Date.now() - DAY_MS),
      });
      await writeFile(
        caFile,
        (await readFile(expired.certFile, 'utf8')) + '\n' + (await readFile(bed.ca.caFile, 'utf8')),
      );
      const member = await bed.startOne(files, `--trusted-ca-file=${caFile}`);
      expect(await etcdctl(member, trust(), ...asClient(files), 'get', 'k')).to.equal('');
      await member.store.stop();
      expect(await refusalOf(bed.startOne(files, `--trusted-ca-file=${expired.certFile}`))).to.match(
        /its certificate expired/,
      );
      expect(await refusalOf(bed.startOne(files, `--trusted-ca-file=${files.keyFile}`))).to.match(
        /^Cannot use --trusted-ca-file=.*: it holds no certificate in PEM form$/,
      );
    });

    it('warns of a key that others on the machine may read', async () => {
      const files = await bed.ca.issue();
      const member = await bed.startOne(files);
      expect(member.logged.join()).to.not.contain('chmod');
      await member.store.stop();
      await chmod(files.keyFile, 0o640);
      const { logged } = await bed.startOne(files);
      expect(logged.join('\n')).to.contain(`change that with: chmod 600 ${files.keyFile}`);
    });

    for (const { title, files, text: expected } of cases) {
      it(`refuses ${title}, and says so`, async () => {
        const given = await files();
        expect(await refusalOf(bed.startOne(given))).to.match(expected);
      });
    }
  });
});

/** What a client that knows no higher version, and any lower one, agrees upon with the member. */
function agreed(
  { store }: Started,
  maxVersion: SecureVersion = 'TLSv1.3',
): Promise<{ version: string; cipher: string }> {
  const port = Number(new URL(store.clientUrls[0] ?? '').port);
  // OpenSSL itself speaks the oldest ones only when it is told not to be strict.
  const lenient = { minVersion: 'TLSv1.1', maxVersion, ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...lenient }, () => {
      resolve({ version: String(socket.getProtocol()), cipher: socket.getCipher().name });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
