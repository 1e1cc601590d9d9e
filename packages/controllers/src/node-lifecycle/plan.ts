/**
 * What a node's silence leads to: grace → Ready is Unknown → eviction timeout → its pods are deleted, so that their
 * controllers make others → once more a while → pods that are still there are removed without their kubelet.
 *
 * Time is only ever our own monotonic clock: a lease counts from when *we* saw it change (as in Kubernetes' node
 * lifecycle controller), so that clocks of nodes may be wrong and a restarted controller gives every node a fresh grace.
 *
 * Being wrong about a dead node costs seconds, being wrong about living ones costs the workload. So:
 * - all nodes not ready, or most of more than `lostNodesAlwaysEvicted`: a disruption of the cluster or of our own sight,
 *   nobody is evicted; when it ends the eviction timers of the nodes still lost start anew;
 * - we did not run for a while (stopped, swapped, stuck): that time does not count against anybody;
 * - nobody was heard for a while, then somebody: that time does not count against the others;
 * - all nodes lost: pods stay marked as they were, services go on as long as the containers do.
 */
import {
  findCondition,
  isNodeReady,
  isPodFinished,
  isPodReady,
  isTerminating,
  readinessTaint,
  setCondition,
  tolerationsOf,
  type Node,
  type Pod,
  type Taint,
} from '@kuorum/api';
import { lostNodesAlwaysEvicted, unhealthyShareMax } from '../limits.js';

export interface NodeLifecycleTimes {
  readonly gracePeriodMs: number;
  readonly evictionTimeoutMs: number;
  readonly forceDeleteTimeoutMs: number;
}

interface NodeHealth {
  /** Changes whenever the kubelet gives a sign of life. */
  readonly heartbeat: string;
  readonly heardAtMs: number;
  /** Since when it is not ready, as far as eviction is concerned. */
  readonly notReadySinceMs: number | undefined;
}

/** What one look leaves for the next. */
export interface NodeLifecycleMemory {
  readonly nodes: ReadonlyMap<string, NodeHealth>;
  /** Uid → since when we see the pod being deleted, for pods on nodes that are not ready. */
  readonly terminating: ReadonlyMap<string, number>;
  readonly lookedAtMs: number | undefined;
  /** When any node was last heard. */
  readonly heardAtMs: number | undefined;
  readonly disrupted: boolean;
}

export const noNodeLifecycleMemory: NodeLifecycleMemory = {
  nodes: new Map(),
  terminating: new Map(),
  lookedAtMs: undefined,
  heardAtMs: undefined,
  disrupted: false,
};

export interface NodeLifecycleObserved {
  readonly nodes: readonly Node[];
  /** Node name → `spec.renewTime` of its lease. */
  readonly renewTimes: ReadonlyMap<string, string>;
  readonly podsOf: (nodeName: string) => readonly Pod[];
  /** Monotonic. */
  readonly nowMs: number;
  /** Wall clock, only for `timeAdded` of taints. */
  readonly wallMs: number;
  readonly times: NodeLifecycleTimes;
}

export type NodeLifecycleAction =
  | { readonly type: 'markUnknown'; readonly node: Node }
  | { readonly type: 'markPodNotReady'; readonly node: Node; readonly pod: Pod }
  | { readonly type: 'evict'; readonly node: Node; readonly pod: Pod; readonly why: string }
  | { readonly type: 'forceDelete'; readonly node: Node; readonly pod: Pod };

export interface NodeLifecyclePlan {
  readonly memory: NodeLifecycleMemory;
  readonly actions: readonly NodeLifecycleAction[];
}

