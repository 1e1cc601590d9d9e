/** What every controller is handed: the client, one shared cache of each kind, time, and where to tell what happened. */
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import {
  controllerOf,
  type ApiObject,
  type Endpoints,
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
const namespaced = { [byNamespace]: namespaceOf, [byOwnerUid]: ownerUidsOf };

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
    nodes: createInformer(client, 'Node', options),
    replicationControllers: createInformer(client, 'ReplicationController', { ...options, indexers: namespaced }),
    services: createInformer(client, 'Service', { ...options, indexers: namespaced }),
    endpoints: createInformer(client, 'Endpoints', { ...options, indexers: namespaced }),
    namespaces: createInformer(client, 'Namespace', options),
    nodeLeases: createInformer(client, 'Lease', { ...options, namespace: nodeLeaseNamespace, indexers: namespaced }),
  };
}

/** Runs every informer; to be subscribed after whoever listens to them. */
export function runInformers$(informers: SharedInformers): Observable<never> {
  return merge(...Object.values(informers).map((informer: Informer<ApiObject>) => informer.run$));
}

/**
 * The sources of keys of a controller, once everything it looks at is there: deciding on half a cache would create
 * what exists and delete what is wanted.
 */
export function afterSync$<T>(informers: readonly Informer<ApiObject>[], sources: () => Observable<T>): Observable<T> {
  return defer(() => forkJoin(informers.map(({ synced$ }) => synced$))).pipe(switchMap(() => sources()));
}
