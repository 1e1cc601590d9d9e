/** The flags by which etcdctl (3.4 or newer) reaches the store of a local cluster: what `kuorum config etcdctl` prints. */
import type { ClusterConfig } from '../local/cluster-config.js';
import { etcdServers } from '../local/layout.js';
import { storeFilesOf } from '../local/security.js';
import { shellWord } from '../print/shell-word.js';

export function etcdctlFlags(config: ClusterConfig, dataDir: string): string[] {
  const files = storeFilesOf(config, dataDir);
  return [
    ...['--endpoints', etcdServers(config).join(',')],
    ...(files === undefined ? [] : ['--cacert', files.caFile, '--cert', files.certFile, '--key', files.keyFile]),
  ].map(shellWord);
}
