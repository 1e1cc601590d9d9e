/**
 * How a strategic merge patch treats lists: the `patchStrategy` and `patchMergeKey` tags of Kubernetes' types, by
 * message and field. A list that is not here is replaced whole (tolerations, args, rules of roles and so on).
 */

export type ListStrategy =
  /** Items are objects that are told apart by `key`; `within` tells items with the same key apart (see below). */
  | { readonly by: 'key'; readonly key: string; readonly within?: { readonly field: string; readonly absent: string } }
  /** Items are strings; the patch adds those that are not there. */
  | { readonly by: 'value' };

const key = (name: string): ListStrategy => ({ by: 'key', key: name });
const values: ListStrategy = { by: 'value' };

/**
 * Port 53 by TCP and by UDP are two ports. Kubernetes' key is the number alone, so that a patch of one of them may hit
 * the other; here the protocol counts too.
 */
const port = (name: string): ListStrategy => ({
  by: 'key',
  key: name,
  within: { field: 'protocol', absent: 'TCP' },
});

const strategies: Readonly<Record<string, ListStrategy>> = {
  'ObjectMeta.ownerReferences': key('uid'),
  'ObjectMeta.finalizers': values,
  'PodSpec.containers': key('name'),
  'PodSpec.initContainers': key('name'),
  'PodSpec.volumes': key('name'),
  'PodSpec.imagePullSecrets': key('name'),
  'PodSpec.hostAliases': key('ip'),
  'PodSpec.topologySpreadConstraints': key('topologyKey'),
  'Container.env': key('name'),
  'Container.ports': port('containerPort'),
  'Container.volumeMounts': key('mountPath'),
  'PodStatus.conditions': key('type'),
  'PodStatus.podIPs': key('ip'),
  'NodeStatus.conditions': key('type'),
  'NodeStatus.addresses': key('type'),
  'NodeSpec.podCIDRs': values,
  'NamespaceStatus.conditions': key('type'),
  'ServiceSpec.ports': port('port'),
  'ServiceStatus.conditions': key('type'),
  'ServiceAccount.secrets': key('name'),
  'ReplicationControllerStatus.conditions': key('type'),
  'ReplicaSetStatus.conditions': key('type'),
  'DeploymentStatus.conditions': key('type'),
  'DaemonSetStatus.conditions': key('type'),
  'JobStatus.conditions': key('type'),
  'PodDisruptionBudgetStatus.conditions': key('type'),
  'HorizontalPodAutoscalerStatus.conditions': key('type'),
};

/** Undefined: the list is replaced whole. */
export function listStrategyOf(message: string, field: string): ListStrategy | undefined {
  return strategies[`${message}.${field}`];
}

/** The messages and fields of the table, for the test that they are lists where they exist. */
export const mergeListFields: readonly (readonly [message: string, field: string])[] = Object.keys(strategies).map(
  (path) => path.split('.') as [string, string],
);

/** Messages of which a patch made from manifests keeps only what it names (`patchStrategy: retainKeys`). */
export const retainKeysMessages: ReadonlySet<string> = new Set(['Volume', 'DeploymentStrategy']);
