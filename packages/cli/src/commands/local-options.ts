/** What commands about a local cluster share: which one it is. Reads nothing that is large. */
import { Option } from 'commander';
import { CliError } from '../cli-error.js';
import { defaultDataDir, readClusterConfig, type ClusterConfig } from '../local/cluster-config.js';

/** `--data-dir`, as every command about the local cluster has it. */
export const dataDirOption = (): Option =>
  new Option('--data-dir <dir>', 'where the cluster keeps its data').default(defaultDataDir());

export async function mustReadConfig(dataDir: string): Promise<ClusterConfig> {
  const config = await readClusterConfig(dataDir);
  if (config === undefined)
    throw new CliError(`Cannot find a cluster in ${dataDir}: start one with "kuorum up", or name its --data-dir`);
  return config;
}
