/**
 * What the scheduler knows of the cluster: nodes, what is set aside on each, and which pods sit where. Kept up to date
 * pod by pod, so that a decision costs nothing per pod that exists.
 *
 * Assumed pods: between deciding for a node and seeing the bound pod in the watch, the pod counts as being there, else
 * the next decision would give the same room away twice. `assume` → the bind is sent → the watch confirms (setPod) or
 * the bind fails (`forget`).
 *
 * Invariants: a pod (by key) is on at most one node; a node's `requested` is the sum over its pods; a finished pod
 * counts nowhere, a terminating one counts until it is gone.
 */
import { assert } from '@kuorum/base';
import { controllerOf, isPodFinished, isTerminating, keyOf, type Node, type Pod } from '@kuorum/api';
import {
  addResources,
  allocatableOf,
  noResources,
  requestedBy,
  scoredRequestOf,
  withoutPart,
  type Resources,
} from './resources.js';

/** A pod with everything about it that plugins ask again and again. */
export interface PodInfo {
  readonly key: string;
  readonly pod: Pod;
  readonly request: Resources;
  readonly scoredRequest: Resources;
  /** Pods with the same one are replicas of each other; undefined for a pod that is alone. */
  readonly group: string | undefined;
  readonly terminating: boolean;
}

export interface NodeInfo {
  readonly node: Node;
  readonly allocatable: Resources;
  /** Sum of what its pods ask for. */
  readonly requested: Resources;
  /** Sum of what its pods count for in scores. */
  readonly scoredRequested: Resources;
  readonly pods: ReadonlyMap<string, PodInfo>;
  /** Pods of each group that are not terminating. */
  readonly groupCounts: ReadonlyMap<string, number>;
}

interface MutableNodeInfo {
  node: Node | undefined;
  allocatable: Resources;
  requested: Resources;
  scoredRequested: Resources;
  pods: Map<string, PodInfo>;
  groupCounts: Map<string, number>;
}

export function podInfoOf(pod: Pod): PodInfo {
  return {
    key: keyOf(pod),
    pod,
    request: requestedBy(pod),
    scoredRequest: scoredRequestOf(pod),
    group: groupOf(pod),
    terminating: isTerminating(pod),
  };
}

/** Replicas share a controller; pods without one count as replicas when they carry the same labels. */
function groupOf(pod: Pod): string | undefined {
  const owner = controllerOf(pod);
  if (owner !== undefined) return `uid=${owner.uid}`;
  const labels = Object.entries(pod.metadata.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (labels.length === 0) return undefined;
  return `${pod.metadata.namespace}/${labels.map(([key, value]) => `${key}=${value}`).join(',')}`;
}

export class ClusterState {
  /** Nodes by name; one whose `node` is undefined is only known from pods that are bound to it. */
  private readonly byName = new Map<string, MutableNodeInfo>();
  private sorted: readonly NodeInfo[] | undefined;
  private readonly nodeOfPod = new Map<string, string>();
  /** Key → uid of pods whose bind has not been seen yet. */
  private readonly assumed = new Map<string, string>();

  /** Every node that exists, in order of name. The same list until a node comes or goes. */
  nodes(): readonly NodeInfo[] {
    this.sorted ??= [...this.byName]
      .filter(([, info]) => info.node !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, info]) => info as NodeInfo);
    return this.sorted;
  }

  node(name: string): NodeInfo | undefined {
    const info = this.byName.get(name);
    return info?.node === undefined ? undefined : (info as NodeInfo);
  }

  setNode(node: Node): void {
    const info = this.open(node.metadata.name);
    if (info.node === undefined) this.sorted = undefined;
    info.node = node;
    info.allocatable = allocatableOf(node);
  }

  /** Its pods stay known: the node may come back while they still run there. */
  removeNode(name: string): void {
    const info = this.byName.get(name);
    if (info === undefined) return;
    info.node = undefined;
    this.sorted = undefined;
    this.dropIfUnused(name);
  }

  /** The pod as the watch shows it. A pod not bound yet leaves an assumption of the same pod in place. */
  setPod(pod: Pod): void {
    const key = keyOf(pod);
    const counts = pod.spec.nodeName !== '' && !isPodFinished(pod);
    if (!counts && pod.spec.nodeName === '' && this.assumed.get(key) === pod.metadata.uid) return;
    this.removePod(key);
    if (counts) this.place(podInfoOf(pod), pod.spec.nodeName);
  }

  removePod(key: string): void {
    this.assumed.delete(key);
    const nodeName = this.nodeOfPod.get(key);
    if (nodeName === undefined) return;
    this.nodeOfPod.delete(key);
    const info = this.open(nodeName);
    const pod = info.pods.get(key);
    assert(pod !== undefined, `pod ${key} must be on node ${nodeName}`);
    info.pods.delete(key);
    info.requested = withoutPart(info.requested, pod.request, () =>
      [...info.pods.values()].map(({ request }) => request),
    );
    info.scoredRequested = withoutPart(info.scoredRequested, pod.scoredRequest, () =>
      [...info.pods.values()].map(({ scoredRequest }) => scoredRequest),
    );
    countGroup(info, pod, -1);
    this.dropIfUnused(nodeName);
  }

  /** Counts `pod` on `nodeName` from now on, until the watch says otherwise or {@link forget}. */
  assume(pod: Pod, nodeName: string): void {
    const key = keyOf(pod);
    assert(!this.nodeOfPod.has(key), `pod ${key} must not be on a node already`);
    this.place(podInfoOf(pod), nodeName);
    this.assumed.set(key, pod.metadata.uid);
  }

  /** The bind failed. Does nothing once the watch has shown the pod, or shown it gone. */
  forget(pod: Pod): void {
    const key = keyOf(pod);
    if (this.assumed.get(key) === pod.metadata.uid) this.removePod(key);
  }

  isAssumed(pod: Pod): boolean {
    return this.assumed.get(keyOf(pod)) === pod.metadata.uid;
  }

  private place(pod: PodInfo, nodeName: string): void {
    const info = this.open(nodeName);
    info.pods.set(pod.key, pod);
    info.requested = addResources(info.requested, pod.request);
    info.scoredRequested = addResources(info.scoredRequested, pod.scoredRequest);
    countGroup(info, pod, 1);
    this.nodeOfPod.set(pod.key, nodeName);
  }

  private open(name: string): MutableNodeInfo {
    const present = this.byName.get(name);
    if (present !== undefined) return present;
    const info: MutableNodeInfo = {
      node: undefined,
      allocatable: noResources,
      requested: noResources,
      scoredRequested: noResources,
      pods: new Map(),
      groupCounts: new Map(),
    };
    this.byName.set(name, info);
    return info;
  }

  private dropIfUnused(name: string): void {
    const info = this.byName.get(name);
    if (info !== undefined && info.node === undefined && info.pods.size === 0) this.byName.delete(name);
  }
}

function countGroup(info: MutableNodeInfo, pod: PodInfo, by: number): void {
  if (pod.group === undefined || pod.terminating) return;
  const count = (info.groupCounts.get(pod.group) ?? 0) + by;
  if (count === 0) info.groupCounts.delete(pod.group);
  else info.groupCounts.set(pod.group, count);
}
