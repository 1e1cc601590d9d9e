/** What pods ask for and nodes have, in the units that are compared. */
import { parseBytes, parseCpuMillis, parseQuantity, podRequests, type Node, type Pod } from '@kuorum/api';
import { cpuMillisNonZero, memoryBytesNonZero, podsPerNodeDefault } from './limits.js';

export interface Resources {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

export const noResources: Resources = { cpuMillis: 0, memoryBytes: 0, pods: 0 };

export function addResources(a: Resources, b: Resources): Resources {
  return { cpuMillis: a.cpuMillis + b.cpuMillis, memoryBytes: a.memoryBytes + b.memoryBytes, pods: a.pods + b.pods };
}

export function subtractResources(a: Resources, b: Resources): Resources {
  return { cpuMillis: a.cpuMillis - b.cpuMillis, memoryBytes: a.memoryBytes - b.memoryBytes, pods: a.pods - b.pods };
}

/** `total` without `part`, where `rest` gives what else is in it: counted anew when it is too much to be an exact sum. */
export function withoutPart(total: Resources, part: Resources, rest: () => readonly Resources[]): Resources {
  const exact = Number.isSafeInteger(total.cpuMillis) && Number.isSafeInteger(total.memoryBytes);
  return exact ? subtractResources(total, part) : rest().reduce(addResources, noResources);
}

/** What is set aside for the pod: exactly what it asks for. */
export function requestedBy(pod: Pod): Resources {
  return { ...podRequests(pod), pods: 1 };
}

/** As {@link requestedBy}, with a guess for what is not asked for: else a node full of such pods would score as empty. */
export function scoredRequestOf(pod: Pod): Resources {
  const { cpuMillis, memoryBytes } = podRequests(pod);
  const containers = pod.spec.containers.length;
  return {
    cpuMillis: cpuMillis === 0 ? cpuMillisNonZero * containers : cpuMillis,
    memoryBytes: memoryBytes === 0 ? memoryBytesNonZero * containers : memoryBytes,
    pods: 1,
  };
}

/** What pods may use of a node: allocatable, or capacity where that is not given. */
export function allocatableOf(node: Node): Resources {
  const amount = (resource: string): string | undefined =>
    node.status.allocatable[resource] ?? node.status.capacity[resource];
  const pods = amount('pods');
  return {
    cpuMillis: parseCpuMillis(amount('cpu')),
    memoryBytes: parseBytes(amount('memory')),
    pods: pods === undefined ? podsPerNodeDefault : parseQuantity(pods),
  };
}