export function planNodeLifecycle(before: NodeLifecycleMemory, observed: NodeLifecycleObserved): NodeLifecyclePlan {
  const { nodes, nowMs } = observed;
  const healths = forgiveBlindness(listen(forgiveStall(before, observed), observed), observed);
  const disrupted = isDisrupted(nodes);
  const health = new Map<string, NodeHealth>();
  for (const node of nodes) {
    const heard = healths.nodes.get(node.metadata.name);
    if (heard === undefined) continue;
    const restart = before.disrupted && !disrupted;
    // From the look that finds it silent, not from when the cache shows what we write then.
    const well = isNodeReady(node) && nowMs - heard.heardAtMs <= observed.times.gracePeriodMs;
    const since = well ? undefined : restart ? nowMs : (heard.notReadySinceMs ?? nowMs);
    health.set(node.metadata.name, { ...heard, notReadySinceMs: since });
  }
  const actions: NodeLifecycleAction[] = [];
  const terminating = new Map<string, number>();
  for (const node of nodes) {
    const own = health.get(node.metadata.name);
    if (own === undefined) continue;
    const silentMs = nowMs - own.heardAtMs;
    if (silentMs > observed.times.gracePeriodMs && readyStatus(node) !== 'Unknown') {
      actions.push({ type: 'markUnknown', node });
    }
    const allLost = !nodes.some(isNodeReady);
    actions.push(...planPods(node, own, healths.terminating, terminating, disrupted, allLost, observed));
  }
  const memory = { nodes: health, terminating, lookedAtMs: nowMs, heardAtMs: healths.heardAtMs, disrupted };
  return { memory, actions };
}

function planPods(
  node: Node,
  { notReadySinceMs }: NodeHealth,
  terminatingBefore: ReadonlyMap<string, number>,
  terminating: Map<string, number>,
  disrupted: boolean,
  allLost: boolean,
  { nowMs, wallMs, times, podsOf }: NodeLifecycleObserved,
): NodeLifecycleAction[] {
  const actions: NodeLifecycleAction[] = [];
  const taints = node.spec.taints.filter(({ effect }) => effect === 'NoExecute');
  const ready = notReadySinceMs === undefined;
  if (ready && taints.length === 0) return actions;
  const lost = readinessTaint(node, 'NoExecute');
  for (const pod of podsOf(node.metadata.name)) {
    // A kubelet that lives but is not ready says itself what its pods are.
    const unheard = readyStatus(node) === 'Unknown';
    if (unheard && !allLost && isPodReady(pod)) actions.push({ type: 'markPodNotReady', node, pod });
    if (isTerminating(pod)) {
      if (ready) continue;
      const sinceMs = terminatingBefore.get(pod.metadata.uid) ?? nowMs;
      terminating.set(pod.metadata.uid, sinceMs);
      const goneForGood = unheard && nowMs - notReadySinceMs >= times.evictionTimeoutMs;
      if (!disrupted && goneForGood && nowMs - sinceMs >= times.forceDeleteTimeoutMs) {
        actions.push({ type: 'forceDelete', node, pod });
      }
      continue;
    }
    if (isPodFinished(pod)) continue;
    const broken = taints.find((taint) => wallMs - addedMs(taint, wallMs) >= toleratedMs(pod, taint, 0));
    if (broken !== undefined) {
      actions.push({ type: 'evict', node, pod, why: `taint ${broken.key}:NoExecute` });
    } else if (!ready && lost !== undefined && !disrupted) {
      const toleranceMs = toleratedMs(pod, lost, times.evictionTimeoutMs);
      if (nowMs - notReadySinceMs >= toleranceMs) {
        actions.push({ type: 'evict', node, pod, why: `node ${node.metadata.name} is not ready` });
      }
    }
  }
  return actions;
}

/** How long `pod` may stay on a node with `taint`: what its tolerations say, `defaultMs` when none is about it. */
export function toleratedMs(pod: Pod, taint: Taint, defaultMs: number): number {
  const tolerations = tolerationsOf(pod, taint);
  if (tolerations.length === 0) return defaultMs;
  const seconds = tolerations.map(({ tolerationSeconds }) => tolerationSeconds ?? Infinity);
  return Math.max(0, Math.min(...seconds)) * 1000;
}

function addedMs(taint: Taint, wallMs: number): number {
  const added = Date.parse(taint.timeAdded);
  return Number.isNaN(added) ? wallMs : added;
}

/** Nobody ready, or too many lost at once: then the nodes are not what is broken. */
export function isDisrupted(nodes: readonly Node[]): boolean {
  const lost = nodes.filter((node) => !isNodeReady(node)).length;
  if (lost === nodes.length) return lost > 0;
  return lost > lostNodesAlwaysEvicted && lost / nodes.length >= unhealthyShareMax;
}

