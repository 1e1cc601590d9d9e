/**
 * The kubelet's `/stats/summary`: a part of Kubernetes' Summary API in its shape, plus `windowMilliseconds`. Rates come
 * from two samples. Pure.
 */
import type { ContainerUsage, PodRef } from '../runtime/types.js';
import { statsFirstWindowMs } from '../limits.js';

export interface CpuStats {
  readonly time: string;
  /** Billionths of a core, on average over the window; missing while that cannot be told. */
  readonly usageNanoCores?: number;
  readonly usageCoreNanoSeconds: number;
  /** What the average is over. Ours: Kubernetes does not tell. */
  readonly windowMilliseconds?: number;
}

export interface MemoryStats {
  readonly time: string;
  readonly workingSetBytes: number;
}

export interface UsageStats {
  readonly cpu: CpuStats;
  readonly memory: MemoryStats;
}

export interface ContainerStats extends UsageStats {
  readonly name: string;
  readonly startTime: string;
}

/** Of pods with a running container. `cpu` and `memory` are those of its containers together. */
export interface PodStats extends UsageStats {
  readonly podRef: PodRef;
  readonly containers: readonly ContainerStats[];
}

export interface Summary {
  readonly node: UsageStats & { readonly nodeName: string };
  readonly pods: readonly PodStats[];
}

export interface SampledContainer {
  readonly id: string;
  readonly name: string;
  readonly startedAtMs: number;
  readonly usage: ContainerUsage;
}

/** All that was measured at one time. */
export interface Sample {
  /** Undefined: the machine is not this node's alone to speak of; the node has used what its containers have. */
  readonly machine: ContainerUsage | undefined;
  readonly pods: readonly { readonly pod: PodRef; readonly containers: readonly SampledContainer[] }[];
}

/** What `after` says, with rates since `before`. */
export function summarize(nodeName: string, before: Sample, after: Sample): Summary {
  const earlier = new Map(before.pods.flatMap(({ containers }) => containers.map(({ id, usage }) => [id, usage])));
  const pods = after.pods
    .filter(({ containers }) => containers.length > 0)
    .map(({ pod, containers }) => {
      const stats = containers.map((container): ContainerStats => ({
        name: container.name,
        startTime: timeOf(container.startedAtMs),
        ...usageStats(earlier.get(container.id) ?? birthOf(container), container.usage),
      }));
      const { namespace, name, uid } = pod;
      return { podRef: { name, namespace, uid }, containers: stats, ...together(stats) };
    });
  const node = after.machine === undefined ? together(pods) : usageStats(before.machine, after.machine);
  return { node: { nodeName, ...node }, pods };
}

/** A container that the earlier sample does not have began after it, having used nothing. */
function birthOf({ startedAtMs, usage }: SampledContainer): ContainerUsage | undefined {
  if (startedAtMs === 0 || usage.timeMs - startedAtMs < statsFirstWindowMs) return undefined;
  return { timeMs: startedAtMs, cpuNanoseconds: 0, workingSetBytes: 0 };
}

function usageStats(before: ContainerUsage | undefined, after: ContainerUsage): UsageStats {
  const time = timeOf(after.timeMs);
  const usageCoreNanoSeconds = Math.round(after.cpuNanoseconds);
  return {
    cpu: { time, usageCoreNanoSeconds, ...(before === undefined ? {} : rateOf(before, after)) },
    memory: { time, workingSetBytes: after.workingSetBytes },
  };
}

/** A counter that fell was begun anew, or processes took theirs with them: what is left is told of the whole window. */
function rateOf(
  before: ContainerUsage,
  after: ContainerUsage,
): Pick<CpuStats, 'usageNanoCores' | 'windowMilliseconds'> {
  const windowMilliseconds = Math.round(after.timeMs - before.timeMs);
  // The clock was set back.
  if (windowMilliseconds <= 0) return {};
  const used = Math.max(0, after.cpuNanoseconds - before.cpuNanoseconds);
  return { usageNanoCores: Math.round((used / windowMilliseconds) * 1000), windowMilliseconds };
}

/** Of several together. Of the times the latest counts, of the windows the longest; a rate that is missing is missing in the sum. */
function together(parts: readonly UsageStats[]): UsageStats {
  const sum = (of: (part: UsageStats) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const time =
    parts
      .map(({ cpu }) => cpu.time)
      .sort()
      .at(-1) ?? '';
  const rates = parts.every(({ cpu }) => cpu.usageNanoCores !== undefined)
    ? {
        usageNanoCores: sum(({ cpu }) => cpu.usageNanoCores ?? 0),
        windowMilliseconds: Math.max(0, ...parts.map(({ cpu }) => cpu.windowMilliseconds ?? 0)),
      }
    : {};
  return {
    cpu: { time, usageCoreNanoSeconds: sum(({ cpu }) => cpu.usageCoreNanoSeconds), ...rates },
    memory: { time, workingSetBytes: sum(({ memory }) => memory.workingSetBytes) },
  };
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
