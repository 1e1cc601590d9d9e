/**
 * What containers use, from the engine's `GET /containers/ID/stats`: one sample, no stream, and with `one-shot` without
 * waiting for a second one to make a rate of. Engine 20.10 still gathers samples once a second and answers at the next.
 */
import { Semaphore } from '@kuorum/base';
import type Docker from 'dockerode';
import { engineCallTimeoutMs, statsConcurrency } from '../../limits.js';
import type { ContainerUsage } from '../types.js';
import { engineCall, engineStatus, isEngineNotFound, runtimeError } from './engine.js';

/** By id. Rejects when the engine does not answer; a container that is gone is left out. */
export async function dockerStats(
  engine: Docker,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ContainerUsage>> {
  const permits = new Semaphore(statsConcurrency);
  const found = await Promise.all(ids.map((id) => permits.run(async () => [id, await usageOf(engine, id)] as const)));
  return new Map(found.flatMap(([id, usage]) => (usage === undefined ? [] : [[id, usage]])));
}

async function usageOf(engine: Docker, id: string): Promise<ContainerUsage | undefined> {
  try {
    const seen = await engineCall('read the usage of a container', engineCallTimeoutMs, () =>
      engine.getContainer(id).stats({ stream: false, 'one-shot': true }),
    );
    return usageIn(seen);
  } catch (error) {
    // 409: it is being removed.
    if (isEngineNotFound(error) || engineStatus(error) === 409) return undefined;
    throw runtimeError(error, 'Unavailable');
  }
}

/** The parts of the engine's answer that are read. All of them are missing for a container that does not run. */
export interface EngineStats {
  readonly read?: string;
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
  readonly memory_stats?: { readonly usage?: number; readonly stats?: Readonly<Partial<Record<string, number>>> };
}

/**
 * The working set as Kubernetes has it: usage without the page cache that is not in use. Cgroup v1 tells that of the whole
 * tree as `total_inactive_file`, v2 has `inactive_file` only.
 */
export function usageIn({ read = '', cpu_stats: cpu, memory_stats: memory }: EngineStats): ContainerUsage | undefined {
  const cpuNanoseconds = cpu?.cpu_usage?.total_usage;
  const used = memory?.usage;
  const timeMs = Date.parse(read);
  if (cpuNanoseconds === undefined || used === undefined || !(timeMs > 0)) return undefined;
  const inactive = memory?.stats?.['total_inactive_file'] ?? memory?.stats?.['inactive_file'] ?? 0;
  return { timeMs, cpuNanoseconds, workingSetBytes: Math.max(0, used - inactive) };
}
