/** Which routes lead to the pods of other nodes. Pure. */
import { isTerminating, type Node } from '@kuorum/api';

export interface Route {
  /** Addresses of the pods there. */
  readonly cidr: string;
  /** Address of the node. */
  readonly via: string;
}

/** One route a node that has both addresses; none to ourselves. */
export function wantedRoutes(nodes: readonly Node[], ownName: string): Route[] {
  return nodes
    .filter((node) => node.metadata.name !== ownName && !isTerminating(node) && node.spec.podCIDR !== '')
    .flatMap((node) => {
      const via = node.status.addresses.find(({ type }) => type === 'InternalIP')?.address;
      return via === undefined ? [] : [{ cidr: node.spec.podCIDR, via }];
    })
    .sort((a, b) => a.cidr.localeCompare(b.cidr));
}

/** Routes of `before` to networks that nobody has any more. */
export function staleRoutes(before: readonly Route[], wanted: readonly Route[]): Route[] {
  const kept = new Set(wanted.map(({ cidr }) => cidr));
  return before.filter(({ cidr }) => !kept.has(cidr));
}
