/** Which pods wait for this scheduler, and what may end their waiting. */
import { isNodeReady, isPodBound, isPodFinished, isTerminating, keyOf, type Node, type Pod } from '@kuorum/api';
import type { InformerEvent } from '@kuorum/client';

/** The scheduler that pods mean when they name none. */
export const defaultSchedulerName = 'default-scheduler';

/** Whether `pod` still needs a node from us. */
export function isPending(pod: Pod): boolean {
  const { schedulerName } = pod.spec;
  const ours = schedulerName === '' || schedulerName === defaultSchedulerName;
  return ours && !isPodBound(pod) && !isTerminating(pod) && !isPodFinished(pod);
}

/** First come, first served. */
export function inOrderOfArrival(pods: readonly Pod[]): string[] {
  return pods
    .map((pod) => ({ key: keyOf(pod), at: pod.metadata.creationTimestamp }))
    .sort((a, b) => (a.at === b.at ? (a.key < b.key ? -1 : 1) : a.at < b.at ? -1 : 1))
    .map(({ key }) => key);
}

/** Whether room may have become free: a pod that held some is gone, or has ended. */
export function freesRoom({ type, object, old }: InformerEvent<Pod>): boolean {
  if (!isPodBound(object)) return false;
  if (type === 'deleted') return true;
  return isPodFinished(object) && old !== undefined && !isPodFinished(old);
}

/** Whether a node may take pods that it did not take before. A heartbeat changes nothing of that. */
export function mayTakeMore({ type, object, old }: InformerEvent<Node>): boolean {
  if (type === 'deleted') return false;
  return old === undefined || schedulingText(object) !== schedulingText(old);
}

function schedulingText(node: Node): string {
  const { unschedulable, taints } = node.spec;
  const { allocatable, capacity } = node.status;
  return JSON.stringify([unschedulable, taints, allocatable, capacity, node.metadata.labels, isNodeReady(node)]);
}
