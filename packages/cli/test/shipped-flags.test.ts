/**
 * The servers of the program as it is shipped, each started with all the flags that its help names: it becomes ready, and ends with
 * status 0 when it is told to. What a flag does is told where it is read; here is that none is broken by the way it is shipped.
 */
import { execFile, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Cleanup, eventually, freePort } from '@kuorum/testing';
import { TestCa, type CertificateFiles } from '@kuorum/testing/test-ca';
import { expect } from 'chai';
import { bundleMsMax, kuorumFile, makeBundle, plainEnv } from './bundled-program.js';

/** Without a value: a switch. */
type Flags = Readonly<Record<string, string | true>>;

describe('the flags of the servers, as they are shipped', function () {
  this.timeout(bundleMsMax);
  const cleanup = new Cleanup();
  let dir: string;
  let caFile: string;
  let pair: CertificateFiles;
  let kubeconfig: string;
  let etcdServers: string;
  /** Those that the ones after them need. */
  const needed: { stop: () => Promise<void> }[] = [];

  before(async () => {
    await makeBundle();
    dir = await mkdtemp(join(tmpdir(), 'kuorum-flags-'));
    cleanup.add(() => rm(dir, { recursive: true, force: true }));
    const ca = await TestCa.create(dir);
    caFile = ca.caFile;
    pair = await ca.issue({ commonName: 'kuorum', organizations: ['system:masters'] });
  });
  after(() => cleanup.run());

  const file = async (name: string, text: string): Promise<string> => {
    const path = join(dir, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };

  /** Every flag of its help, but those that are taken without effect or refused. */
  async function flagsOf(command: string): Promise<string[]> {
    const { stdout } = await promisify(execFile)(process.execPath, [kuorumFile, command, '--help'], {
      env: plainEnv(),
    });
    const names = [...stdout.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, name = '']) => name);
    return names.filter((name) => name !== 'help').sort();
  }

  async function start(command: string, flags: Flags, healthUrl: string): Promise<{ stop: () => Promise<void> }> {
    const words = Object.entries(flags).map(([name, value]) => (value === true ? `--${name}` : `--${name}=${value}`));
    const child = spawn(process.execPath, [kuorumFile, command, ...words], {
      env: plainEnv(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const exit = once(child, 'exit');
    const kill = async (): Promise<void> => {
      child.kill('SIGKILL');
      await exit;
    };
    cleanup.add(kill);
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`${command} ended: ${log}`);
      const response = await fetch(healthUrl).catch(() => undefined);
      return response?.status === 200;
    }, `that ${command} is ready: ${log}`);
    const stop = async (): Promise<void> => {
      child.kill('SIGTERM');
      expect(await exit, log).to.deep.equal([0, null]);
    };
    return { stop };
  }

  async function storeFlags(name: string): Promise<{ flags: Flags; metrics: string }> {
    const [client, peer, metrics] = await Promise.all([freePort(), freePort(), freePort()]);
    const url = (port: number, scheme = 'https'): string => `${scheme}://127.0.0.1:${port}`;
    const flags = {
      name,
      'data-dir': join(dir, name),
      'snapshot-count': '1000',
      'heartbeat-interval': '50',
      'election-timeout': '500',
      'initial-election-tick-advance': 'true',
      'listen-peer-urls': url(peer),
      'listen-client-urls': url(client),
      'quota-backend-bytes': '100000000',
      'max-txn-ops': '256',
      'max-request-bytes': '2000000',
      'max-concurrent-streams': '1000',
      'grpc-keepalive-interval': '10s',
      'grpc-keepalive-timeout': '5s',
      'initial-advertise-peer-urls': url(peer),
      'initial-cluster': `${name}=${url(peer)}`,
      'initial-cluster-state': 'new',
      'initial-cluster-token': 'token',
      'advertise-client-urls': url(client),
      'strict-reconfig-check': 'true',
      'pre-vote': 'true',
      'auto-compaction-mode': 'revision',
      'auto-compaction-retention': '1000',
      'cert-file': pair.certFile,
      'key-file': pair.keyFile,
      'client-cert-auth': 'true',
      'trusted-ca-file': caFile,
      'peer-cert-file': pair.certFile,
      'peer-key-file': pair.keyFile,
      'peer-client-cert-auth': 'true',
      'peer-trusted-ca-file': caFile,
      'peer-cert-allowed-cn': 'kuorum',
      'cipher-suites': 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'tls-min-version': 'TLS1.2',
      'tls-max-version': 'TLS1.3',
      'auth-token': 'simple',
      'auth-token-ttl': '60',
      'bcrypt-cost': '4',
      metrics: 'extensive',
      'listen-metrics-urls': url(metrics, 'http'),
      'log-level': 'warn',
      debug: 'false',
      'experimental-initial-corrupt-check': 'true',
      'experimental-corrupt-check-time': '1h',
      'experimental-enable-lease-checkpoint': 'true',
      'experimental-enable-lease-checkpoint-persist': 'true',
      'experimental-compaction-batch-limit': '100',
      'experimental-watch-progress-notify-interval': '1m',
      'experimental-warning-apply-duration': '1s',
      'experimental-max-learners': '2',
      'experimental-snapshot-catchup-entries': '100',
      'force-new-cluster': 'false',
      'unsafe-no-fsync': 'true',
    };
    return { flags, metrics: url(metrics, 'http') };
  }

  it('store, by a file', async () => {
    const { flags, metrics } = await storeFlags('f');
    const inFile = new Map<string, unknown>();
    const sections: Record<string, Record<string, unknown>> = {
      'client-transport-security': {},
      'peer-transport-security': {},
    };
    for (const [name, value] of Object.entries(flags)) {
      if (/^peer-(cert|key|client|trusted)/.test(name) && !name.includes('allowed')) {
        (sections['peer-transport-security'] ??= {})[name.slice('peer-'.length)] = value;
      } else if (/^(cert-file|key-file|client-cert-auth|trusted-ca-file)$/.test(name)) {
        (sections['client-transport-security'] ??= {})[name] = value;
      } else if (!name.includes('allowed')) inFile.set(name, value);
    }
    // Instead of the common name: one of the two.
    (sections['peer-transport-security'] ??= {})['allowed-hostname'] = 'localhost';
    const path = await file('store.yaml', JSON.stringify({ ...Object.fromEntries(inFile), ...sections }));
    await (await start('store', { 'config-file': path }, `${metrics}/health`)).stop();
  });

  it('store', async () => {
    const { flags, metrics } = await storeFlags('m');
    const elsewhere = ['config-file', 'peer-cert-allowed-hostname'];
    expect([...Object.keys(flags), ...elsewhere].sort()).to.deep.equal(await flagsOf('store'));
    needed.unshift(await start('store', flags, `${metrics}/health`));
    etcdServers = flags['listen-client-urls'] as string;
  });

  it('apiserver', async () => {
    const rsa = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const [port, health, other] = await Promise.all([freePort(), freePort(), freePort()]);
    const open = {
      'etcd-servers': etcdServers,
      'etcd-cafile': caFile,
      'etcd-certfile': pair.certFile,
      'etcd-keyfile': pair.keyFile,
      'service-cluster-ip-range': '10.97.0.0/16',
      'service-node-port-range': '31000-31999',
      'encryption-key-file': await file('encryption', `one ${randomBytes(32).toString('base64')}\n`),
      'max-requests-inflight': '50',
      'request-timeout': '30s',
      'shutdown-delay-duration': '10ms',
      'audit-log-path': join(dir, 'audit.log'),
      'audit-log-maxsize': '1',
      'audit-log-maxbackup': '1',
      'audit-policy-file': await file(
        'audit.yaml',
        'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: Metadata }]\n',
      ),
      'log-level': 'warn',
    };
    const secure = {
      ...open,
      listen: `127.0.0.1:${port}`,
      'healthz-bind-address': `127.0.0.1:${health}`,
      'tls-cert-file': pair.certFile,
      'tls-private-key-file': pair.keyFile,
      'client-ca-file': caFile,
      'token-auth-file': await file('tokens', 'secret,ann,1,"group"\n'),
      'service-account-issuer': 'https://issuer',
      'service-account-signing-key-file': await file('sa.key', rsa.privateKey),
      'service-account-key-file': await file('sa.pub', rsa.publicKey),
      'api-audiences': 'one,two',
      'authorization-mode': 'Node,RBAC',
      'kubelet-certificate-authority': caFile,
      'kubelet-client-certificate': pair.certFile,
      'kubelet-client-key': pair.keyFile,
    };
    expect([...Object.keys(secure), 'insecure'].sort()).to.deep.equal(await flagsOf('apiserver'));
    needed.unshift(await start('apiserver', secure, `http://127.0.0.1:${health}/readyz`));
    const url = `127.0.0.1:${other}`;
    const insecure = { ...open, listen: '127.0.0.1:0', 'healthz-bind-address': url, insecure: true } as const;
    await (await start('apiserver', insecure, `http://${url}/readyz`)).stop();
    kubeconfig = await file(
      'kubeconfig',
      JSON.stringify({
        'current-context': 'c',
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
        clusters: [{ name: 'c', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': caFile } }],
        users: [{ name: 'u', user: { 'client-certificate': pair.certFile, 'client-key': pair.keyFile } }],
      }),
    );
  });

  const election = { identity: 'me', 'no-leader-elect': true } as const;
  const node = { 'node-name': 'n', 'node-ip': '127.0.0.1', cluster: 'flags' };
  const kubelet = async (): Promise<Flags> => ({
    listen: `127.0.0.1:${await freePort()}`,
    'tls-cert-file': pair.certFile,
    'tls-private-key-file': pair.keyFile,
    'client-ca-file': caFile,
    runtime: 'hollow',
    'docker-network': 'flags',
    'data-dir': join(dir, 'kubelet'),
    'node-labels': 'disk=ssd,zone=a',
    capacity: 'cpu=4,memory=8Gi,pods=10',
    'lease-interval': '1s',
    // Of one node there is nothing to route to.
    'sync-routes': true,
  });
  const proxy = { 'cluster-ip-mode': 'none', 'localhost-node-ports': true } as const;
  const components: Readonly<Record<string, () => Promise<Flags>>> = {
    scheduler: async () => election,
    controllers: async () => ({
      ...election,
      'node-monitor-grace-period': '5s',
      'pod-eviction-timeout': '2s',
      'cluster-cidr': '10.245.0.0/16',
    }),
    kubelet: async () => ({ ...node, ...(await kubelet()) }),
    proxy: async () => ({ ...node, ...proxy }),
    node: async () => ({ ...node, ...(await kubelet()), ...proxy, 'proxy-kubeconfig': kubeconfig }),
  };
  for (const [command, own] of Object.entries(components)) {
    it(command, async () => {
      const healthz = `127.0.0.1:${await freePort()}`;
      const flags = { ...(await own()), kubeconfig, healthz, 'log-level': 'warn' };
      // Of --server and --kubeconfig the latter counts.
      expect([...Object.keys(flags), 'server'].sort()).to.deep.equal(await flagsOf(command));
      const started = await start(command, { ...flags, server: 'localhost:1' }, `http://${healthz}/healthz`);
      // With --sync-routes a node is ready once the controllers have given it addresses.
      if (command === 'controllers') needed.unshift(started);
      else await started.stop();
    });
  }

  it('and those that the others needed end too', async () => {
    for (const each of needed) await each.stop();
  });
});
