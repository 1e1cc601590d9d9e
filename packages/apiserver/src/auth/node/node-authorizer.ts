/**
 * What a node may do, Kubernetes' node authorizer: a user `system:node:NAME` in the group `system:nodes`. Its rights come from
 * the pods that are bound to it, not from a role: a Secret may be read by name when one of them refers to it. What a
 * request alone cannot tell (whose pod is this? what of the node is changed?) is checked on the object itself, in
 * node-restriction.ts. Pure.
 */
import type { Pod } from '@kuorum/api';
import type { Attributes } from '../attributes.js';
import { noOpinion, type Authorizer, type Decision } from '../authorize.js';
import type { User } from '../user.js';
import { referencesOf, type PodReferences } from './pod-references.js';

export const nodesGroup = 'system:nodes';
const nodeUserPrefix = 'system:node:';
const nodeLeaseNamespace = 'kube-node-lease';

/** Pods of a namespace that are bound to a node. Throws Unavailable when it cannot know yet. */
export type PodsIn = (namespace: string, node: string) => Iterable<Pod>;

/** The node that `user` is; undefined for everybody else. */
export function nodeNameOf({ name, groups }: User): string | undefined {
  if (!name.startsWith(nodeUserPrefix) || !groups.includes(nodesGroup)) return undefined;
  return name.slice(nodeUserPrefix.length) || undefined;
}

export function nodeAuthorizer(podsIn: PodsIn): Authorizer {
  return (wanted) => {
    const node = nodeNameOf(wanted.user);
    return node === undefined ? noOpinion : decide(wanted, node, podsIn);
  };
}

const read = ['get', 'list', 'watch'];
const write = ['create', 'update', 'patch'];

function decide(wanted: Attributes, node: string, podsIn: PodsIn): Decision {
  const { verb, apiGroup, resource, subresource, namespace, name } = wanted;
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const isOwn = name === node;
  const refers = (kind: keyof PodReferences): boolean => refersTo(kind, namespace, name, node, podsIn);
  switch (apiGroup === '' ? what : `${apiGroup}:${what}`) {
    case 'nodes':
      // Others are read for the routes to their pods.
      return verdict(read.includes(verb) || (isOwn && write.includes(verb)), 'a node can only change itself');
    case 'nodes/status':
      return verdict(isOwn && ['update', 'patch'].includes(verb), 'a node can only report its own status');
    case 'pods':
      return decidePods(wanted, node);
    case 'pods/status':
      return verdict(['update', 'patch'].includes(verb), '');
    case 'services':
    case 'endpoints':
      return verdict(read.includes(verb), '');
    case 'events':
      return verdict(write.includes(verb), '');
    case 'coordination.k8s.io:leases': {
      const own = isOwn && namespace === nodeLeaseNamespace;
      return verdict(own && [...write, 'get', 'delete'].includes(verb), 'a node has one lease, of its own name');
    }
    case 'secrets':
    case 'configmaps':
      return verdict(
        read.includes(verb) && refers(resource === 'secrets' ? 'secrets' : 'configmaps'),
        `no pod of node ${JSON.stringify(node)} refers to it`,
      );
    case 'serviceaccounts':
      return verdict(verb === 'get' && refers('serviceaccounts'), noSuchPod(node));
    case 'serviceaccounts/token':
      return verdict(verb === 'create' && refers('serviceaccounts'), noSuchPod(node));
    default:
      return noOpinion;
  }
}

function decidePods({ verb, fields }: Attributes, node: string): Decision {
  if (verb === 'get' || verb === 'delete') return verdict(true, '');
  const selects = (verb === 'list' || verb === 'watch') && fields.get('spec.nodeName') === node;
  return verdict(selects, `a node can only list and watch its own pods, with the field selector spec.nodeName=${node}`);
}

/** Without a name it would be a list of others' too. */
function refersTo(
  resource: keyof PodReferences,
  namespace: string,
  name: string,
  node: string,
  podsIn: PodsIn,
): boolean {
  if (name === '' || namespace === '') return false;
  for (const pod of podsIn(namespace, node)) {
    if (pod.spec.nodeName === node && referencesOf(pod)[resource].has(name)) return true;
  }
  return false;
}

function noSuchPod(node: string): string {
  return `no pod of node ${JSON.stringify(node)} runs under it`;
}

function verdict(allowed: boolean, otherwise: string): Decision {
  return allowed ? { allowed, why: 'node authorizer' } : { allowed, why: otherwise };
}
