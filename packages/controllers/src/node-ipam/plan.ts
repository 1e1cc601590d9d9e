/**
 * A pod range for every node: the lowest free one of the cluster's range. What a node has is never changed, not even
 * when it lies outside: its pods have those addresses.
 */
import { isTerminating, type Node } from '@kuorum/api';
import { formatCidr, overlaps, parseCidr, subnets, type Cidr } from './cidr.js';

export interface NodeIpamObserved {
  readonly nodes: readonly Node[];
  readonly clusterCidr: Cidr;
  readonly maskBits: number;
  /** Node name → range that was written and may not have been seen yet. */
  readonly written: ReadonlyMap<string, string>;
}

export interface NodeIpamPlan {
  readonly assign: readonly { readonly node: Node; readonly podCIDR: string }[];
  /** Nodes for which nothing was left. */
  readonly exhausted: readonly Node[];
}

export function planNodeIpam({ nodes, clusterCidr, maskBits, written }: NodeIpamObserved): NodeIpamPlan {
  const taken: Cidr[] = [];
  const without: Node[] = [];
  for (const node of nodes) {
    const cidr = parseCidr(node.spec.podCIDR || (written.get(node.metadata.name) ?? ''));
    if (cidr !== undefined) taken.push(cidr);
    else if (!isTerminating(node)) without.push(node);
  }
  const assign: { node: Node; podCIDR: string }[] = [];
  const exhausted: Node[] = [];
  const candidates = subnets(clusterCidr, maskBits);
  for (const node of without.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))) {
    let found: Cidr | undefined;
    for (let next = candidates.next(); next.done !== true; next = candidates.next()) {
      const candidate = next.value;
      if (taken.some((other) => overlaps(other, candidate))) continue;
      found = candidate;
      break;
    }
    if (found === undefined) exhausted.push(node);
    else assign.push({ node, podCIDR: formatCidr(found) });
  }
  return { assign, exhausted };
}
