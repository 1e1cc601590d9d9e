/** Starting and stopping the processes of a local cluster. */
import { CliError } from '../errors.js';
import { kuorumBinary } from '../paths.js';
import type { Progress } from '../print/progress.js';
import { isSecure, type ClusterConfig } from './cluster-config.js';
import { prepareEngine, removeAddresses, removeContainers } from './containers.js';
import { processesOf, type ProcessSpec } from './layout.js';
import {
  findRecord,
  isAlive,
  readRecords,
  removeRecord,
  startProcess,
  stopProcess,
  type ProcessRecord,
} from './processes.js';
import { ensureSecurity } from './security.js';
import { apiserverReady, healthReady, nodesReady, storeReady, type WaitContext } from './ready.js';

/** SIGTERM to SIGKILL. */
const stopGraceMs = 10_000;

/** Starts one process of the cluster, unless it runs already. Gives its record. */
export function startMember(dataDir: string, spec: ProcessSpec): ProcessRecord {
  const running = findRecord(dataDir, spec.name);
  if (running !== undefined && isAlive(running)) return running;
  return startProcess(dataDir, spec.name, [process.execPath, kuorumBinary, ...spec.args]);
}

/** The process of that name; {@link CliError} lists the names when there is none. */
export function mustFindSpec(config: ClusterConfig, dataDir: string, name: string): ProcessSpec {
  const specs = processesOf(config, dataDir);
  const spec = specs.find((candidate) => candidate.name === name);
  if (spec !== undefined) return spec;
  throw new CliError(
    `Cannot find process ${JSON.stringify(name)}: this cluster has ${specs.map((s) => s.name).join(', ')}`,
  );
}

/** Starts what does not run and waits until all of it is ready. */
export async function startCluster(context: WaitContext, progress: Progress): Promise<void> {
  const { config, dataDir } = context;
  const specs = processesOf(config, dataDir);
  if (isSecure(config)) {
    await progress.step('Certificates', async (update) => update((await ensureSecurity(config, dataDir)) ?? ''));
  }
  for (const spec of specs.filter(({ role }) => role !== 'node')) startMember(dataDir, spec);
  if (config.runtime === 'docker') await progress.step('Pod network and bundled image', () => prepareEngine(config));
  for (const spec of specs.filter(({ role }) => role === 'node')) startMember(dataDir, spec);
  await progress.step(`Store: ${config.members.length} members elect a leader`, async (update) => {
    const leader = await storeReady(context, update);
    update(`${leader} leads`);
  });
  await progress.step('API server answers', () => apiserverReady(context));
  await progress.step('Scheduler and controllers lead', async () => {
    await healthReady(context, 'scheduler', config.schedulerHealthPort);
    await healthReady(context, 'controllers', config.controllersHealthPort);
  });
  await progress.step('Nodes register', (update) => nodesReady(context, update));
}

/** Stops every recorded process and removes every container of the cluster. Data stays. */
export async function stopCluster(config: ClusterConfig, dataDir: string, progress: Progress): Promise<void> {
  const order = ['node', 'scheduler', 'controllers', 'apiserver', 'store'];
  const roleOf = new Map(processesOf(config, dataDir).map(({ name, role }) => [name, role]));
  const records = readRecords(dataDir);
  for (const group of [order.slice(0, 4), order.slice(4)]) {
    const members = records.filter(({ name }) => group.includes(roleOf.get(name) ?? 'node'));
    const title = group.includes('store') ? 'Stop the store' : 'Stop nodes and control plane';
    await progress.step(title, async (update) => {
      update(`${members.filter(isAlive).length} processes`);
      await Promise.all(members.map((record) => stopProcess(record, stopGraceMs)));
      for (const { name } of members) removeRecord(dataDir, name);
    });
  }
  await progress.step('Remove containers and addresses', async (update) => {
    await removeAddresses(config);
    const removed = await removeContainers(config, dataDir);
    update(`${removed} removed`);
  });
}
