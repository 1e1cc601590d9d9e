/**
 * The node's own look at a pod before it is run: the scheduler may have decided on an older state, or somebody bound
 * the pod by hand. Pure. Reasons and words as Kubernetes' kubelet has them.
 */
import {
  formatCpu,
  isPodFinished,
  matchesNodeAffinity,
  parseBytes,
  parseCpuMillis,
  podRequests,
  type Pod,
} from '@kuorum/api';
import { unsupportedFields } from './unsupported-fields.js';

export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

export interface NodeRoom {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
}

/** Undefined when the pod may run beside `others`, the pods this node runs already. */
export function admitPod(pod: Pod, others: readonly Pod[], node: NodeRoom): Rejection | undefined {
  const unsupported = unsupportedFields(pod.spec);
  if (unsupported.length > 0) {
    const message = `Pod was rejected: this kubelet does not support ${unsupported.join(', ')}`;
    return { reason: 'UnsupportedPodField', message };
  }
  if (!matchesNodeAffinity(pod.spec, node)) {
    return {
      reason: 'NodeAffinity',
      message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    };
  }
  const counted = others.filter((other) => !isPodFinished(other) && other.metadata.uid !== pod.metadata.uid);
  const podsMax = Number(node.allocatable['pods'] ?? Infinity);
  if (counted.length + 1 > podsMax) return outOf('pods', '1', String(counted.length), String(podsMax));
  const wanted = podRequests(pod);
  const used = counted.map(podRequests);
  const cpuUsed = used.reduce((total, each) => total + each.cpuMillis, 0);
  const cpuMax = limitOf(node.allocatable['cpu'], parseCpuMillis);
  if (wanted.cpuMillis > 0 && cpuUsed + wanted.cpuMillis > cpuMax) {
    return outOf('cpu', formatCpu(wanted.cpuMillis), formatCpu(cpuUsed), formatCpu(cpuMax));
  }
  const memoryUsed = used.reduce((total, each) => total + each.memoryBytes, 0);
  const memoryMax = limitOf(node.allocatable['memory'], parseBytes);
  if (wanted.memoryBytes > 0 && memoryUsed + wanted.memoryBytes > memoryMax) {
    return outOf('memory', String(wanted.memoryBytes), String(memoryUsed), String(memoryMax));
  }
  return undefined;
}

function limitOf(text: string | undefined, parse: (text: string) => number): number {
  return text === undefined ? Infinity : parse(text);
}

function outOf(resource: string, requested: string, used: string, capacity: string): Rejection {
  return {
    reason: `OutOf${resource}`,
    message:
      `Pod was rejected: Node didn't have enough resource: ${resource}, ` +
      `requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  };
}
