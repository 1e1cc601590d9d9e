/** Rows of `kuorum top`, as kubectl has them: whole millicores, whole mebibytes, percents rounded down. Pure. */
import { parseBytes, parseCpuMillis, type Node, type NodeMetrics, type PodMetrics } from '@kuorum/api';
import { TablePrinter } from './table.js';

export type UsageOrder = 'cpu' | 'memory' | undefined;

interface Amounts {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

interface Row extends Amounts {
  readonly cells: readonly string[];
}

const mebibyte = 2 ** 20;

export interface NodeTableOptions {
  readonly headers: boolean;
  readonly order: UsageOrder;
  /** Percents of the whole node instead of what its pods may use. */
  readonly ofCapacity: boolean;
}

/** Nodes that nobody measured come last, as `<unknown>`. */
export function nodeTable(
  nodes: readonly Node[],
  metrics: readonly NodeMetrics[],
  options: NodeTableOptions,
): string[] {
  const byName = new Map(nodes.map((node) => [node.metadata.name, node]));
  const rows = metrics.map(({ metadata: { name }, usage }): Row => {
    const { capacity = {}, allocatable = {} } = byName.get(name)?.status ?? {};
    const all = amountsIn(options.ofCapacity ? capacity : { ...capacity, ...allocatable });
    const used = amountsIn(usage);
    const [cpu = '', memory = ''] = amountCells(used);
    const cpuPercent = percent(used.cpuMillis, all.cpuMillis);
    return { ...used, cells: [name, cpu, cpuPercent, memory, percent(used.memoryBytes, all.memoryBytes)] };
  });
  const measured = new Set(metrics.map(({ metadata }) => metadata.name));
  const unknown = nodes
    .map(({ metadata }) => metadata.name)
    .filter((name) => !measured.has(name))
    .sort()
    .map((name) => [name, ...Array<string>(4).fill('<unknown>')]);
  const head = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'];
  return new TablePrinter({ head: options.headers }).lines(head, [...inOrder(rows, options.order), ...unknown]);
}

export interface PodTableOptions {
  readonly headers: boolean;
  readonly order: UsageOrder;
  readonly withNamespace: boolean;
  /** A row each container. */
  readonly containers: boolean;
  /** What all of them use, at the end. */
  readonly sum: boolean;
}

export function podTable(metrics: readonly PodMetrics[], options: PodTableOptions): string[] {
  const { order, withNamespace, containers } = options;
  const pods = metrics.map(({ metadata: { namespace, name }, containers: parts }): Row & { parts: Row[] } => {
    const place = withNamespace ? [namespace, name] : [name];
    const rows = parts.map(({ name: container, usage }): Row => ({
      ...amountsIn(usage),
      cells: [...place, container, ...amountCells(amountsIn(usage))],
    }));
    const used = sumOf(rows);
    return { ...used, cells: [...place, ...amountCells(used)], parts: rows };
  });
  const rows = containers ? inOrderOf(pods, order).flatMap(({ parts }) => inOrder(parts, order)) : inOrder(pods, order);
  const names = containers ? ['POD', 'NAME'] : ['NAME'];
  const head = [...(withNamespace ? ['NAMESPACE'] : []), ...names, 'CPU(cores)', 'MEMORY(bytes)'];
  const empty = Array<string>(head.length - 2).fill('');
  const line = '_'.repeat(8);
  const sum = options.sum
    ? [
        [...empty, line, line],
        [...empty, ...amountCells(sumOf(pods))],
      ]
    : [];
  return new TablePrinter({ head: options.headers }).lines(head, [...rows, ...sum]);
}

function amountsIn(usage: Readonly<Record<string, string>>): Amounts {
  return { cpuMillis: parseCpuMillis(usage['cpu']), memoryBytes: parseBytes(usage['memory']) };
}

function sumOf(parts: readonly Amounts[]): Amounts {
  return {
    cpuMillis: parts.reduce((sum, { cpuMillis }) => sum + cpuMillis, 0),
    memoryBytes: parts.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
  };
}

function amountCells({ cpuMillis, memoryBytes }: Amounts): string[] {
  return [`${cpuMillis}m`, `${Math.floor(memoryBytes / mebibyte)}Mi`];
}

function percent(used: number, all: number): string {
  return all === 0 ? '<unknown>' : `${Math.floor((100 * used) / all)}%`;
}

function inOrder(rows: readonly Row[], order: UsageOrder): (readonly string[])[] {
  return inOrderOf(rows, order).map(({ cells }) => cells);
}

/** The most first; by name unless an order is given. */
function inOrderOf<R extends Row>(rows: readonly R[], order: UsageOrder): R[] {
  const byName = (a: R, b: R): number => (a.cells.join('\0') < b.cells.join('\0') ? -1 : 1);
  if (order === undefined) return rows.toSorted(byName);
  const amount = ({ cpuMillis, memoryBytes }: R): number => (order === 'cpu' ? cpuMillis : memoryBytes);
  return rows.toSorted((a, b) => amount(b) - amount(a) || byName(a, b));
}
