/** Takes everything of one cluster out of an engine: what `kuorum down` and tests do last. */
import type Docker from 'dockerode';
import { clusterLabel } from '../../labels.js';
import { engineCallTimeoutMs, engineListTimeoutMs } from '../../limits.js';
import { engineCall, engineMessage, engineStatus, isEngineNotFound, runtimeError } from './engine.js';

/** Removes all containers and networks that carry the cluster's label, of every node. May be called again. */
export async function removeClusterFromEngine(engine: Docker, cluster: string): Promise<{ containers: number }> {
  const filters = { label: [`${clusterLabel}=${cluster}`] };
  const containers = await engineCall('list containers', engineListTimeoutMs, () =>
    engine.listContainers({ all: true, filters }),
  );
  await Promise.all(
    containers.map(({ Id }) => ignoreGone(() => engine.getContainer(Id).remove({ force: true, v: true }))),
  );
  const networks = await engineCall('list networks', engineListTimeoutMs, () => engine.listNetworks({ filters }));
  await Promise.all(networks.map(({ Id }) => ignoreGone(() => engine.getNetwork(Id).remove())));
  return { containers: containers.length };
}

async function ignoreGone(remove: () => Promise<unknown>): Promise<void> {
  try {
    await engineCall('clean up', engineCallTimeoutMs, remove);
  } catch (error) {
    const beingRemoved = engineStatus(error) === 409 && /already in progress/.test(engineMessage(error));
    if (!isEngineNotFound(error) && !beingRemoved) throw runtimeError(error, 'Unavailable');
  }
}
