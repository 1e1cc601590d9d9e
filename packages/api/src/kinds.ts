/** Every kind the API serves, in one table. Adding a kind starts here and in proto/kuorum/v1. */
import type {
  Endpoints,
  Event,
  Lease,
  Namespace,
  Node,
  ObjectMeta,
  Pod,
  ReplicationController,
  Service,
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
}

export type KindName = keyof Kinds;

/** What every object has. */
export interface ApiObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

export interface KindInfo<K extends KindName = KindName> {
  readonly kind: K;
  readonly apiVersion: string;
  /** Name in URLs, keys and on the command line: `/registry/pods/default/web`. */
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** Has a spec/status split and UpdateStatus. */
  readonly hasStatus: boolean;
  /** Full name of its gRPC service. */
  readonly service: string;
}

function define<K extends KindName>(
  kind: K,
  plural: string,
  shortNames: readonly string[],
  options: { apiVersion?: string; namespaced?: boolean; hasStatus?: boolean } = {},
): KindInfo<K> {
  const { apiVersion = 'v1', namespaced = true, hasStatus = true } = options;
  const singular = kind.toLowerCase();
  return { kind, apiVersion, plural, singular, shortNames, namespaced, hasStatus, service: `kuorum.v1.${kind}Service` };
}

export const kinds: { readonly [K in KindName]: KindInfo<K> } = {
  Namespace: define('Namespace', 'namespaces', ['ns'], { namespaced: false }),
  Node: define('Node', 'nodes', ['no'], { namespaced: false }),
  Pod: define('Pod', 'pods', ['po']),
  ReplicationController: define('ReplicationController', 'replicationcontrollers', ['rc']),
  Service: define('Service', 'services', ['svc']),
  Endpoints: define('Endpoints', 'endpoints', ['ep'], { hasStatus: false }),
  Event: define('Event', 'events', ['ev'], { hasStatus: false }),
  Lease: define('Lease', 'leases', [], { apiVersion: 'coordination.k8s.io/v1', hasStatus: false }),
};

export const kindNames = Object.keys(kinds) as KindName[];

/** Finds a kind by what people type: kind, plural, singular or short name, in any case. */
export function findKind(name: string): KindInfo | undefined {
  const wanted = name.toLowerCase();
  return kindNames
    .map((kind) => kinds[kind])
    .find(
      (info) =>
        info.kind.toLowerCase() === wanted ||
        info.plural === wanted ||
        info.singular === wanted ||
        info.shortNames.includes(wanted),
    );
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
