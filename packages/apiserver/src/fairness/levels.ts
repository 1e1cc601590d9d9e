/**
 * Priority levels and who belongs to which: Kubernetes' suggested configuration (flowcontrol.apiserver.k8s.io), as a
 * table. A call takes the first row that it matches.
 *
 * ```
 * call ─► row (flow schema) ─► level ─► hand of queues of its flow ─► the emptiest of them ─► a seat
 * ```
 */
import { fewFlows, manyFlows, someFlows } from './limits.js';

export type LevelName =
  | 'exempt'
  | 'leader-election'
  | 'node-high'
  | 'system'
  | 'workload-high'
  | 'workload-low'
  | 'global-default'
  | 'catch-all';

export interface LevelConfig {
  readonly name: LevelName;
  /** Part of all seats, in proportion to the other levels'. */
  readonly shares: number;
  /** How much of that others may use while it is idle. */
  readonly lendablePercent: number;
  /** Absent: what finds no seat is refused at once. */
  readonly queuing?: { readonly queues: number; readonly handSize: number; readonly queueLengthMax: number };
}

/** All but `exempt`, which has no seats because it needs none. */
export const defaultLevels: readonly LevelConfig[] = [
  { name: 'leader-election', shares: 10, lendablePercent: 0, queuing: fewFlows },
  { name: 'node-high', shares: 40, lendablePercent: 25, queuing: someFlows },
  { name: 'system', shares: 30, lendablePercent: 33, queuing: someFlows },
  { name: 'workload-high', shares: 40, lendablePercent: 50, queuing: manyFlows },
  { name: 'workload-low', shares: 100, lendablePercent: 90, queuing: manyFlows },
  { name: 'global-default', shares: 20, lendablePercent: 50, queuing: manyFlows },
  { name: 'catch-all', shares: 5, lendablePercent: 0 },
];

/** What of a call decides about its level. */
export interface FlowAttributes {
  readonly user: string;
  readonly groups: readonly string[];
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
}

export interface Flow {
  /** Name of the row, as in Kubernetes' metrics. */
  readonly schema: string;
  readonly level: LevelName;
  /** Calls of one flow share the queues of one hand. */
  readonly key: string;
}

interface Row {
  readonly schema: string;
  readonly level: LevelName;
  readonly by: 'user' | 'namespace' | 'nothing';
  readonly matches: (call: FlowAttributes) => boolean;
}

const inGroup =
  (group: string) =>
  ({ groups }: FlowAttributes): boolean =>
    groups.includes(group);

const isUser =
  (name: string) =>
  ({ user }: FlowAttributes): boolean =>
    user === name;

const systemAccounts = inGroup('system:serviceaccounts:kube-system');
const controlPlane = (call: FlowAttributes): boolean =>
  call.user === 'system:kube-controller-manager' || call.user === 'system:kube-scheduler' || systemAccounts(call);
const onLeases = ({ resource, verb }: FlowAttributes): boolean =>
  resource === 'leases' && ['get', 'create', 'update', 'patch'].includes(verb);
const onNodes = ({ resource }: FlowAttributes): boolean => resource === 'nodes' || resource === 'leases';

const rows: readonly Row[] = [
  { schema: 'exempt', level: 'exempt', by: 'nothing', matches: inGroup('system:masters') },
  {
    schema: 'system-leader-election',
    level: 'leader-election',
    by: 'user',
    matches: (call) => controlPlane(call) && onLeases(call),
  },
  {
    schema: 'system-node-high',
    level: 'node-high',
    by: 'user',
    matches: (call) => inGroup('system:nodes')(call) && onNodes(call),
  },
  { schema: 'system-nodes', level: 'system', by: 'user', matches: inGroup('system:nodes') },
  {
    schema: 'kube-controller-manager',
    level: 'workload-high',
    by: 'namespace',
    matches: isUser('system:kube-controller-manager'),
  },
  { schema: 'kube-scheduler', level: 'workload-high', by: 'namespace', matches: isUser('system:kube-scheduler') },
  // A node's proxy has a certificate of its own; what it watches keeps services reachable.
  { schema: 'kube-proxy', level: 'workload-high', by: 'user', matches: isUser('system:kube-proxy') },
  { schema: 'kube-system-service-accounts', level: 'workload-high', by: 'namespace', matches: systemAccounts },
  { schema: 'service-accounts', level: 'workload-low', by: 'user', matches: inGroup('system:serviceaccounts') },
  { schema: 'global-default', level: 'global-default', by: 'user', matches: inGroup('system:authenticated') },
];

const catchAll: Row = { schema: 'catch-all', level: 'catch-all', by: 'user', matches: () => true };

/** The row of a call. Nobody is without: who is not known by a name gets the few seats of `catch-all`. */
export function flowOf(call: FlowAttributes): Flow {
  const { schema, level, by } = rows.find(({ matches }) => matches(call)) ?? catchAll;
  const part = by === 'nothing' ? '' : call[by];
  return { schema, level, key: `${schema}/${part}` };
}
