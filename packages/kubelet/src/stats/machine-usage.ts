/** What this machine uses altogether, since its start: that of a node, as Kubernetes tells it. */
import { cpus, freemem, totalmem } from 'node:os';
import type { ContainerUsage } from '../runtime/types.js';

/** Memory that could be given to a new process without swapping does not count (on Linux: MemAvailable). */
export function machineUsage(nowMs: number): ContainerUsage {
  const busyMs = cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
  return { timeMs: nowMs, cpuNanoseconds: busyMs * 1e6, workingSetBytes: totalmem() - freemem() };
}
