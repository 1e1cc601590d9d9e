/** The certificates of a cluster: who each of them says it is, when they are kept, renewed or refused, and that they work. */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApiClient, createEtcdClient, tlsFromFiles } from '@kuorum/client';
import { startApiserver } from '@kuorum/apiserver';
import { silentLogger } from '@kuorum/base/node';
import { startStoreMember, storeOptions } from '@kuorum/store';
import { Cleanup, createFakeApi, eventually, freePort } from '@kuorum/testing';
import { expect } from 'chai';
import { certsCommand } from '../dist/commands/certs.js';
import { accessOf } from '../dist/kubeconfig/file.js';
import { ensurePki } from '../dist/local/pki/pki.js';
import type { PkiWishes } from '../dist/local/pki/certificates.js';
import { capturedEnv, run, type Ran } from './harness.js';

const dayMs = 24 * 3_600_000;
const after = (days: number): Date => new Date(Date.now() + days * dayMs);

const wishes: PkiWishes = {
  members: [{ name: 'n1', hosts: ['192.168.1.10'] }],
  nodes: [{ name: 'node-1', hosts: ['127.0.1.1'] }],
  apiserverHosts: ['api.example'],
  serviceClusterIpRange: '10.96.0.0/20',
};

describe('the certificates of a cluster', () => {
  const cleanup = new Cleanup();
  let directory: string;

  beforeEach(async () => (directory = await cleanup.tempDir()));
  afterEach(() => cleanup.run());

  const at = (path: string): string => join(directory, path);
  const certificate = (path: string): X509Certificate => new X509Certificate(readFileSync(at(`${path}.crt`)));
  const snapshot = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(directory, { recursive: true, encoding: 'utf8' })
        .filter((file) => statSync(at(file)).isFile())
        .map((file) => [file, readFileSync(at(file), 'utf8')]),
    );

  it('say who each is, to the authority that it belongs to', async () => {
    await ensurePki(directory, wishes);
    const table: readonly [path: string, subject: string, authority: string, usages: string, hosts: string][] = [
      [
        'apiserver',
        'CN=kube-apiserver',
        'kuorum-ca',
        'server',
        'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:kubernetes, DNS:kubernetes.default, ' +
          'DNS:kubernetes.default.svc, DNS:kubernetes.default.svc.cluster.local, IP Address:10.96.0.1, DNS:api.example',
      ],
      [
        'apiserver-kubelet-client',
        'O=kuorum:kubelet-api-clients\nCN=kube-apiserver-kubelet-client',
        'kuorum-ca',
        'client',
        '',
      ],
      ['scheduler', 'CN=system:kube-scheduler', 'kuorum-ca', 'client', ''],
      ['controllers', 'CN=system:kube-controller-manager', 'kuorum-ca', 'client', ''],
      ['proxy', 'CN=system:kube-proxy', 'kuorum-ca', 'client', ''],
      ['admin', 'O=system:masters\nCN=kubernetes-admin', 'kuorum-ca', 'client', ''],
      [
        'nodes/node-1',
        'O=system:nodes\nCN=system:node:node-1',
        'kuorum-ca',
        'server client',
        'DNS:node-1, IP Address:127.0.1.1',
      ],
      ['apiserver-etcd-client', 'CN=kube-apiserver-etcd-client', 'kuorum-store-ca', 'client', ''],
      ['etcd/admin', 'CN=kuorum-store-admin', 'kuorum-store-ca', 'client', ''],
      ...['etcd/n1', 'etcd/n1-peer'].map(
        (path) =>
          [
            path,
            'CN=n1',
            'kuorum-store-ca',
            'server client',
            'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:192.168.1.10',
          ] satisfies [string, string, string, string, string],
      ),
    ];
    const usageNames: Record<string, string> = { '1.3.6.1.5.5.7.3.1': 'server', '1.3.6.1.5.5.7.3.2': 'client' };
    for (const [path, subject, authority, usages, hosts] of table) {
      const made = certificate(path);
      expect(made.subject, path).to.equal(subject);
      expect(made.issuer, path).to.equal(`CN=${authority}`);
      expect(made.keyUsage.map((oid) => usageNames[oid]).join(' '), path).to.equal(usages);
      expect(made.subjectAltName ?? '', path).to.equal(hosts);
      expect(made.ca, path).to.equal(false);
      expect(made.checkPrivateKey(createPrivateKey(readFileSync(at(`${path}.key`)))), path).to.equal(true);
    }
    expect(readdirSync(directory, { recursive: true }).filter((file) => String(file).endsWith('.crt'))).to.have.length(
      table.length + 2,
    );
    expect(createPublicKey(readFileSync(at('sa.key'))).equals(createPublicKey(readFileSync(at('sa.pub'))))).to.equal(
      true,
    );
  });

  it('are what OpenSSL takes for valid, of one authority and not of the other', async () => {
    await ensurePki(directory, wishes);
    const verify = (ca: string, path: string, purpose: string): string =>
      execFileSync('openssl', ['verify', '-x509_strict', '-purpose', purpose, '-CAfile', at(ca), at(`${path}.crt`)], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    expect(verify('ca.crt', 'apiserver', 'sslserver')).to.contain('OK');
    expect(verify('ca.crt', 'nodes/node-1', 'sslclient')).to.contain('OK');
    expect(verify('etcd/ca.crt', 'etcd/n1-peer', 'sslserver')).to.contain('OK');
    expect(() => verify('etcd/ca.crt', 'nodes/node-1', 'sslclient')).to.throw();
    expect(() => verify('ca.crt', 'admin', 'sslserver')).to.throw();
  });

  it('are for their owner only', async () => {
    const inside = at('pki');
    await ensurePki(inside, wishes);
    const modes = (path: string): number => statSync(join(inside, path)).mode & 0o777;
    for (const path of ['', 'etcd', 'nodes']) expect(modes(path), path).to.equal(0o700);
    for (const path of ['ca.key', 'etcd/ca.key', 'admin.key', 'sa.key', 'encryption.keys']) {
      expect(modes(path), path).to.equal(0o600);
    }
  });

  it('are made once and kept', async () => {
    expect((await ensurePki(directory, wishes)).made).to.include.members(['ca', 'etcd/ca', 'admin', 'sa.key']);
    const before = snapshot();
    expect(await ensurePki(directory, wishes)).to.deep.include({ made: [], renewed: [] });
    expect(snapshot()).to.deep.equal(before);
  });

  it('are renewed when less than a third of their life is left, by the same authority', async () => {
    await ensurePki(directory, wishes);
    const ca = readFileSync(at('ca.crt'), 'utf8');
    expect((await ensurePki(directory, wishes, after(240))).renewed).to.deep.equal([]);
    const { renewed } = await ensurePki(directory, wishes, after(250));
    expect(renewed).to.include.members(['apiserver', 'admin', 'nodes/node-1', 'etcd/n1-peer']);
    expect(renewed).to.not.include.members(['ca']);
    expect(readFileSync(at('ca.crt'), 'utf8')).to.equal(ca);
    expect(Date.parse(certificate('admin').validTo)).to.be.closeTo(after(250 + 365).getTime(), 10_000);
  });

  it('stay good when their authority is renewed: its key is the same', async () => {
    await ensurePki(directory, wishes, after(-2_450));
    await ensurePki(directory, wishes, after(-150));
    const admin = readFileSync(at('admin.crt'), 'utf8');
    const old = certificate('ca');
    const { renewed } = await ensurePki(directory, wishes);
    expect(renewed).to.deep.equal(['ca', 'etcd/ca']);
    expect(certificate('ca').fingerprint256).to.not.equal(old.fingerprint256);
    expect(readFileSync(at('admin.crt'), 'utf8')).to.equal(admin);
    expect(certificate('admin').verify(old.publicKey)).to.equal(true);
    expect(certificate('admin').checkIssued(certificate('ca'))).to.equal(true);
  });

  it('come with a key that Secrets are stored with, which an older directory is given, and which is never made anew', async () => {
    await ensurePki(directory, wishes);
    const first = readFileSync(at('encryption.keys'), 'utf8');
    const [, name = '', key = ''] = /^#.*\n(\S+) (\S+)\n$/.exec(first) ?? [];
    expect(Buffer.from(key, 'base64')).to.have.length(32);

    const both = `${first}older ${Buffer.alloc(32).toString('base64')}\n`;
    writeFileSync(at('encryption.keys'), both);
    expect((await ensurePki(directory, wishes, after(4_000))).renewed)
      .to.include('ca')
      .and.not.include('encryption.keys');
    expect(readFileSync(at('encryption.keys'), 'utf8'), 'a person added a key').to.equal(both);

    rmSync(at('encryption.keys'));
    expect(await ensurePki(directory, wishes, after(4_000))).to.deep.include({
      made: ['encryption.keys'],
      renewed: [],
    });
    expect(readFileSync(at('encryption.keys'), 'utf8'), 'its name is new too').to.not.contain(name);
    expect(readdirSync(directory).filter((file) => file.endsWith('.new'))).to.deep.equal([]);
  });

  it('are made again where they say something else than they should, or do not fit', async () => {
    await ensurePki(directory, wishes);
    const more = { ...wishes, apiserverHosts: ['api.example', 'other.example'] };
    expect((await ensurePki(directory, more)).renewed).to.deep.equal(['apiserver']);
    writeFileSync(at('admin.crt'), 'half of a certifi');
    writeFileSync(at('scheduler.key'), readFileSync(at('proxy.key')));
    rmSync(at('controllers.key'));
    expect((await ensurePki(directory, more)).renewed).to.have.members(['admin', 'scheduler', 'controllers']);
  });

  it('are all made again by a new authority when the old one was removed; half of one is an error', async () => {
    await ensurePki(directory, wishes);
    rmSync(at('ca.key'));
    const refused = await ensurePki(directory, wishes).catch((error: Error) => error.message);
    expect(refused).to.match(/^Cannot use the authority .*ca\.crt and .*ca\.key: one of them is missing, damaged/);
    rmSync(at('ca.crt'));
    const { made, renewed } = await ensurePki(directory, wishes);
    expect(made).to.deep.equal(['ca']);
    expect(renewed).to.include.members(['admin', 'nodes/node-1']).and.not.include('etcd/n1');
    writeFileSync(at('sa.key'), 'junk');
    expect(await ensurePki(directory, wishes).catch((error: Error) => error.message)).to.match(
      /sa\.key: it is not a private key/,
    );
  });

  describe('kuorum certs', () => {
    const kuorumCerts = (args: readonly string[], nowMs = Date.now): Promise<Ran> =>
      run(certsCommand, capturedEnv(createFakeApi().client, { nowMs }), args);

    it('makes them with kubeconfigs, by which a store, an apiserver and a client meet over mutual TLS', async function () {
      this.timeout(60_000);
      const [client, peer, api] = [await freePort(), await freePort(), await freePort()];
      const server = `https://127.0.0.1:${api}`;
      const ran = await kuorumCerts(['create', '--dir', directory, '--server', server, '--member', 'n1=127.0.0.1']);
      expect(ran.err).to.equal('');
      const pki = at('pki');
      const pair = (name: string): { certFile: string; keyFile: string } => ({
        certFile: join(pki, `${name}.crt`),
        keyFile: join(pki, `${name}.key`),
      });
      const url = `https://127.0.0.1:${client}`;
      const options = await storeOptions(
        [
          '--name=n1',
          `--data-dir=${at('store')}`,
          `--listen-client-urls=${url}`,
          `--advertise-client-urls=${url}`,
          `--listen-peer-urls=https://127.0.0.1:${peer}`,
          `--initial-advertise-peer-urls=https://127.0.0.1:${peer}`,
          `--initial-cluster=n1=https://127.0.0.1:${peer}`,
          `--cert-file=${pki}/etcd/n1.crt`,
          `--key-file=${pki}/etcd/n1.key`,
          `--trusted-ca-file=${pki}/etcd/ca.crt`,
          '--client-cert-auth',
          `--peer-cert-file=${pki}/etcd/n1-peer.crt`,
          `--peer-key-file=${pki}/etcd/n1-peer.key`,
          `--peer-trusted-ca-file=${pki}/etcd/ca.crt`,
          '--peer-client-cert-auth',
        ],
        {},
      );
      cleanup.own(await startStoreMember(options, { logger: silentLogger }), (member) => member.stop());
      const caFile = join(pki, 'etcd/ca.crt');
      cleanup.own(
        await startApiserver({
          listen: `127.0.0.1:${api}`,
          etcdServers: [url],
          etcdTls: tlsFromFiles({ caFile, ...pair('apiserver-etcd-client') }),
          encryptionKeyFile: join(pki, 'encryption.keys'),
          security: { kind: 'secure', tls: { ...pair('apiserver'), clientCaFile: join(pki, 'ca.crt') } },
          version: 'test',
        }),
        (apiserver) => apiserver.stop(),
      );
      const admin = cleanup.own(createApiClient(accessOf(at('kubeconfig/admin.conf'))), (each) => each.close());
      const { items } = await eventually(() => admin.resource('Namespace').list());
      expect(items.map(({ metadata }) => metadata.name)).to.include('default');

      const strangers = createEtcdClient({ endpoints: [url], tls: tlsFromFiles({ caFile, ...pair('admin') }) });
      cleanup.add(() => strangers.close());
      const refused = await strangers.status().catch((error: Error) => error.message);
      expect(refused, 'a certificate of the cluster opens no store').to.contain(
        "may not accept this client's certificate",
      );
    });

    it('gives each process a share with nothing but what is its own, and copies again what was renewed', async () => {
      const shares = at('shares');
      const args = ['create', '--dir', at('all'), '--shares', shares, '--server', 'https://a:6443'];
      const hosts = ['--member', 'n1=n1', '--member', 'n2=n2', '--node', 'a=10.0.0.1', '--node', 'b=10.0.0.2'];
      expect((await kuorumCerts([...args, ...hosts])).status).to.equal(0);
      const filesOf = (name: string): string[] =>
        readdirSync(join(shares, name), { recursive: true, encoding: 'utf8' }).filter((file) =>
          statSync(join(shares, name, file)).isFile(),
        );
      const pair = (path: string): string[] => [`pki/${path}.crt`, `pki/${path}.key`];
      const component = (name: string): string[] => ['pki/ca.crt', ...pair(name), `kubeconfig/${name}.conf`];
      const node = (name: string): string[] => [
        'pki/ca.crt',
        ...pair(`nodes/${name}`),
        ...pair('proxy'),
        `kubeconfig/node-${name}.conf`,
        'kubeconfig/proxy.conf',
      ];
      const table: Record<string, string[]> = {
        apiserver: [
          'pki/ca.crt',
          ...pair('apiserver'),
          ...pair('apiserver-kubelet-client'),
          'pki/etcd/ca.crt',
          ...pair('apiserver-etcd-client'),
          'pki/sa.key',
          'pki/sa.pub',
          'pki/encryption.keys',
        ],
        scheduler: component('scheduler'),
        controllers: component('controllers'),
        admin: [...component('admin'), 'pki/etcd/ca.crt', ...pair('etcd/admin')],
        'store-n1': ['pki/etcd/ca.crt', ...pair('etcd/n1'), ...pair('etcd/n1-peer')],
        'store-n2': ['pki/etcd/ca.crt', ...pair('etcd/n2'), ...pair('etcd/n2-peer')],
        'node-a': node('a'),
        'node-b': node('b'),
      };
      expect(readdirSync(shares).sort()).to.deep.equal(Object.keys(table).sort());
      for (const [name, files] of Object.entries(table)) expect(filesOf(name), name).to.have.members(files);
      const mode = statSync(join(shares, 'node-a/pki/nodes/a.key')).mode & 0o777;
      expect(mode, 'keys are for their owner only').to.equal(0o600);
      expect(accessOf(join(shares, 'node-a/kubeconfig/node-a.conf')).servers).to.deep.equal(['https://a:6443']);

      expect((await kuorumCerts([...args, ...hosts])).out, 'nothing has changed').to.not.contain('share ');
      rmSync(at('all/pki/scheduler.crt'));
      const { out } = await kuorumCerts([...args, ...hosts]);
      expect(out.match(/share .*/g)).to.deep.equal([`share ${join(shares, 'scheduler')} written`]);
      expect(readFileSync(join(shares, 'scheduler/pki/scheduler.crt'), 'utf8')).to.equal(
        readFileSync(at('all/pki/scheduler.crt'), 'utf8'),
      );
    });

    it('lists when they expire, and says by its exit status when some should be renewed', async () => {
      await kuorumCerts(['create', '--dir', directory, '--server', 'https://a:6443', '--node', 'node-1=10.0.0.1']);
      const fresh = await kuorumCerts(['check-expiration', '--dir', directory]);
      expect(fresh.status).to.equal(0);
      expect(fresh.out).to.match(
        /^CERTIFICATE +EXPIRES +LEFT +AUTHORITY +TO RENEW\nadmin +\S+ +36[45]d +kuorum-ca +no\n/,
      );
      const later = await kuorumCerts(['check-expiration', '--dir', directory], () => after(400).getTime());
      expect(later.status).to.equal(1);
      expect(later.out)
        .to.match(/\nnodes\/node-1 +\S+ +expired +kuorum-ca +yes\n/)
        .and.match(/\nca +\S+ +\d+d +kuorum-ca +no\n/);
    });

    it('refuses what cannot be a member or a server', async () => {
      const create = ['create', '--dir', directory];
      for (const [args, message] of [
        [[...create, '--server', 'a:6443'], 'it must be https://HOST:PORT'],
        [[...create, '--server', 'https://a:1', '--node', '../x=a'], 'write NAME=HOST[,HOST…]'],
        [['check-expiration', '--dir', at('none')], 'Cannot find certificates: there is no '],
      ] as const) {
        const ran = await kuorumCerts(args);
        expect(ran.err).to.contain(message);
        expect(ran.status).to.equal(1);
      }
    });
  });
});
