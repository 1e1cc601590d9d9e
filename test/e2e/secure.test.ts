/** A cluster with mutual TLS on every hop: it does what one in plaintext does, for those who may, and for nobody else. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEtcdClient, tlsFromFiles } from '@kuorum/client';
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { LocalCluster, sample } from '../support/local-cluster.js';

describe('a secure cluster', function () {
  this.timeout(120_000);
  let cluster: LocalCluster;

  before(async () => {
    cluster = await LocalCluster.up(['--secure', '--runtime=process', '--members=3', '--nodes=1']);
  });
  after(() => cluster.remove());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await cluster.logs());
  });

  const as = (user: string): string[] => ['--kubeconfig', join(cluster.dataDir, 'kubeconfig', `${user}.conf`)];

  it('runs pods, and shows their logs through the kubelet', async () => {
    await cluster.mustKuorum(['apply', '-f', sample('echo.yaml')]);
    await eventually('three pods run', 60_000, async () => {
      const pods = await cluster.mustKuorum(['get', 'pods', '--no-headers']);
      expect(pods.match(/1\/1 +Running/g) ?? [], pods).to.have.length(3);
    });
    const name = (await cluster.mustKuorum(['get', 'pods', '-o', 'name'])).split('\n')[0] ?? '';
    expect(await cluster.mustKuorum(['logs', name])).to.match(/^echo: echo-\w+ listens on /);
    expect(await cluster.mustKuorum(['status'])).to.match(/node-1 +Ready +3/);
  });

  it('stores Secrets encrypted', async () => {
    const value = 'only-the-api-tells';
    await cluster.mustKuorum(['create', 'secret', 'generic', 'hidden', `--from-literal=word=${value}`]);
    await cluster.mustKuorum(['create', 'configmap', 'shown', `--from-literal=word=${value}`]);
    const pki = (file: string): string => join(cluster.dataDir, 'pki', 'etcd', file);
    const tls = tlsFromFiles({ caFile: pki('ca.crt'), certFile: pki('admin.crt'), keyFile: pki('admin.key') });
    const endpoints = cluster.config.members.map(({ clientPort }) => `https://127.0.0.1:${clientPort}`);
    const store = createEtcdClient({ endpoints, tls });
    try {
      const stored = async (key: string): Promise<string> => {
        const { kvs } = await store.range({ key: Buffer.from(key) });
        return Buffer.from(kvs[0]?.value ?? []).toString('latin1');
      };
      expect(await stored('/registry/configmaps/default/shown'), 'how it looks in the clear').to.contain(value);
      expect(await stored('/registry/secrets/default/hidden'))
        .to.match(/^k8s:enc:aesgcm:v1:key-/)
        .and.not.contain(value);
    } finally {
      store.close();
    }
    const data = await cluster.mustKuorum(['get', 'secret', 'hidden', '-o', 'jsonpath={.data.word}']);
    expect(Buffer.from(data, 'base64').toString()).to.equal(value);
  });

  it('answers nobody who speaks plaintext', async () => {
    const { code, stderr } = await cluster.kuorum(['get', 'pods', '--server', cluster.config.apiserverAddress]);
    expect(code).to.equal(1);
    expect(stderr).to.contain('the server ended the connection; it may speak TLS, and this client plaintext');
  });

  it('lets each component do its own work only', async () => {
    expect((await cluster.kuorum(['get', 'nodes', ...as('proxy')])).code).to.equal(0);
    const refused: [user: string, args: string[]][] = [
      ['proxy', ['delete', 'rc/echo']],
      ['scheduler', ['get', 'secrets']],
      ['node-node-1', ['scale', 'rc/echo', '--replicas=9']],
    ];
    for (const [user, args] of refused) {
      const { code, stderr } = await cluster.kuorum([...args, ...as(user)]);
      expect(code, `${user}: ${args.join(' ')}`).to.equal(1);
      expect(stderr, `${user}: ${args.join(' ')}`).to.contain('Forbidden');
    }
  });

  it('keeps its certificates when it is started again, and prints the flags for grpcurl', async () => {
    const certificate = (): Promise<string> => readFile(join(cluster.dataDir, 'pki', 'admin.crt'), 'utf8');
    const before = await certificate();
    const again = await cluster.mustKuorum(['up', '--detach', '--data-dir', cluster.dataDir], { timeoutMs: 60_000 });
    expect(again).to.contain('Certificates: kept');
    expect(await certificate()).to.equal(before);
    const pki = join(cluster.dataDir, 'pki');
    expect(await cluster.mustKuorum(['config', 'grpcurl'])).to.equal(
      `-cacert ${pki}/ca.crt -cert ${pki}/admin.crt -key ${pki}/admin.key ${cluster.config.apiserverAddress}\n`,
    );
  });
});
