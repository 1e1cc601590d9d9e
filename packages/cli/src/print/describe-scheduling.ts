/**
 * Why a pod waits for a node, filter by filter: the scheduler's own filters, run on the nodes as they are now. What the
 * scheduler found when it last tried is in the pod's condition PodScheduled. Pure.
 */
import { formatCpu, matchesNodeAffinity, toleratesTaint, type Pod } from '@kuorum/api';
import { podInfoOf, type FilterPlugin, type NodeInfo, type PodInfo, type Resources } from '@kuorum/scheduler';
import { bytesText } from './bytes-text.js';
import { pairs } from './cells.js';
import { TablePrinter } from './table.js';

/** Nodes that are named in one line. */
const namedMax = 5;

/** A section for `describe`, for a pod that is bound to no node. */
export function schedulingText(pod: Pod, nodes: readonly NodeInfo[], filters: readonly FilterPlugin[]): string {
  if (nodes.length === 0) return 'Scheduling:\n  There are no nodes: start one, or see "kuorum get nodes"';
  const info = podInfoOf(pod);
  const rows: string[][] = [];
  let left = nodes;
  let advice: string[] = [];
  for (const filter of filters) {
    if (left.length === 0) break;
    const refusals = new Map<NodeInfo, readonly string[]>();
    for (const node of left) {
      const reasons = filter.filter(info, node);
      if (reasons.length > 0) refusals.set(node, reasons);
    }
    left = left.filter((node) => !refusals.has(node));
    if (refusals.size > 0) advice = [...advice, ...adviceOf(filter.name, info, [...refusals.keys()])];
    rows.push([filter.name, `${left.length} of ${nodes.length}`, counted([...refusals.values()].flat())]);
  }
  const table = new TablePrinter({ head: true }).lines(['FILTER', 'NODES LEFT', 'REFUSED'], rows);
  const outcome =
    left.length === 0
      ? advice
      : [`${named(left)} would do now: the scheduler tries again within a minute, at once when a node or pod changes`];
  return ['Scheduling:', ...[...table, ...outcome].map((line) => `  ${line}`)].join('\n');
}

/** `2 Insufficient cpu, 1 Insufficient memory`. */
function counted(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
}

/** What would let the pod onto the nodes that this filter refused. */
function adviceOf(filter: string, { pod, request }: PodInfo, refused: readonly NodeInfo[]): string[] {
  switch (filter) {
    case 'NodeResourcesFit':
      return roomAdvice(request, refused);
    case 'NodeAffinity':
      return affinityAdvice(pod, refused);
    case 'Unsupported':
      return ['Nothing can judge that yet: ask for it as preferred, or with ScheduleAnyway, or take it out'];
    case 'NodeUnschedulable':
      return [`${named(refused)} ${refused.length === 1 ? 'takes' : 'take'} no new pods: kuorum uncordon NAME`];
    case 'NodeReady':
      return [
        `${named(refused)} ${refused.length === 1 ? 'is' : 'are'} not ready: kuorum describe node NAME tells why`,
      ];
    case 'TaintToleration':
      return taintAdvice(pod, refused);
    default:
      return [];
  }
}

function roomAdvice(request: Resources, refused: readonly NodeInfo[]): string[] {
  const free = refused.slice(0, namedMax).map(({ node, allocatable, requested }) => {
    const cpu = formatCpu(Math.max(0, allocatable.cpuMillis - requested.cpuMillis));
    const memory = bytesText(Math.max(0, allocatable.memoryBytes - requested.memoryBytes));
    return `  ${node.metadata.name}: cpu ${cpu}, memory ${memory}, ${allocatable.pods - requested.pods} pods`;
  });
  const tooSmall = refused.filter(
    ({ allocatable }) => request.cpuMillis > allocatable.cpuMillis || request.memoryBytes > allocatable.memoryBytes,
  );
  return [
    `It asks for cpu ${formatCpu(request.cpuMillis)}, memory ${bytesText(request.memoryBytes)}. Free on`,
    ...free,
    ...(refused.length > namedMax ? [` ${more(refused)}`] : []),
    ...(tooSmall.length === 0 ? [] : [`It would not fit there even with no other pods: ${named(tooSmall)}`]),
  ];
}

/** By each taint that keeps the pod away, where it is and how it is put up with. */
function taintAdvice({ spec }: Pod, refused: readonly NodeInfo[]): string[] {
  const nodesBy = new Map<string, NodeInfo[]>();
  for (const info of refused) {
    for (const taint of info.node.spec.taints) {
      if (taint.effect === 'PreferNoSchedule' || spec.tolerations.some((each) => toleratesTaint(each, taint))) continue;
      const text = `${taint.key}${taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}`;
      nodesBy.set(text, [...(nodesBy.get(text) ?? []), info]);
    }
  }
  return [...nodesBy]
    .slice(0, namedMax)
    .map(
      ([taint, nodes]) =>
        `Add a toleration of ${taint} to the pod, or take it off ${named(nodes)}: kuorum taint node NAME ${taint}-`,
    );
}

/** Some nodes lack a label of nodeSelector, others only do not match the affinity. */
function affinityAdvice({ spec }: Pod, refused: readonly NodeInfo[]): string[] {
  const { nodeSelector } = spec;
  const selected = ({ node }: NodeInfo): boolean => matchesNodeAffinity({ nodeSelector }, node.metadata);
  const unlabelled = refused.filter((node) => !selected(node));
  const others = refused.filter(selected);
  const [[key, value] = ['', '']] = Object.entries(nodeSelector);
  const label = `kuorum label node NAME ${key}=${value}`;
  return [
    ...(unlabelled.length === 0 ? [] : [`No label ${pairs(nodeSelector)} on ${named(unlabelled)}: ${label}`]),
    ...(others.length === 0 ? [] : [`No term of the pod's required node affinity matches ${named(others)}`]),
  ];
}

function named(nodes: readonly NodeInfo[]): string {
  return `${nodes
    .slice(0, namedMax)
    .map(({ node }) => node.metadata.name)
    .join(', ')}${more(nodes)}`;
}

function more(nodes: readonly NodeInfo[]): string {
  return nodes.length > namedMax ? ` and ${nodes.length - namedMax} more` : '';
}
