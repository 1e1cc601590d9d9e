/** What the pods of a node ask for, and how much of it that is: sections of `describe node`. Pure. */
import {
  formatCpu,
  isPodFinished,
  parseBytes,
  parseCpuMillis,
  podLimits,
  podRequests,
  type Node,
  type Pod,
  type PodResources,
} from '@kuorum/api';
import { bytesText } from './bytes-text.js';
import { since } from './cells.js';
import { indent } from './facts.js';
import { TablePrinter } from './table.js';

/** Those that still hold what they ask for. */
export function nodePodsText({ status: { allocatable } }: Node, pods: readonly Pod[], nowMs: number): string {
  const holding = pods.filter((pod) => !isPodFinished(pod));
  const title = `Non-terminated Pods: (${holding.length} in total)`;
  if (holding.length === 0) return title;
  const rows = holding.map((pod) => {
    const [requests, limits] = [podRequests(pod), podLimits(pod)];
    const { namespace, name, creationTimestamp } = pod.metadata;
    return [
      ...[namespace, name],
      ...[requests, limits].map((amounts) => cpuText(amounts, allocatable)),
      ...[requests, limits].map((amounts) => memoryText(amounts, allocatable)),
      since(creationTimestamp, nowMs),
    ];
  });
  const head = ['NAMESPACE', 'NAME', 'CPU REQUESTS', 'CPU LIMITS', 'MEMORY REQUESTS', 'MEMORY LIMITS', 'AGE'];
  return `${title}\n${indent(new TablePrinter({ head: true }).lines(head, rows).join('\n'))}`;
}

export function allocatedText({ status: { allocatable } }: Node, pods: readonly Pod[]): string {
  const holding = pods.filter((pod) => !isPodFinished(pod));
  const requests = sumOf(holding.map(podRequests));
  const limits = sumOf(holding.map(podLimits));
  const podsMax = Number(allocatable['pods'] ?? 0);
  const rows = [
    ['cpu', cpuText(requests, allocatable), cpuText(limits, allocatable), allocatable['cpu'] ?? '0'],
    [
      'memory',
      memoryText(requests, allocatable),
      memoryText(limits, allocatable),
      bytesText(parseBytes(allocatable['memory'])),
    ],
    ['pods', withPercent(String(holding.length), holding.length, podsMax), '', String(podsMax)],
  ];
  const head = ['RESOURCE', 'REQUESTS', 'LIMITS', 'ALLOCATABLE'];
  const table = new TablePrinter({ head: true }).lines(head, rows).join('\n');
  return `Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n${indent(table)}`;
}

type Allocatable = Readonly<Record<string, string>>;

function cpuText({ cpuMillis }: PodResources, allocatable: Allocatable): string {
  return withPercent(formatCpu(cpuMillis), cpuMillis, parseCpuMillis(allocatable['cpu']));
}

function memoryText({ memoryBytes }: PodResources, allocatable: Allocatable): string {
  return withPercent(bytesText(memoryBytes), memoryBytes, parseBytes(allocatable['memory']));
}

/** Rounded down, as kubectl does. */
function withPercent(text: string, amount: number, all: number): string {
  return `${text} (${all === 0 ? 0 : Math.floor((100 * amount) / all)}%)`;
}

function sumOf(parts: readonly PodResources[]): PodResources {
  return {
    cpuMillis: parts.reduce((sum, { cpuMillis }) => sum + cpuMillis, 0),
    memoryBytes: parts.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
  };
}