/** The node's conditions when nothing is heard any more: everything the kubelet used to say is unknown. */
export function unknownConditions(node: Node, nowIso: string): Node['status']['conditions'] {
  const never = findCondition(node.status.conditions, 'Ready') === undefined;
  const reason = never ? 'NodeStatusNeverUpdated' : 'NodeStatusUnknown';
  const message = never ? 'Kubelet never posted node status.' : 'Kubelet stopped posting node status.';
  const types = [...new Set([...node.status.conditions.map(({ type }) => type), 'Ready'])];
  return types.reduce((conditions, type) => {
    const lastHeartbeatTime = findCondition(conditions, type)?.lastHeartbeatTime ?? '';
    return setCondition(conditions, { type, status: 'Unknown', reason, message, lastHeartbeatTime }, nowIso);
  }, node.status.conditions);
}

/** The pod's conditions when its node is lost: nobody may be sent to it. Its kubelet sets them right when it is back. */
export function notReadyConditions(pod: Pod, nowIso: string): Pod['status']['conditions'] {
  const update = {
    type: 'Ready',
    status: 'False',
    reason: 'NodeNotReady',
    message: `node ${pod.spec.nodeName} is not ready`,
  } as const;
  return setCondition(pod.status.conditions, update, nowIso);
}

function readyStatus(node: Node): string {
  return findCondition(node.status.conditions, 'Ready')?.status ?? '';
}

/** Takes in what was heard. A node seen for the first time counts as heard now. */
function listen(before: NodeLifecycleMemory, { nodes, renewTimes, nowMs }: NodeLifecycleObserved): NodeLifecycleMemory {
  const healths = new Map<string, NodeHealth>();
  for (const node of nodes) {
    const { name } = node.metadata;
    const posted = findCondition(node.status.conditions, 'Ready')?.lastHeartbeatTime ?? '';
    const heartbeat = `${renewTimes.get(name) ?? ''} ${posted}`;
    const known = before.nodes.get(name);
    const heard = known === undefined || known.heartbeat !== heartbeat;
    const notReadySinceMs = known?.notReadySinceMs;
    healths.set(name, heard ? { heartbeat, heardAtMs: nowMs, notReadySinceMs } : known);
  }
  return { ...before, nodes: healths };
}

/** Time in which we did not look counts for nobody. */
function forgiveStall(before: NodeLifecycleMemory, { nowMs, times }: NodeLifecycleObserved): NodeLifecycleMemory {
  if (before.lookedAtMs === undefined) return before;
  const gapMs = nowMs - before.lookedAtMs;
  if (gapMs <= times.gracePeriodMs / 2) return before;
  const nodes = new Map(
    [...before.nodes].map(([name, health]) => {
      const { notReadySinceMs } = health;
      const since = notReadySinceMs === undefined ? undefined : notReadySinceMs + gapMs;
      return [name, { ...health, heardAtMs: health.heardAtMs + gapMs, notReadySinceMs: since }];
    }),
  );
  const terminating = new Map([...before.terminating].map(([uid, sinceMs]) => [uid, sinceMs + gapMs]));
  const heardAtMs = before.heardAtMs === undefined ? undefined : before.heardAtMs + gapMs;
  return { ...before, nodes, terminating, heardAtMs };
}

/** When somebody is heard after nobody was for a while, the others get a fresh grace: it was us who could not hear. */
function forgiveBlindness(heard: NodeLifecycleMemory, { nowMs, times }: NodeLifecycleObserved): NodeLifecycleMemory {
  const anybody = [...heard.nodes.values()].some(({ heardAtMs }) => heardAtMs === nowMs);
  if (!anybody) return heard;
  const blind = heard.heardAtMs !== undefined && nowMs - heard.heardAtMs > times.gracePeriodMs / 2;
  if (!blind) return { ...heard, heardAtMs: nowMs };
  const nodes = new Map([...heard.nodes].map(([name, health]) => [name, { ...health, heardAtMs: nowMs }]));
  return { ...heard, nodes, heardAtMs: nowMs };
}
