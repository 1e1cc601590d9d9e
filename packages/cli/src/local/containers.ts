/** Containers of a local cluster, seen from outside its kubelets: what `up` finds, what `down` and the demo remove. */
import { join } from 'node:path';
import {
  connectEngine,
  DockerNetworks,
  echoImage,
  ensureBundledImage,
  ProcessRuntime,
  removeClusterFromEngine,
  removeProcesses,
} from '@kuorum/kubelet';
import { ClusterAddresses } from '@kuorum/proxy';
import { CliError } from '../errors.js';
import type { ClusterConfig } from './cluster-config.js';
import { clusterName } from './layout.js';

/** A Docker that does not answer within this is taken for none. */
const dockerProbeTimeoutMs = 3_000;

/** Version of the Docker Engine that answers here, or undefined. */
export async function dockerVersion(): Promise<string | undefined> {
  const timeout = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), dockerProbeTimeoutMs).unref();
  });
  const version = connectEngine()
    .version()
    .then(
      ({ Version }) => Version,
      () => undefined,
    );
  return Promise.race([version, timeout]);
}

/** Where the node keeps its state. */
export function nodeDataDir(dataDir: string, node: string): string {
  return join(dataDir, 'nodes', node);
}

/**
 * What all nodes of the machine share: their network, and the bundled image of the samples. The nodes would make both by
 * themselves, but three of them at the same moment.
 */
export async function prepareEngine(config: ClusterConfig): Promise<void> {
  if (config.runtime !== 'docker') return;
  const engine = connectEngine();
  const cluster = clusterName(config);
  await new DockerNetworks(engine, { name: cluster, cluster }).ensure();
  await ensureBundledImage(engine, echoImage);
}

/** Removes every container and network of the cluster; gives how many containers there were. */
export async function removeContainers(config: ClusterConfig, dataDir: string): Promise<number> {
  switch (config.runtime) {
    case 'docker':
      if ((await dockerVersion()) === undefined) {
        throw new CliError(
          `Cannot remove the containers of ${clusterName(config)}: Docker does not answer. Start it and run "kuorum down" again`,
        );
      }
      return (await removeClusterFromEngine(connectEngine(), clusterName(config))).containers;
    case 'process': {
      const removed = await Promise.all(config.nodes.map(({ name }) => removeProcesses(nodeDataDir(dataDir, name))));
      return removed.reduce((sum, { pods }) => sum + pods, 0);
    }
    case 'hollow':
      return 0;
  }
}

/** Takes the service addresses off this machine that killed proxies left on it. */
export async function removeAddresses(config: ClusterConfig): Promise<void> {
  if (process.platform !== 'linux' || config.clusterIpMode !== 'address') return;
  const cluster = clusterName(config);
  for (const { name } of config.nodes) await new ClusterAddresses({ cluster, node: name }).ensure(new Set());
}

/** Ends a container with SIGKILL behind its kubelet's back, as a crash would. `id` is a status's containerID. */
export async function crashContainer(config: ClusterConfig, dataDir: string, node: string, id: string): Promise<void> {
  if (config.runtime === 'docker') {
    await connectEngine().getContainer(id.replace('docker://', '')).kill();
    return;
  }
  const runtime = new ProcessRuntime({
    cluster: clusterName(config),
    node,
    dataDir: join(nodeDataDir(dataDir, node), 'process'),
  });
  try {
    await runtime.stopContainer(id, 0);
  } finally {
    await runtime.close();
  }
}
