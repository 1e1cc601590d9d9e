/**
 * An apiserver in memory, behind the same {@link ApiClient} as the real one and held to the same contract suite
 * (`api-client-contract.ts`). For tests of whatever stands on the API: no network, no timers, changes arrive in
 * microtasks. What it leaves out: authorization, leases of events, logs, namespace termination.
 *
 * ```ts
 * const api = createFakeApi({ clock });
 * api.seed('Node', make('Node', { metadata: { name: 'node-1' } }));   // stored as it is
 * api.onCall((call) => (call.verb === 'create' ? unavailable('down') : undefined));
 * ```
 */
import {
  conflict,
  kindNames,
  make,
  matchesLabelSelector,
  matchesLabels,
  methodNotAllowed,
  parseLabelSelector,
  setCondition,
  tooManyRequests,
  type KindName,
  type Kinds,
  type NodeMetrics,
  type PodDisruptionBudget,
  type PodMetrics,
  type Scale,
} from '@kuorum/api';
import { systemClock, type Clock } from '@kuorum/base';
import type {
  ApiClient,
  DeleteOptions,
  ExecSession,
  MetricsClient,
  MetricsList,
  PodClient,
  ReplicationControllerClient,
  ResourceClient,
  ScaleOptions,
  Selection,
} from '@kuorum/client';
import type { Duplex } from 'node:stream';
import { throwError, type Observable } from 'rxjs';
import { FakeResource, scaleOf } from './fake-resource.js';
import { FakeServer, type CallHook, type FakeCall } from './fake-server.js';
import { watchesDropped } from './fake-watch.js';

export type { CallHook, FakeCall };

export interface FakeApi {
  readonly client: ApiClient;
  /** Calls so far, in order. */
  readonly calls: readonly FakeCall[];
  /** Stores an object as it is, status included; fills in uid, times and header. */
  seed<K extends KindName>(kind: K, object: Kinds[K]): Kinds[K];
  /** Present objects of a kind. */
  all<K extends KindName>(kind: K): Kinds[K][];
  /** What `client.metrics` answers with, as far as it is selected; nothing until a test fills it. */
  readonly metrics: { nodes: NodeMetrics[]; pods: PodMetrics[]; warnings: string[] };
  /** Asks `hook` before each call; a new hook replaces the last, undefined takes it away. */
  onCall(hook: CallHook | undefined): void;
  /** Ends every open watch with an error, as a lost connection does. */
  dropWatches(error?: Error): void;
  /** Sends a bookmark on every watch that asked for them. */
  bookmark(): void;
  /** Forgets the changes so far: a watch from before gets Expired. */
  compact(): void;
}

export interface FakeApiOptions {
  readonly clock?: Clock;
}

export function createFakeApi(options: FakeApiOptions = {}): FakeApi {
  const server = new FakeServer(options.clock ?? systemClock);
  for (const name of ['default', 'kube-system', 'kube-node-lease']) {
    server.seed('Namespace', make('Namespace', { metadata: { name }, status: { phase: 'Active' } }));
  }
  server.calls.length = 0;
  const pods = new FakePods(server);
  const replicationControllers = new FakeReplicationControllers(server);
  const resources = new Map<KindName, unknown>(kindNames.map((kind) => [kind, new FakeResource(server, kind)]));
  resources.set('Pod', pods).set('ReplicationController', replicationControllers);
  const metrics: FakeApi['metrics'] = { nodes: [], pods: [], warnings: [] };
  const client: ApiClient = {
    metrics: fakeMetrics(metrics),
    resource: <K extends KindName>(kind: K) => resources.get(kind) as ResourceClient<K>,
    pods,
    replicationControllers,
    encryption: { status: noAccess, rotate: () => throwError(() => methodNotAllowed('the fake API encrypts nothing')) },
    access: { createToken: noAccess, may: noAccess, rulesIn: noAccess, whoAmI: noAccess },
    version: async () => ({ gitVersion: 'v0.0.0-fake', nodeVersion: process.version, platform: process.platform }),
    close: () => undefined,
  };
  return {
    client,
    calls: server.calls,
    metrics,
    seed: (kind, object) => server.seed(kind, object),
    all: <K extends KindName>(kind: K) => structuredClone(server.store.list(kind)) as Kinds[K][],
    onCall: (hook) => (server.hook = hook),
    dropWatches: (error = watchesDropped) => {
      for (const watch of [...server.watches]) watch.end(error);
    },
    bookmark: () => {
      for (const watch of server.watches) watch.bookmark();
    },
    compact: () => server.store.compact(),
  };
}

