/**
 * What a node may not do although the verb is its own, Kubernetes' NodeRestriction: touch pods of other nodes, give itself labels
 * that decide what runs on it, lift its own taints, write events as another. Pure: it sees the object as it is stored,
 * so there is no lag to use.
 */
import {
  deepEqual,
  forbidden,
  kinds,
  statusError,
  type Event,
  type KindName,
  type Kinds,
  type Node,
  type Pod,
} from '@kuorum/api';
import type { User } from '../user.js';
import { nodeNameOf } from './node-authorizer.js';

/** Throws Forbidden when `user` is a node and must not see or delete the object. */
export function checkNodeAccess(user: User, kind: KindName, stored: { readonly object: Kinds[KindName] }): void {
  const node = nodeNameOf(user);
  if (node !== undefined && kind === 'Pod') checkOwnPod(node, stored.object as Pod);
}

/** Throws Forbidden when `user` is a node and asks for a token that is not that of a pod bound to it; `podUid` as asked for. */
export function checkNodeToken(user: User, account: string, pod: Pod | undefined, podUid: string): void {
  const node = nodeNameOf(user);
  if (node === undefined) return;
  const why =
    pod === undefined
      ? 'node requested token not bound to a pod'
      : podUid === ''
        ? 'node requested token with a pod binding without a uid'
        : pod.spec.nodeName === node
          ? undefined
          : 'node requested token bound to a pod scheduled on a different node';
  if (why !== undefined) throw forbidden('ServiceAccount', account, why);
}

/** Throws Forbidden when `user` is a node and must not make `next` of `old`. */
export function checkNodeWrite(
  user: User,
  kind: KindName,
  next: Kinds[KindName],
  old: Kinds[KindName] | undefined,
): void {
  const node = nodeNameOf(user);
  if (node === undefined) return;
  switch (kind) {
    case 'Pod':
      // Its own pods are those that are bound to it, not those that it says are.
      checkOwnPod(node, (old ?? next) as Pod);
      return;
    case 'Node':
      checkOwnNode(node, next as Node, old as Node | undefined);
      return;
    case 'Event':
      for (const event of [next, old] as (Event | undefined)[]) {
        if (event !== undefined && event.source?.host !== node) {
          refuse(kind, event, `node ${JSON.stringify(node)} can only write events with itself as source.host`);
        }
      }
      return;
    default:
  }
}

function checkOwnPod(node: string, pod: Pod): void {
  if (pod.spec.nodeName === node) return;
  refuse('Pod', pod, `node ${JSON.stringify(node)} can only reach pods that are bound to it`);
}

function checkOwnNode(node: string, next: Node, old: Node | undefined): void {
  const { metadata, spec } = next;
  const who = `node ${JSON.stringify(node)}`;
  if (metadata.name !== node) refuse('Node', next, `${who} is not allowed to modify another node`);
  const before = old?.metadata.labels ?? {};
  const keys = new Set([...Object.keys(before), ...Object.keys(metadata.labels)]);
  const changed = [...keys].filter((key) => before[key] !== metadata.labels[key]);
  const forbidden = changed.filter((key) => !maySetLabel(key));
  if (forbidden.length > 0) {
    refuse('Node', next, `${who} is not allowed to modify labels: ${forbidden.sort().join(', ')}`);
  }
  if (old === undefined) return;
  if (!deepEqual(spec.taints, old.spec.taints)) refuse('Node', next, `${who} is not allowed to modify taints`);
  if (!deepEqual(spec, old.spec)) refuse('Node', next, `${who} is not allowed to modify its spec`);
  if (!deepEqual(metadata.ownerReferences, old.metadata.ownerReferences)) {
    refuse('Node', next, `${who} is not allowed to modify its owner references`);
  }
}

const ownLabels: ReadonlySet<string> = new Set([
  'kubernetes.io/arch',
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
]);

/** Labels of Kubernetes' own domains say where pods may go; the rest is the node's own to say. */
function maySetLabel(key: string): boolean {
  const slash = key.indexOf('/');
  const domain = slash < 0 ? '' : key.slice(0, slash);
  if (isIn(domain, 'node-restriction.kubernetes.io')) return false;
  if (!isIn(domain, 'kubernetes.io') && !isIn(domain, 'k8s.io')) return true;
  return ownLabels.has(key) || isIn(domain, 'kubelet.kubernetes.io') || isIn(domain, 'node.kubernetes.io');
}

function isIn(domain: string, of: string): boolean {
  return domain === of || domain.endsWith(`.${of}`);
}

function refuse(kind: KindName, { metadata }: Kinds[KindName], why: string): never {
  const { groupResource, plural, group } = kinds[kind];
  const message = `${groupResource} ${JSON.stringify(metadata.name)} is forbidden: ${why}`;
  throw statusError('Forbidden', message, { kind: plural, group, name: metadata.name });
}
