/** A local cluster as its own commands reach it: by the certificates of its data directory, or told what to do about them. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { accessFor } from '../dist/commands/access.js';
import { etcdctlFlags } from '../dist/commands/etcdctl-flags.js';
import { newClusterConfig, writeClusterConfig, type ClusterConfig } from '../dist/local/cluster-config.js';
import { ensureSecurity, storeAccessOf } from '../dist/local/security.js';

describe('access to a local cluster', () => {
  const cleanup = new Cleanup();
  let dataDir: string;
  let config: ClusterConfig;

  const layOut = async (insecure: boolean): Promise<void> => {
    dataDir = await cleanup.tempDir();
    config = await newClusterConfig({ members: 1, nodes: 1, runtime: 'hollow', ports: 'free', insecure });
    await writeClusterConfig(dataDir, config);
    await ensureSecurity(config, dataDir);
  };
  afterEach(() => cleanup.run());

  const refusal = async (open: () => unknown): Promise<string> => {
    try {
      await open();
      return 'nothing was refused';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  it('is by its own certificates, for people and for etcdctl', async () => {
    await layOut(false);
    const access = await accessFor({ dataDir }, {});
    expect(access.servers).to.deep.equal([`https://${config.apiserverAddress}`]);
    expect(access.tls).to.not.equal(undefined);
    const pki = join(dataDir, 'pki', 'etcd');
    const endpoint = `https://127.0.0.1:${config.members[0]?.clientPort}`;
    expect(etcdctlFlags(config, dataDir).join(' ')).to.equal(
      `--endpoints ${endpoint} --cacert ${pki}/ca.crt --cert ${pki}/admin.crt --key ${pki}/admin.key`,
    );
  });

  it('is plain where it was made --insecure', async () => {
    await layOut(true);
    expect(await accessFor({ dataDir }, {})).to.deep.equal({ servers: [config.apiserverAddress] });
    expect(etcdctlFlags(config, dataDir)).to.deep.equal([
      '--endpoints',
      `http://127.0.0.1:${config.members[0]?.clientPort}`,
    ]);
  });

  it('says what makes files anew that are missing or damaged, and never goes on in plaintext', async () => {
    const broken: readonly [what: string, breakIt: () => void, message: RegExp][] = [
      ['a missing key', () => rmSync(join(dataDir, 'pki/admin.key')), /file does not exist: .*admin\.key\. "kuorum up/],
      ['a damaged key', () => writeFileSync(join(dataDir, 'pki/admin.key'), 'junk'), /not a private key.*"kuorum up/],
      ['a damaged kubeconfig', () => writeFileSync(join(dataDir, 'kubeconfig/admin.conf'), '['), /YAML.*"kuorum up/],
      ['no kubeconfig', () => rmSync(join(dataDir, 'kubeconfig'), { recursive: true }), /Cannot find .*"kuorum up/],
    ];
    for (const [what, breakIt, message] of broken) {
      await layOut(false);
      breakIt();
      expect(await refusal(() => accessFor({ dataDir }, {})), what)
        .to.match(message)
        .and.contain(`"kuorum up --detach --data-dir ${dataDir}" makes`);
      await ensureSecurity(config, dataDir);
      expect(await refusal(() => accessFor({ dataDir }, {})), `${what}, after up`).to.equal('nothing was refused');
    }
    rmSync(join(dataDir, 'pki/etcd/admin.crt'));
    expect(await refusal(() => storeAccessOf(config, dataDir))).to.match(/does not exist: .*admin\.crt\. "kuorum up/);
  });
});