function fakeMetrics(metrics: FakeApi['metrics']): MetricsClient {
  const select = <T extends NodeMetrics | PodMetrics>(items: readonly T[], selection: Selection): MetricsList<T> => {
    const { namespace = '', labelSelector = '', fieldSelector = '' } = selection;
    const labels = parseLabelSelector(labelSelector);
    const name = fieldSelector.replace(/^metadata\.name=/, '');
    return {
      items: items.filter(
        ({ metadata }) =>
          (namespace === '' || metadata.namespace === namespace) &&
          (name === '' || metadata.name === name) &&
          matchesLabels(labels, metadata.labels),
      ),
      warnings: metrics.warnings,
    };
  };
  return {
    nodes: (options = {}) => Promise.resolve(select(metrics.nodes, options)),
    pods: (options = {}) => Promise.resolve(select(metrics.pods, options)),
  };
}

function noAccess(): Promise<never> {
  return Promise.reject(methodNotAllowed('the fake API knows no users'));
}

class FakePods extends FakeResource<'Pod'> implements PodClient {
  constructor(server: FakeServer) {
    super(server, 'Pod');
  }

  async bind(namespace: string, name: string, nodeName: string, uid = ''): Promise<void> {
    await this.begin('bind', namespace, name);
    const pod = this.server.mustGet('Pod', namespace, name);
    if (uid !== '' && uid !== pod.metadata.uid) {
      const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${pod.metadata.uid}`;
      throw conflict('Pod', name, why);
    }
    if (pod.spec.nodeName !== '') {
      throw conflict('Pod', name, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`);
    }
    if (pod.metadata.deletionTimestamp !== '') {
      throw conflict('Pod', name, `pod ${name} is being deleted, cannot be assigned to a host`);
    }
    pod.spec.nodeName = nodeName;
    const scheduled = { type: 'PodScheduled', status: 'True' } as const;
    pod.status.conditions = setCondition(pod.status.conditions, scheduled, this.server.now());
    this.stored(pod, false);
  }

  async evict(namespace: string, name: string, options: DeleteOptions = {}): Promise<void> {
    await this.begin('evict', namespace, name);
    const pod = this.server.mustGet('Pod', namespace, name);
    const budgets = this.server.store.list('PodDisruptionBudget') as PodDisruptionBudget[];
    const forbids = ({ metadata, spec, status }: PodDisruptionBudget): boolean =>
      metadata.namespace === pod.metadata.namespace &&
      matchesLabelSelector(spec.selector, pod.metadata.labels) &&
      status.disruptionsAllowed === 0;
    if (pod.status.phase !== 'Pending' && budgets.some(forbids)) {
      throw tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", 10);
    }
    await this.delete(namespace, name, options);
  }

  logs(): Observable<Uint8Array> {
    return throwError(() => methodNotAllowed('the fake API keeps no logs'));
  }

  exec(): Promise<ExecSession> {
    return Promise.reject(methodNotAllowed('the fake API runs no commands'));
  }

  portForward(): Promise<Duplex> {
    return Promise.reject(methodNotAllowed('the fake API has no connections to pods'));
  }
}

class FakeReplicationControllers extends FakeResource<'ReplicationController'> implements ReplicationControllerClient {
  constructor(server: FakeServer) {
    super(server, 'ReplicationController');
  }

  async scale(namespace: string, name: string, replicas: number, options: ScaleOptions = {}): Promise<Scale> {
    await this.begin('scale', namespace, name);
    const old = this.server.mustGet('ReplicationController', namespace, name);
    const { currentReplicas, resourceVersion = '' } = options;
    if (currentReplicas !== undefined && currentReplicas !== old.spec.replicas) {
      throw conflict(
        'ReplicationController',
        name,
        `it has ${old.spec.replicas ?? 0} replicas, not ${currentReplicas}`,
      );
    }
    const next = structuredClone(old);
    next.spec.replicas = replicas;
    next.metadata.resourceVersion = resourceVersion;
    return scaleOf(this.change(next, old, false));
  }
}
