/** Every kind the API serves, in one table. Adding a kind starts here and in proto/kuorum/v1. */
import type {
  ClusterRole,
  ClusterRoleBinding,
  ConfigMap,
  CronJob,
  DaemonSet,
  Deployment,
  Endpoints,
  Event,
  HorizontalPodAutoscaler,
  Job,
  Lease,
  Namespace,
  Node,
  ObjectMeta,
  Pod,
  PodDisruptionBudget,
  PriorityClass,
  ReplicaSet,
  ReplicationController,
  Role,
  RoleBinding,
  Secret,
  Service,
  ServiceAccount,
} from './gen/types.js';

/** Kind name to object type. */
export interface Kinds {
  Namespace: Namespace;
  Node: Node;
  Pod: Pod;
  ReplicationController: ReplicationController;
  Service: Service;
  Endpoints: Endpoints;
  Event: Event;
  Lease: Lease;
  ConfigMap: ConfigMap;
  Secret: Secret;
  ServiceAccount: ServiceAccount;
  PriorityClass: PriorityClass;
  Role: Role;
  RoleBinding: RoleBinding;
  ClusterRole: ClusterRole;
  ClusterRoleBinding: ClusterRoleBinding;
  ReplicaSet: ReplicaSet;
  Deployment: Deployment;
  DaemonSet: DaemonSet;
  Job: Job;
  CronJob: CronJob;
  PodDisruptionBudget: PodDisruptionBudget;
  HorizontalPodAutoscaler: HorizontalPodAutoscaler;
}

export type KindName = keyof Kinds;

/** What every object has. */
export interface ApiObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** `scale`: `spec.replicas` and `status.replicas`, seen and changed by themselves. */
export type Subresource = 'scale';

export type Category = 'all';

export interface KindInfo<K extends KindName = KindName> {
  readonly kind: K;
  /** '' for v1, else what is before the slash of `apiVersion`: `apps`. */
  readonly group: string;
  /** `v1`, `apps/v1`: what manifests say. */
  readonly apiVersion: string;
  /** Name in URLs, keys and on the command line: `/registry/pods/default/web`. */
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** `pods`, `deployments.apps`: how messages name the resource, as Kubernetes' do. */
  readonly groupResource: string;
  /** Has a spec/status split and UpdateStatus. */
  readonly hasStatus: boolean;
  /** Parts of an object with calls of their own, besides its status. */
  readonly subresources: readonly Subresource[];
  /** Names that stand for several kinds: `get all`. */
  readonly categories: readonly Category[];
  /** Full name of its gRPC service. */
  readonly service: string;
}

interface KindOptions {
  readonly group?: string;
  readonly version?: string;
  readonly namespaced?: boolean;
  readonly hasStatus?: boolean;
  readonly subresources?: readonly Subresource[];
  readonly categories?: readonly Category[];
}

function define<K extends KindName>(
  kind: K,
  plural: string,
  shortNames: readonly string[],
  options: KindOptions = {},
): KindInfo<K> {
  const {
    group = '',
    version = 'v1',
    namespaced = true,
    hasStatus = true,
    subresources = [],
    categories = [],
  } = options;
  return {
    kind,
    group,
    apiVersion: group === '' ? version : `${group}/${version}`,
    plural,
    singular: kind.toLowerCase(),
    shortNames,
    groupResource: group === '' ? plural : `${plural}.${group}`,
    namespaced,
    hasStatus,
    subresources,
    categories,
    service: `kuorum.v1.${kind}Service`,
  };
}

const rbac: KindOptions = { group: 'rbac.authorization.k8s.io', hasStatus: false };

