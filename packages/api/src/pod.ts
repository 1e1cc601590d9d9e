/** What can be asked of a pod by looking at it. */
import { isConditionTrue } from './conditions.js';
import type { Container, Pod } from './gen/types.js';
import type { ApiObject } from './kinds.js';
import { parseBytes, parseCpuMillis } from './quantity.js';

/** Default of `spec.terminationGracePeriodSeconds`. */
export const terminationGracePeriodSecondsDefault = 30;

/** Condition Ready is True. Says nothing of deletion: see {@link isTerminating}. */
export function isPodReady(pod: Pod): boolean {
  return isConditionTrue(pod.status.conditions, 'Ready');
}

/** Deletion has been asked for; the object is still there. True for every kind. */
export function isTerminating(object: ApiObject): boolean {
  return object.metadata.deletionTimestamp !== '';
}

/** Its containers have ended for good. */
export function isPodFinished(pod: Pod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
}

/** Counts towards what a controller wants: neither finished nor being deleted. */
export function isPodActive(pod: Pod): boolean {
  return !isPodFinished(pod) && !isTerminating(pod);
}

export function isPodBound(pod: Pod): boolean {
  return pod.spec.nodeName !== '';
}

export interface PodResources {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/**
 * What the scheduler sets aside for the pod: the sum of its containers' requests (limits where no request is given), or
 * what one of its init containers asks for when that is more, as those run alone and before.
 */
export function podRequests(pod: Pod): PodResources {
  return resourcesBy(pod, requestOf);
}

/** The sum of what its containers may use; one without a limit counts as nothing. */
export function podLimits(pod: Pod): PodResources {
  return resourcesBy(pod, (container, resource) => container.resources?.limits[resource]);
}

function resourcesBy(
  { spec }: Pod,
  amountOf: (container: Container, resource: string) => string | undefined,
): PodResources {
  let cpuMillis = 0;
  let memoryBytes = 0;
  for (const container of spec.containers) {
    cpuMillis += parseCpuMillis(amountOf(container, 'cpu'));
    memoryBytes += parseBytes(amountOf(container, 'memory'));
  }
  for (const container of spec.initContainers) {
    cpuMillis = Math.max(cpuMillis, parseCpuMillis(amountOf(container, 'cpu')));
    memoryBytes = Math.max(memoryBytes, parseBytes(amountOf(container, 'memory')));
  }
  return { cpuMillis, memoryBytes };
}

function requestOf(container: Container, resource: string): string | undefined {
  return container.resources?.requests[resource] ?? container.resources?.limits[resource];
}
