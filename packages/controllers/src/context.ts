/** What every controller is handed: the client, one shared cache of each kind, time, and where to tell what happened. */
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import {
  controllerOf,
  kindNames,
  kinds,
  make,
  type ApiObject,
  type Endpoints,
  type KindName,
  type Kinds,
  type Lease,
  type Namespace,
  type Node,
  type Pod,
  type ReplicationController,
  type Service,
} from '@kuorum/api';
import { createInformer, type ApiClient, type EventRecorder, type Informer } from '@kuorum/client';
import { defer, forkJoin, merge, switchMap, type Observable } from 'rxjs';

export interface SharedInformers {
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly replicationControllers: Informer<ReplicationController>;
  readonly services: Informer<Service>;
  readonly endpoints: Informer<Endpoints>;
  readonly namespaces: Informer<Namespace>;
  /** Heartbeats of the nodes only. */
  readonly nodeLeases: Informer<Lease>;
  /**
   * Every other kind, for what is done to all kinds alike: its metadata, and nothing else of an object, so that no value of a
   * Secret stays in this process. Never to be written back. Events are left out, as nothing owns them.
   */
  readonly others: ReadonlyMap<KindName, Informer<ApiObject>>;
}

export interface ControllerContext {
  readonly client: ApiClient;
  readonly informers: SharedInformers;
  readonly recorder: EventRecorder;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Where kubelets keep their heartbeats. */
export const nodeLeaseNamespace = 'kube-node-lease';

/** Names of the indexes of the shared informers. */
export const byNamespace = 'namespace';
export const byOwnerUid = 'ownerUid';
export const byNode = 'node';
/** Pods by the uid of their controller; pods without one by their namespace. */
export const byController = 'controller';
export const byOrphanNamespace = 'orphan';

const namespaceOf = (object: ApiObject): string[] => [object.metadata.namespace];
const ownerUidsOf = (object: ApiObject): string[] => object.metadata.ownerReferences.map(({ uid }) => uid);
const owned = { [byOwnerUid]: ownerUidsOf };
const namespaced = { [byNamespace]: namespaceOf, ...owned };

/** Kinds with an informer of their own among the shared ones, and those that no controller looks at. */
const named: readonly KindName[] = [
  'Pod',
  'Node',
  'ReplicationController',
  'Service',
  'Endpoints',
  'Namespace',
  'Lease',
  'Event',
];

export function createSharedInformers(client: ApiClient, logger: Logger, clock: Clock): SharedInformers {
  const options = { logger, clock };
  return {
    pods: createInformer(client, 'Pod', {
      ...options,
      indexers: {
        ...namespaced,
        [byNode]: (pod) => (pod.spec.nodeName === '' ? [] : [pod.spec.nodeName]),
        [byController]: (pod) => [controllerOf(pod)?.uid ?? ''].filter((uid) => uid !== ''),
        [byOrphanNamespace]: (pod) => (controllerOf(pod) === undefined ? [pod.metadata.namespace] : []),
      },
    }),
    nodes: createInformer(client, 'Node', { ...options, indexers: owned }),
    replicationControllers: createInformer(client, 'ReplicationController', { ...options, indexers: namespaced }),
    services: createInformer(client, 'Service', { ...options, indexers: namespaced }),
    endpoints: createInformer(client, 'Endpoints', { ...options, indexers: namespaced }),
    namespaces: createInformer(client, 'Namespace', { ...options, indexers: owned }),
    nodeLeases: createInformer(client, 'Lease', { ...options, namespace: nodeLeaseNamespace, indexers: namespaced }),
    others: new Map(
      kindNames
        .filter((kind) => !named.includes(kind))
        .map((kind): [KindName, Informer<ApiObject>] => [
          kind,
          createInformer(client, kind, { ...options, indexers: owned, transform: metadataOnly(kind) }),
        ]),
    ),
  };
}

/** The same object without what it is about. Annotations go too: apply keeps whole manifests there. */
function metadataOnly(kind: KindName): (object: Kinds[KindName]) => Kinds[KindName] {
  const { apiVersion } = kinds[kind];
  const bare = make(kind, { apiVersion, kind });
  return ({ metadata }) => ({ ...bare, metadata: { ...metadata, annotations: {} } });
}

/** Runs every informer; to be subscribed after whoever listens to them. */
export function runInformers$(informers: SharedInformers): Observable<never> {
  const { others, ...rest } = informers;
  const all: Informer<ApiObject>[] = [...Object.values(rest), ...others.values()];
  return merge(...all.map(({ run$ }) => run$));
}

/**
 * The sources of keys of a controller, once everything it looks at is there: deciding on half a cache would create
 * what exists and delete what is wanted.
 */
export function afterSync$<T>(informers: readonly Informer<ApiObject>[], sources: () => Observable<T>): Observable<T> {
  return defer(() => forkJoin(informers.map(({ synced$ }) => synced$))).pipe(switchMap(() => sources()));
}