export const kinds: { readonly [K in KindName]: KindInfo<K> } = {
  Namespace: define('Namespace', 'namespaces', ['ns'], { namespaced: false }),
  Node: define('Node', 'nodes', ['no'], { namespaced: false }),
  Pod: define('Pod', 'pods', ['po'], { categories: ['all'] }),
  ReplicationController: define('ReplicationController', 'replicationcontrollers', ['rc'], {
    subresources: ['scale'],
    categories: ['all'],
  }),
  Service: define('Service', 'services', ['svc'], { categories: ['all'] }),
  Endpoints: define('Endpoints', 'endpoints', ['ep'], { hasStatus: false }),
  Event: define('Event', 'events', ['ev'], { hasStatus: false }),
  Lease: define('Lease', 'leases', [], { group: 'coordination.k8s.io', hasStatus: false }),
  ConfigMap: define('ConfigMap', 'configmaps', ['cm'], { hasStatus: false }),
  Secret: define('Secret', 'secrets', [], { hasStatus: false }),
  ServiceAccount: define('ServiceAccount', 'serviceaccounts', ['sa'], { hasStatus: false }),
  PriorityClass: define('PriorityClass', 'priorityclasses', ['pc'], {
    group: 'scheduling.k8s.io',
    namespaced: false,
    hasStatus: false,
  }),
  Role: define('Role', 'roles', [], rbac),
  RoleBinding: define('RoleBinding', 'rolebindings', [], rbac),
  ClusterRole: define('ClusterRole', 'clusterroles', [], { ...rbac, namespaced: false }),
  ClusterRoleBinding: define('ClusterRoleBinding', 'clusterrolebindings', [], { ...rbac, namespaced: false }),
  DaemonSet: define('DaemonSet', 'daemonsets', ['ds'], { group: 'apps', categories: ['all'] }),
  Deployment: define('Deployment', 'deployments', ['deploy'], {
    group: 'apps',
    subresources: ['scale'],
    categories: ['all'],
  }),
  ReplicaSet: define('ReplicaSet', 'replicasets', ['rs'], {
    group: 'apps',
    subresources: ['scale'],
    categories: ['all'],
  }),
  HorizontalPodAutoscaler: define('HorizontalPodAutoscaler', 'horizontalpodautoscalers', ['hpa'], {
    group: 'autoscaling',
    version: 'v2',
    categories: ['all'],
  }),
  CronJob: define('CronJob', 'cronjobs', ['cj'], { group: 'batch', categories: ['all'] }),
  Job: define('Job', 'jobs', [], { group: 'batch', categories: ['all'] }),
  PodDisruptionBudget: define('PodDisruptionBudget', 'poddisruptionbudgets', ['pdb'], { group: 'policy' }),
};

export const kindNames = Object.keys(kinds) as KindName[];

const kindsByWord: ReadonlyMap<string, KindInfo> = new Map(
  kindNames.flatMap((kind) => {
    const info: KindInfo = kinds[kind];
    const { plural, singular, shortNames, group } = info;
    const words = [plural, singular, ...shortNames];
    const qualified = group === '' ? [] : [plural, singular].map((word) => `${word}.${group}`);
    return [...words, ...qualified].map((word): [string, KindInfo] => [word, info]);
  }),
);

/**
 * Finds a kind by what people type, in any case: kind, plural, singular or short name, and with its group as in
 * `deployments.apps`. kubectl also takes the first part of a group (`jobs.batch`, `leases.coordination`) and a version
 * in between (`deployments.v1.apps`).
 */
export function findKind(name: string): KindInfo | undefined {
  const wanted = name.toLowerCase();
  const found = kindsByWord.get(wanted);
  if (found !== undefined) return found;
  const [word = '', ...rest] = wanted.split('.');
  const info = kindsByWord.get(word);
  if (info === undefined || rest.length === 0) return undefined;
  const version = info.apiVersion.slice(info.apiVersion.indexOf('/') + 1);
  const group = rest[0] === version ? rest.slice(1).join('.') : rest.join('.');
  const groupMatches = group === info.group || (group !== '' && info.group.startsWith(`${group}.`));
  return groupMatches ? info : undefined;
}

/** The kind that a manifest or a reference names; a kind of the same name in another group is not meant. */
export function kindOf(apiVersion: string, kind: string): KindInfo | undefined {
  const info = kindNames.includes(kind as KindName) ? kinds[kind as KindName] : undefined;
  return info !== undefined && groupOf(apiVersion) === info.group ? info : undefined;
}

/** `apps` of `apps/v1`, '' of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Every kind of a category, in the order of the table. */
export function kindsOfCategory(category: Category): KindInfo[] {
  return kindNames.map((kind): KindInfo => kinds[kind]).filter(({ categories }) => categories.includes(category));
}

/** `namespace/name`, or `name` for cluster-scoped objects: the key of informers and work queues. */
export function keyOf(object: { readonly metadata: { readonly namespace: string; readonly name: string } }): string {
  const { namespace, name } = object.metadata;
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** Splits what {@link keyOf} made. */
export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
