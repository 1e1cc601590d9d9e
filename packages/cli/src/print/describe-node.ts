/** What the pods of a node ask for, and how much of it that is: a section of `describe node`. Pure. */
import { formatCpu, isPodFinished, parseBytes, parseCpuMillis, podRequests, type Node, type Pod } from '@kuorum/api';
import { bytesText } from './bytes-text.js';
import { TablePrinter } from './table.js';

export function allocatedText(node: Node, pods: readonly Pod[]): string {
  const requests = pods.filter((pod) => !isPodFinished(pod)).map(podRequests);
  const cpu = requests.reduce((sum, { cpuMillis }) => sum + cpuMillis, 0);
  const memory = requests.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  const { allocatable } = node.status;
  const row = (name: string, amount: number, all: number, text: (amount: number) => string): string[] => [
    name,
    `${text(amount)} (${all === 0 ? 0 : Math.round((100 * amount) / all)}%)`,
    text(all),
  ];
  const rows = [
    row('cpu', cpu, parseCpuMillis(allocatable['cpu']), formatCpu),
    row('memory', memory, parseBytes(allocatable['memory']), bytesText),
    row('pods', requests.length, Number(allocatable['pods'] ?? 0), String),
  ];
  const lines = new TablePrinter({ head: true }).lines(['RESOURCE', 'REQUESTS', 'ALLOCATABLE'], rows);
  return ['Allocated resources:', ...lines.map((line) => `  ${line}`)].join('\n');
}
