/** What `kuorum up` makes is safe without a flag: checks of a cluster that runs the sample and that a test has up anyway. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCommand } from '../support/commands.js';
import type { LocalCluster } from '../support/local-cluster.js';

/** `cluster` is asked when the checks run; it runs `rc/echo` then. */
export function checkSecurity(cluster: () => LocalCluster): void {
  const pki = (file: string): string => join(cluster().dataDir, 'pki', file);

  it('stores Secrets encrypted', async () => {
    const value = 'only-the-api-tells';
    await cluster().mustKuorum(['create', 'secret', 'generic', 'hidden', `--from-literal=word=${value}`]);
    await cluster().mustKuorum(['create', 'configmap', 'shown', `--from-literal=word=${value}`]);
    const store = cluster().etcdClient();
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
    const data = await cluster().mustKuorum(['get', 'secret', 'hidden', '-o', 'jsonpath={.data.word}']);
    expect(Buffer.from(data, 'base64').toString()).to.equal(value);
  });

  it('answers nobody who speaks plaintext', async () => {
    const { code, stderr } = await cluster().kuorum(['get', 'pods', '--server', cluster().config.apiserverAddress]);
    expect(code).to.equal(1);
    expect(stderr).to.contain('the server ended the connection; it may speak TLS, and this client plaintext');
  });

  it('lets each component do its own work only', async () => {
    const as = (user: string): string[] => ['--kubeconfig', join(cluster().dataDir, 'kubeconfig', `${user}.conf`)];
    expect((await cluster().kuorum(['get', 'nodes', ...as('proxy')])).code).to.equal(0);
    const refused: [user: string, args: string[]][] = [
      ['proxy', ['delete', 'rc/echo']],
      ['scheduler', ['get', 'secrets']],
      ['node-node-1', ['scale', 'rc/echo', '--replicas=9']],
    ];
    const answers = await Promise.all(refused.map(([user, args]) => cluster().kuorum([...args, ...as(user)])));
    for (const [i, [user, args]] of refused.entries()) {
      expect(answers[i]?.code, `${user}: ${args.join(' ')}`).to.equal(1);
      expect(answers[i]?.stderr, `${user}: ${args.join(' ')}`).to.contain('Forbidden');
    }
  });

  it('keeps its certificates when it is started again, and refuses to become --insecure', async () => {
    const before = await readFile(pki('admin.crt'), 'utf8');
    expect(await cluster().mustKuorum(['up', '--detach'], { timeoutMs: 60_000 })).to.contain('Certificates: kept');
    expect(await readFile(pki('admin.crt'), 'utf8')).to.equal(before);
    const { code, stderr } = await cluster().kuorum(['up', '--detach', '--insecure']);
    expect(code).to.equal(1);
    expect(stderr).to.match(/Cannot make the cluster in .* --insecure: .*choose another --data-dir/);
  });

  it('prints the flags that let grpcurl and etcdctl in', async () => {
    expect(await cluster().mustKuorum(['config', 'grpcurl'])).to.equal(
      `-cacert ${pki('ca.crt')} -cert ${pki('admin.crt')} -key ${pki('admin.key')} ${cluster().config.apiserverAddress}\n`,
    );
    const flags = (await cluster().mustKuorum(['config', 'etcdctl'])).trim().split(' ');
    const keys = ['get', '--prefix', '/registry/pods/default/', '--keys-only'];
    const env = { ETCDCTL_API: '3' };
    const { stdout, stderr } = await runCommand('etcdctl', [...flags, ...keys], { env });
    expect(stdout.match(/^\/registry\/pods\/default\/echo-/gm), stderr).to.have.length(3);
    const stranger = await runCommand('etcdctl', [...flags.slice(0, 4), '--command-timeout=2s', ...keys], { env });
    expect(stranger.code, 'without a certificate').to.not.equal(0);
  });
}
