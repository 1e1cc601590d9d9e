/** Kubeconfigs: what is taken, what is refused and with which words, and what of it a client is made with. */
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientTls } from '@kuorum/client';
import { Cleanup } from '@kuorum/testing';
import { TestCa, type CertificateFiles } from '@kuorum/testing/test-ca';
import { expect } from 'chai';
import { accessFor, sourceOf } from '../dist/commands/access.js';
import { configCommand } from '../dist/commands/config.js';
import { setCluster, setContext, setUser } from '../dist/kubeconfig/edit.js';
import { accessOf, readKubeconfig, writeKubeconfig } from '../dist/kubeconfig/file.js';
import { newKubeconfig, parseKubeconfig } from '../dist/kubeconfig/kubeconfig.js';
import type { Access } from '../dist/kubeconfig/resolve.js';
import { capturedEnv, run, type Ran } from './harness.js';
import { createFakeApi } from '@kuorum/testing';

describe('a kubeconfig', () => {
  const suite = new Cleanup();
  let directory: string;
  let caFile: string;
  let mine: CertificateFiles;
  let other: CertificateFiles;
  let written = 0;

  before(async () => {
    directory = await suite.tempDir();
    const ca = await TestCa.create(directory);
    ({ caFile } = ca);
    [mine, other] = await Promise.all([ca.issue(), ca.issue()]);
  });
  after(() => suite.run());

  const base64 = async (file: string): Promise<string> => (await readFile(file)).toString('base64');
  const put = async (text: string): Promise<string> => {
    const file = join(directory, `config-${++written}`);
    await writeFile(file, text, { mode: 0o600 });
    return file;
  };
  const configOf = (cluster: object, user: object, context: object = {}): string =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'home',
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user }],
      contexts: [{ name: 'home', context: { cluster: 'c', user: 'u', ...context } }],
    });
  const tlsOf = ({ tls }: Access): ClientTls | undefined => (typeof tls === 'function' ? tls() : tls);
  const server = 'https://127.0.0.1:6443';

  it('is read as kubectl writes it, with the data in it', async () => {
    const file = await put(`
apiVersion: v1
kind: Config
preferences: {}
current-context: admin@home
clusters:
- name: home
  cluster:
    server: https://127.0.0.1:6443, https://127.0.0.1:6444
    certificate-authority-data: ${await base64(caFile)}
contexts:
- name: admin@home
  context: { cluster: home, user: admin, namespace: web }
users:
- name: admin
  user:
    client-certificate-data: ${await base64(mine.certFile)}
    client-key-data: ${await base64(mine.keyFile)}
`);
    const access = accessOf(file);
    expect(access.servers).to.deep.equal(['https://127.0.0.1:6443', 'https://127.0.0.1:6444']);
    expect(access.namespace).to.equal('web');
    expect(tlsOf(access)).to.deep.equal({
      caPem: await readFile(caFile, 'utf8'),
      certPem: await readFile(mine.certFile, 'utf8'),
      keyPem: await readFile(mine.keyFile, 'utf8'),
      serverName: undefined,
    });
  });

  it('is read with files, by paths that start where it lies, and a token from a file', async () => {
    await writeFile(join(directory, 'token'), 'first\n', { mode: 0o600 });
    const relative = (file: string): string => file.slice(directory.length + 1);
    const user = {
      'client-certificate': relative(mine.certFile),
      'client-key': mine.keyFile,
      token: 'not this one',
      tokenFile: 'token',
    };
    const cluster = { server, 'certificate-authority': relative(caFile), 'tls-server-name': 'apiserver' };
    const access = accessOf(await put(configOf(cluster, user)));
    expect(tlsOf(access)).to.include({ certPem: await readFile(mine.certFile, 'utf8'), serverName: 'apiserver' });
    expect(typeof access.token === 'function' && access.token()).to.equal('first');
  });

  it('may be of a plaintext cluster, without an identity', async () => {
    const file = await put(configOf({ server: 'http://127.0.0.1:6443' }, {}));
    expect(accessOf(file)).to.deep.equal({ servers: ['http://127.0.0.1:6443'], namespace: undefined });
  });

  it('says with its path what is wrong with its shape', () => {
    const cases: readonly [text: string, message: string][] = [
      ['{', 'it is neither YAML nor JSON: '],
      ['[]', 'it must be a mapping of apiVersion, kind, clusters, users, contexts'],
      ['apiVersion: v2', 'apiVersion: must be v1: current value is "v2"'],
      ['kind: Pod', 'kind: must be Config: current value is "Pod"'],
      ['current-context: 7', 'current-context: must be a string'],
      ['clusters: {}', 'clusters: must be a list'],
      ['users: [a]', 'users[0]: must be a mapping of name and user'],
      ['users: [{user: {}}]', 'users[0].name: is required'],
      ['users: [{name: a, user: {token: [1]}}]', 'users[0].user.token: must be a string'],
      ['contexts: [{name: a}, {name: a}]', 'contexts[1].name: there are two of that name: "a"'],
      ['a: &x [1]\nb: [*x, *x]', 'it is neither YAML nor JSON: '],
    ];
    for (const [text, message] of cases) expect(() => parseKubeconfig(text), text).to.throw(message);
  });

  it('says with its path what cannot be used of the context', async () => {
    const ca = { 'certificate-authority': caFile };
    const pair = { 'client-certificate': mine.certFile, 'client-key': mine.keyFile };
    const none = join(directory, 'none.key');
    const junk = Buffer.from('junk').toString('base64');
    const cases: readonly [cluster: object, user: object, message: string][] = [
      [{}, {}, 'clusters[0].cluster.server: is required'],
      [
        { server: '127.0.0.1:6443' },
        {},
        'clusters[0].cluster.server: must begin with https:// (http:// for plaintext): ',
      ],
      [
        { server: 'https://x' },
        {},
        'clusters[0].cluster.server: Cannot use "https://x" as a server: expected host:port',
      ],
      [{ server: `${server},http://a:1` }, {}, 'clusters[0].cluster.server: must be all https:// or all http://'],
      [{ server }, {}, 'clusters[0].cluster.certificate-authority: is required with an https:// server (or …-data)'],
      [
        { server, 'certificate-authority-data': '%' },
        {},
        'clusters[0].cluster.certificate-authority-data: must be base64',
      ],
      [
        { server, 'certificate-authority-data': junk },
        {},
        'clusters[0].cluster: Cannot use the certificate authority: it is not a certificate in PEM',
      ],
      [{ server, ...ca, 'insecure-skip-tls-verify': true }, {}, 'cluster.insecure-skip-tls-verify: is not supported'],
      [{ server, ...ca }, { exec: {} }, 'users[0].user.exec: is not supported'],
      [{ server, ...ca }, { ...pair, 'client-key': none }, `users[0].user.client-key: file does not exist: ${none}`],
      [
        { server, ...ca },
        { ...pair, 'client-key': other.keyFile },
        "users[0].user: Cannot use the client's certificate: its key is that of another one",
      ],
      [
        { server, ...ca },
        { 'client-certificate': mine.certFile },
        "users[0].user: Cannot use the client's certificate without its key",
      ],
      [{ server, ...ca }, { tokenFile: none }, `users[0].user.tokenFile: file does not exist: ${none}`],
      [
        { server: 'http://127.0.0.1:6443' },
        { token: 'secret' },
        'users[0].user.token: is of no use with a plaintext server: clusters[0].cluster.server must begin with https://',
      ],
    ];
    for (const [cluster, user, message] of cases) {
      const file = await put(configOf(cluster, user));
      expect(() => accessOf(file), message)
        .to.throw(message)
        .with.property('message')
        .contains(`kubeconfig ${file}: `);
    }
    const file = await put(configOf({ server, ...ca }, pair, { user: 'nobody' }));
    expect(() => accessOf(file)).to.throw('contexts[0].context.user: there is no user "nobody"');
    expect(() => accessOf(file, { context: 'away' })).to.throw('Cannot find context "away": it has home');
    expect(() => accessOf(none)).to.throw(`Cannot use kubeconfig ${none}: file does not exist`);
  });

  it('is bounded in size', async () => {
    const file = await put(' '.repeat(1024 * 1024 + 1));
    expect(() => accessOf(file)).to.throw('it is larger than 1048576 bytes');
  });

  it('warns of keys and tokens that others may read', async () => {
    const warned: string[] = [];
    const warn = (text: string): void => void warned.push(text);
    const ca = { 'certificate-authority': caFile };
    const files = await put(
      configOf({ server, ...ca }, { 'client-certificate': mine.certFile, 'client-key': mine.keyFile }),
    );
    const inside = await put(configOf({ server, ...ca }, { token: 'secret' }));
    for (const file of [files, inside]) accessOf(file, { warn });
    expect(warned).to.deep.equal([]);
    await chmod(mine.keyFile, 0o640);
    await chmod(inside, 0o604);
    for (const file of [files, inside]) accessOf(file, { warn });
    await chmod(mine.keyFile, 0o600);
    expect(warned).to.deep.equal(
      [mine.keyFile, inside].map(
        (file) => `warning: others on this machine may read ${file}; change that with: chmod 600 ${file}`,
      ),
    );
  });

  it('is written whole, for its owner only, and keeps what it does not know', async () => {
    const file = join(directory, 'new', 'config');
    let config = setCluster({ ...newKubeconfig(), preferences: { colors: true } }, 'c', { server });
    config = setUser(config, 'u', { token: 'secret' });
    config = setContext(config, 'home', { cluster: 'c', user: 'u' });
    await writeKubeconfig(file, config);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(readKubeconfig(file)).to.deep.equal(config);
    expect(setContext(config, 'home', { namespace: 'web' }).contexts?.[0]?.context).to.deep.equal({
      cluster: 'c',
      user: 'u',
      namespace: 'web',
    });
    expect(setUser(config, 'u', { token: '' }).users?.[0]?.user).to.deep.equal({});
  });

  it('counts by an order of precedence', async () => {
    const own = { server: 's:1', kubeconfig: '/k', context: 'x', dataDir: '/d' };
    const env = { KUORUM_SERVER: 'e:1', KUORUM_CONFIG: '/ek', KUORUM_DATA_DIR: '/ed' };
    const { server: address, kubeconfig, context, dataDir } = own;
    const cases: readonly [options: object, env: object, source: object][] = [
      [{ server: address, kubeconfig }, env, { from: 'kubeconfig', file: '/k', context: undefined, servers: 's:1' }],
      [{ server: address, dataDir }, env, { from: 'server', servers: 's:1' }],
      [{ kubeconfig, context, dataDir }, env, { from: 'kubeconfig', file: '/k', context: 'x' }],
      [{ context, dataDir }, env, { from: 'kubeconfig', file: '/ek', context: 'x' }],
      [{ dataDir }, env, { from: 'local', dataDir: '/d' }],
      [{}, env, { from: 'server', servers: 'e:1' }],
      [{}, { ...env, KUORUM_SERVER: '' }, { from: 'kubeconfig', file: '/ek', context: undefined }],
      [{}, { KUORUM_DATA_DIR: '/ed', KUBECONFIG: '/kubectls' }, { from: 'local', dataDir: '/ed' }],
    ];
    for (const [options, environment, source] of cases) {
      expect(await sourceOf(options, environment as Record<string, string>), JSON.stringify(options)).to.deep.equal(
        source,
      );
    }
    const file = await put(configOf({ server, 'certificate-authority': caFile }, {}));
    const access = await accessFor({ kubeconfig: file, server: 'a:1,b:2' }, {});
    expect(access.servers).to.deep.equal(['a:1', 'b:2']);
    expect(access.tls).to.not.equal(undefined);
  });

  it('gives way to --token, certificate and all, and --request-timeout bounds each call', async () => {
    const user = { 'client-certificate': mine.certFile, 'client-key': mine.keyFile };
    const file = await put(configOf({ server, 'certificate-authority': caFile, 'tls-server-name': 'here' }, user));
    const access = await accessFor({ kubeconfig: file, token: 'secret', requestTimeout: '2s' }, {});
    expect(access).to.include({ token: 'secret', timeoutMs: 2_000 });
    expect(tlsOf(access)).to.deep.equal({ caPem: await readFile(caFile, 'utf8'), serverName: 'here' });
    expect(tlsOf(access), 'the same as long as the files are').to.equal(tlsOf(access));
    const own = await accessFor({ kubeconfig: file, requestTimeout: '0' }, {});
    expect(own.timeoutMs).to.equal(undefined);
    expect(tlsOf(own)?.certPem).to.equal(await readFile(mine.certFile, 'utf8'));
    expect((await accessFor({ kubeconfig: file, requestTimeout: '3' }, {})).timeoutMs).to.equal(3_000);
  });

  describe('kuorum config', () => {
    const kuorumConfig = async (file: string, ...args: string[]): Promise<Ran> => {
      const env = capturedEnv(createFakeApi().client);
      return run(configCommand, env, [...args, '--kubeconfig', file]);
    };
    const out = async (file: string, ...args: string[]): Promise<string> => {
      const ran = await kuorumConfig(file, ...args);
      expect(ran.err, args.join(' ')).to.equal('');
      return ran.out;
    };

    it('makes a whole kubeconfig, shows it without its secrets, and prints flags for grpcurl', async () => {
      const file = join(directory, 'made', 'config');
      await out(file, 'set-cluster', 'home', '--server', server, '--certificate-authority', caFile);
      await out(file, 'set-credentials', 'me', '--client-certificate', mine.certFile, '--client-key', mine.keyFile);
      expect(await out(file, 'set-context', 'me@home', '--cluster', 'home', '--user', 'me')).to.equal(
        'Context "me@home" created.\n',
      );
      expect((await kuorumConfig(file, 'current-context')).err).to.equal('error: current-context is not set\n');
      expect(await out(file, 'use-context', 'me@home')).to.equal('Switched to context "me@home".\n');
      expect(await out(file, 'set-context', '--current', '--namespace=web')).to.equal('Context "me@home" modified.\n');
      expect(await out(file, 'current-context')).to.equal('me@home\n');
      expect(await out(file, 'get-contexts')).to.equal(
        'CURRENT   NAME      CLUSTER   AUTHINFO   NAMESPACE\n*         me@home   home      me         web\n',
      );
      expect(await out(file, 'get-contexts', '-o', 'name')).to.equal('me@home\n');
      expect(await out(file, 'grpcurl')).to.equal(
        `-cacert ${caFile} -cert ${mine.certFile} -key ${mine.keyFile} 127.0.0.1:6443\n`,
      );
      await out(file, 'set-credentials', 'me', '--token', 'secret');
      expect(await out(file, 'grpcurl')).to.contain(` -H 'authorization: Bearer secret' 127.0.0.1:6443`);
      expect(await out(file, 'view'))
        .to.contain('token: REDACTED')
        .and.not.contain('secret');
      expect(await out(file, 'view', '--raw')).to.contain('token: secret');
      expect(JSON.parse(await out(file, 'view', '-o', 'json'))).to.have.property('current-context', 'me@home');
      expect(await out(file, 'delete-context', 'me@home')).to.equal(`deleted context me@home from ${file}\n`);
      expect(await out(file, 'get-contexts', '-o', 'name')).to.equal('');
    });

    it('embeds certificates, which are shown as omitted and are no flags', async () => {
      const file = join(directory, 'embedded');
      await out(file, 'set-cluster', 'c', '--server', server, '--certificate-authority', caFile, '--embed-certs');
      await out(file, 'set-context', 'x', '--cluster', 'c');
      await out(file, 'use-context', 'x');
      expect(await out(file, 'view')).to.contain('certificate-authority-data: DATA+OMITTED');
      expect(tlsOf(accessOf(file))?.caPem).to.equal(await readFile(caFile, 'utf8'));
      expect((await kuorumConfig(file, 'grpcurl')).err).to.contain('holds certificate-authority-data');
    });

    it('prints -plaintext for a plaintext cluster', async () => {
      const file = await put(configOf({ server: 'http://127.0.0.1:6443' }, {}));
      expect(await out(file, 'grpcurl')).to.equal('-plaintext 127.0.0.1:6443\n');
    });

    it('refuses what cannot be, and leaves the file as it was', async () => {
      const text = configOf({ server, 'certificate-authority': caFile }, {});
      const file = await put(text);
      const cases: readonly [args: string[], message: string][] = [
        [['use-context', 'away'], 'Cannot find context "away": there is home'],
        [['delete-user', 'x'], 'Cannot find user "x": there is u'],
        [['set-context', '--cluster=c'], 'Cannot tell which context: give its NAME, or --current'],
        [['set-cluster', 'c', '--server', 'a:1'], 'it must begin with https:// or http://'],
        [
          ['set-cluster', 'c', '--certificate-authority', '/none'],
          '--certificate-authority: file does not exist: /none',
        ],
        [['view', '-o', 'xml'], 'Cannot print as "xml": choose yaml or json'],
        [['get-contexts', 'away'], 'context away not found'],
      ];
      for (const [args, message] of cases) {
        const ran = await kuorumConfig(file, ...args);
        expect(ran.err, args.join(' ')).to.contain(message);
        expect(ran.status).to.equal(1);
      }
      expect(await readFile(file, 'utf8')).to.equal(text);
    });
  });
});
