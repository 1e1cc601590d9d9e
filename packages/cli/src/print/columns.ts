/** The columns of every kind, as kubectl has them. */
import {
  isConditionTrue,
  isPodReady,
  type ApiObject,
  type ContainerStatus,
  type Endpoints,
  type KindName,
  type Kinds,
  type Node,
  type Pod,
  type Service,
} from '@kuorum/api';
import { formatAge } from '../durations.js';
import { age, list, name, orNone, pairs, since } from './cells.js';
import { objectColumns } from './columns-objects.js';
import type { Column } from './table.js';
import { policyColumns } from './columns-policy.js';
import { workloadColumns } from './columns-workloads.js';

export { pairs, since } from './cells.js';

type Columns = { [K in KindName]: (nowMs: number) => Column<Kinds[K]>[] };

export const columns: Columns = {
  Pod: (nowMs) => [
    name(),
    { head: 'READY', cell: (pod) => `${readyContainers(pod)}/${pod.spec.containers.length}` },
    { head: 'STATUS', cell: podStatusText },
    { head: 'RESTARTS', cell: (pod) => restartsText(pod, nowMs) },
    age(nowMs),
    { head: 'IP', cell: (pod) => orNone(pod.status.podIP), wide: true },
    { head: 'NODE', cell: (pod) => orNone(pod.spec.nodeName), wide: true },
    // The scheduler nominates none here.
    { head: 'NOMINATED NODE', cell: () => '<none>', wide: true },
    { head: 'READINESS GATES', cell: readinessGatesText, wide: true },
  ],
  ReplicationController: (nowMs) => [
    name(),
    { head: 'DESIRED', cell: (rc) => String(rc.spec.replicas ?? 1) },
    { head: 'CURRENT', cell: (rc) => String(rc.status.replicas) },
    { head: 'READY', cell: (rc) => String(rc.status.readyReplicas) },
    age(nowMs),
    { head: 'CONTAINERS', cell: (rc) => list(rc.spec.template?.spec.containers.map((c) => c.name)), wide: true },
    { head: 'IMAGES', cell: (rc) => list(rc.spec.template?.spec.containers.map((c) => c.image)), wide: true },
    { head: 'SELECTOR', cell: (rc) => pairs(rc.spec.selector), wide: true },
  ],
  Service: (nowMs) => [
    name(),
    { head: 'TYPE', cell: (service) => service.spec.type },
    { head: 'CLUSTER-IP', cell: (service) => orNone(service.spec.clusterIP) },
    // Addresses from outside come with load balancers, which are no type of service here.
    { head: 'EXTERNAL-IP', cell: () => '<none>' },
    { head: 'PORT(S)', cell: portsText },
    age(nowMs),
    { head: 'SELECTOR', cell: (service) => pairs(service.spec.selector), wide: true },
  ],
  Endpoints: (nowMs) => [name(), { head: 'ENDPOINTS', cell: endpointsText }, age(nowMs)],
  Node: (nowMs) => [
    name(),
    { head: 'STATUS', cell: nodeStatusText },
    { head: 'ROLES', cell: rolesText },
    age(nowMs),
    { head: 'VERSION', cell: (node) => orNone(node.status.nodeInfo?.kubeletVersion) },
    { head: 'INTERNAL-IP', cell: (node) => orNone(address(node, 'InternalIP')), wide: true },
    { head: 'EXTERNAL-IP', cell: (node) => orNone(address(node, 'ExternalIP')), wide: true },
    { head: 'OS-IMAGE', cell: (node) => orNone(node.status.nodeInfo?.osImage), wide: true },
    { head: 'KERNEL-VERSION', cell: (node) => orNone(node.status.nodeInfo?.kernelVersion), wide: true },
    { head: 'CONTAINER-RUNTIME', cell: (node) => orNone(node.status.nodeInfo?.containerRuntimeVersion), wide: true },
  ],
  Namespace: (nowMs) => [name(), { head: 'STATUS', cell: (ns) => orNone(ns.status.phase) }, age(nowMs)],
  Lease: (nowMs) => [name(), { head: 'HOLDER', cell: (lease) => orNone(lease.spec.holderIdentity) }, age(nowMs)],
  ...workloadColumns,
  ...policyColumns,
  Event: (nowMs) => [
    { head: 'LAST SEEN', cell: (event) => since(event.lastTimestamp, nowMs) },
    { head: 'TYPE', cell: (event) => event.type },
    { head: 'REASON', cell: (event) => event.reason },
    {
      head: 'OBJECT',
      cell: ({ involvedObject: object }) =>
        object === undefined ? '<none>' : `${object.kind.toLowerCase()}/${object.name}`,
    },
    { head: 'MESSAGE', cell: (event) => event.message.replaceAll('\n', ' ') },
  ],
  ...objectColumns,
};

/** Columns of `kind` for any of its objects. */
export function columnsOf(kind: KindName, nowMs: number): Column<ApiObject>[] {
  return columns[kind](nowMs) as unknown as Column<ApiObject>[];
}

/** kubectl's STATUS of a pod: the most telling of phase, waiting reason and exit reason. */
export function podStatusText(pod: Pod): string {
  if (pod.metadata.deletionTimestamp !== '') return pod.status.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
  const fromContainers = pod.status.containerStatuses.map(containerReason).find((reason) => reason !== undefined);
  if (fromContainers !== undefined) return fromContainers;
  if (pod.status.reason !== '') return pod.status.reason;
  return pod.status.phase === '' ? 'Unknown' : pod.status.phase;
}

function containerReason({ state }: ContainerStatus): string | undefined {
  if (state?.waiting !== undefined && state.waiting.reason !== '') return state.waiting.reason;
  if (state?.terminated === undefined) return undefined;
  const { reason, signal, exitCode } = state.terminated;
  if (reason !== '') return reason;
  return signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`;
}

/** kubectl's STATUS of a node. */
export function nodeStatusText(node: Node): string {
  const ready = node.status.conditions.find((condition) => condition.type === 'Ready');
  const parts = [ready?.status === 'True' ? 'Ready' : ready === undefined ? 'Unknown' : 'NotReady'];
  if (node.spec.unschedulable) parts.push('SchedulingDisabled');
  return parts.join(',');
}

const rolePrefix = 'node-role.kubernetes.io/';

/** What the node is for, by its labels `node-role.kubernetes.io/ROLE` and `kubernetes.io/role: ROLE`. */
export function rolesText({ metadata: { labels } }: Node): string {
  const roles = Object.keys(labels)
    .filter((label) => label.startsWith(rolePrefix) && label.length > rolePrefix.length)
    .map((label) => label.slice(rolePrefix.length));
  const named = labels['kubernetes.io/role'] ?? '';
  return list([...new Set(named === '' ? roles : [...roles, named])].sort());
}

function portsText(service: Service): string {
  return list(
    service.spec.ports.map(({ port, nodePort, protocol }) =>
      nodePort === 0 ? `${port}/${protocol || 'TCP'}` : `${port}:${nodePort}/${protocol || 'TCP'}`,
    ),
  );
}

/** Endpoints shown before "+ n more...". */
const endpointsShownMax = 3;

function endpointsText(endpoints: Endpoints): string {
  const all = endpoints.subsets.flatMap(({ addresses, ports }) =>
    addresses.flatMap(({ ip }) => (ports.length === 0 ? [ip] : ports.map(({ port }) => `${ip}:${port}`))),
  );
  const more = all.length - endpointsShownMax;
  return list(all.slice(0, endpointsShownMax)) + (more > 0 ? ` + ${more} more...` : '');
}

/** Address of a type, or undefined. */
export function address(node: Node, type: string): string | undefined {
  return node.status.addresses.find((candidate) => candidate.type === type)?.address;
}

/** How often, and how long ago the last time was. */
function restartsText({ status: { containerStatuses } }: Pod, nowMs: number): string {
  const restarts = sum(containerStatuses.map(({ restartCount }) => restartCount));
  const ends = containerStatuses.map(({ lastState }) => Date.parse(lastState?.terminated?.finishedAt ?? ''));
  const lastMs = Math.max(...ends.filter((ms) => !Number.isNaN(ms)));
  return restarts === 0 || !Number.isFinite(lastMs)
    ? String(restarts)
    : `${restarts} (${formatAge(nowMs - lastMs)} ago)`;
}

function readinessGatesText({ spec: { readinessGates }, status }: Pod): string {
  if (readinessGates.length === 0) return '<none>';
  const open = readinessGates.filter(({ conditionType }) => isConditionTrue(status.conditions, conditionType));
  return `${open.length}/${readinessGates.length}`;
}

function readyContainers(pod: Pod): number {
  return isPodReady(pod)
    ? pod.spec.containers.length
    : pod.status.containerStatuses.filter(({ ready }) => ready).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
