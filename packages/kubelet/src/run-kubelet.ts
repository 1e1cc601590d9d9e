/**
 * The kubelet of one node, put together. Order of a start: server, runtime, node registration and lease; pods and
 * containers are listed; containers that are nobody's here any more are ended; only then the node says Ready. On stop
 * containers go on: the next kubelet finds and keeps them.
 */
import { systemClock, type Clock } from '@kuorum/base';
import { createLogger, type Logger } from '@kuorum/base/node';
import type { Node, Pod } from '@kuorum/api';
import { createApiClient, createEventRecorder, createInformer, type ApiClient } from '@kuorum/client';
import { WorkQueue, controller$, periodic$ } from '@kuorum/controller-runtime';
import {
  EMPTY,
  Observable,
  combineLatest,
  defer,
  from,
  ignoreElements,
  merge,
  mergeMap,
  retry,
  switchMap,
  take,
  tap,
} from 'rxjs';
import {
  leaseIntervalMs as leaseIntervalDefaultMs,
  podResyncIntervalMs,
  podWorkers,
  relistIntervalMs,
} from './limits.js';
import { createRuntime, type KubeletOptions } from './kubelet-options.js';
import { startKubeletServer, type KubeletServer } from './kubelet-server.js';
import { nodeLease$ } from './node/node-lease.js';
import { nodeLabels, type Readiness } from './node/node-object.js';
import { NodeReporter } from './node/node-reporter.js';
import { NodeState } from './node/node-state.js';
import { routeSync$ } from './node/route-sync.js';
import { PodOperations } from './pod-operations.js';
import type { NodeRoom } from './admission.js';
import { PodReconciler, uidIndex } from './pod-reconciler.js';
import { ProbeManager } from './probes/probe-manager.js';
import { RuntimeCache } from './runtime-cache.js';
import { DockerRuntime } from './runtime/docker/docker-runtime.js';
import type { ContainerRuntime, RuntimeContainer } from './runtime/types.js';
import { ContainerStarter } from './start-container.js';
import { machineUsage } from './stats/machine-usage.js';
import { StatsSampler } from './stats/stats-sampler.js';
import { StatusManager } from './status-manager.js';

/** Subscribing starts the kubelet, unsubscribing stops it. Errors only when it cannot start or has a bug. */
export function runKubelet$(options: KubeletOptions): Observable<unknown> {
  return defer(() => {
    const kubelet = new Kubelet(options);
    return kubelet.run$;
  });
}

class Kubelet {
  readonly run$: Observable<unknown>;
  private readonly clock: Clock;
  private readonly logger: Logger;
  private readonly client: ApiClient;
  private readonly runtime: ContainerRuntime;
  private readonly cache: RuntimeCache;
  private readonly pods;
  private readonly nodes;
  private readonly queue: WorkQueue<string>;
  private readonly operations: PodOperations;
  private readonly reconciler: PodReconciler;
  private readonly probes: ProbeManager;
  private readonly statuses: StatusManager;
  private readonly events;
  private readonly reporter: NodeReporter;
  private readonly node: NodeState;
  private readonly stats: StatsSampler;
  private readyTold = false;
  private lastReady = false;

  constructor(private readonly options: KubeletOptions) {
    const { nodeName, nodeIp: hostIP } = options;
    this.clock = options.clock ?? systemClock;
    this.logger = (options.logger ?? createLogger('kubelet')).child({ node: nodeName });
    const { clock, logger } = this;
    this.client = options.client ?? createApiClient({ servers: [...(options.server ?? [])], logger, clock });
    const { client } = this;
    this.runtime = createRuntime(options);
    const { runtime } = this;
    this.events = createEventRecorder(client, 'kubelet', nodeName, { clock, logger });
    const { events } = this;
    this.pods = createInformer(client, 'Pod', {
      fieldSelector: `spec.nodeName=${nodeName}`,
      indexers: { [uidIndex]: (pod: Pod) => [pod.metadata.uid] },
      logger,
      clock,
    });
    this.nodes = createInformer(client, 'Node', {
      ...(options.syncRoutes === true ? {} : { fieldSelector: `metadata.name=${nodeName}` }),
      logger,
      clock,
    });
    const cache = new RuntimeCache(runtime, clock, logger);
    this.cache = cache;
    this.queue = new WorkQueue<string>({ clock });
    this.operations = new PodOperations({
      cache,
      logger,
      onDone: (uid, failed) => (failed ? this.queue.addRateLimited(uid) : this.queue.add(uid)),
    });
    this.probes = new ProbeManager({
      runtime,
      clock,
      onFailure: (pod, message) => events.event(pod, 'Warning', 'Unhealthy', message),
    });
    this.statuses = new StatusManager({ client, logger, clock });
    const { pods, operations, probes, statuses } = this;
    const starter = new ContainerStarter({
      ...{ client, runtime, events, clock, hostIP },
      allocatable: () => this.node.facts().capacity,
      obstacle: () => this.node.networkObstacle(),
    });
    const nodeRoom = (): NodeRoom => ({
      name: nodeName,
      labels: { ...nodeLabels(this.node.facts()), ...this.nodes.get(nodeName)?.metadata.labels },
      allocatable: this.node.facts().capacity,
    });
    this.reconciler = new PodReconciler({
      ...{ nodeName, hostIP, client, pods, runtime, cache, operations, starter, probes, statuses },
      ...{ events, nodeRoom, clock, logger },
    });
    this.node = new NodeState({
      ...{ options, runtime, cache },
      podsListed: () => pods.hasSynced,
      isOrphan: ({ uid }) => this.reconciler.isOrphan(uid),
    });
    // A hollow node shares its machine with many others, and uses nothing of it that counts.
    const machine = runtime.name === 'hollow' ? undefined : machineUsage;
    this.stats = new StatsSampler({ nodeName, runtime, pods: () => cache.list(), machine, clock });
    this.reporter = new NodeReporter({
      ...{ client, clock, logger },
      facts: () => this.node.facts(),
      readiness: () => this.node.readiness(),
      onReported: (node, readiness) => this.onReported(node, readiness),
    });
    this.run$ = this.assemble();
  }

  private assemble(): Observable<unknown> {
    const { nodeName, syncRoutes = false, leaseIntervalMs: intervalMs = leaseIntervalDefaultMs } = this.options;
    const { client, clock, logger, nodes } = this;
    const version$ = defer(() => this.runtime.version()).pipe(
      tap((version) => (this.node.runtimeVersion = version)),
      retry({ delay: relistIntervalMs }),
    );
    const informed$ = merge(this.pods.run$, nodes.run$, this.cache.run$, this.podCidr$());
    const work$ = combineLatest([this.pods.synced$, this.nodes.synced$, this.cacheSynced$()]).pipe(
      take(1),
      switchMap(() => this.podWork$()),
    );
    return this.server$().pipe(
      switchMap(() =>
        merge(
          version$,
          nodeLease$({ client, clock, logger, nodeName, intervalMs }),
          this.reporter.run$,
          this.readinessWatch$(),
          informed$,
          this.statuses.run$,
          work$,
          syncRoutes ? routeSync$({ nodes, nodeName, logger }) : EMPTY,
        ),
      ),
    );
  }

  /** Serves while subscribed to; also the place where everything is closed at the end. */
  private server$(): Observable<KubeletServer> {
    return new Observable<KubeletServer>((subscriber) => {
      const { runtime, logger } = this;
      const findAttempts = this.findAttempts.bind(this);
      const starting = startKubeletServer({
        listen: this.options.listen,
        tls: this.options.tls,
        ...{ runtime, logger, findAttempts },
        findPodUid: (namespace, name) => this.pods.get(`${namespace}/${name}`)?.metadata.uid,
        streams: { clock: this.clock },
        health: () => this.node.health(),
        stats: () => this.stats.summary(),
        now: () => this.clock.now(),
      });
      starting.then(
        (server) => {
          this.node.port = server.port;
          this.options.onListening?.(server);
          subscriber.next(server);
        },
        (error: unknown) => subscriber.error(error),
      );
      return () => {
        this.probes.stop();
        this.queue.shutDown();
        this.events.close();
        this.stats.stop();
        void this.close(starting);
      };
    });
  }

  private async close(starting: Promise<KubeletServer>): Promise<void> {
    await starting.then((server) => server.stop()).catch(() => undefined); // It never came up.
    await this.operations.idle();
    await this.runtime.close();
    if (this.options.client === undefined) this.client.close();
  }

  /** Pods of both worlds into the queue: the API's changes, the runtime's changes, probes, and all of them regularly. */
  private podWork$(): Observable<unknown> {
    const all = (): string[] => [
      ...new Set([...this.pods.list().map((pod) => pod.metadata.uid), ...this.cache.list().map(({ uid }) => uid)]),
    ];
    const enqueue$ = merge(
      from(all()),
      this.pods.events$.pipe(
        mergeMap(({ object, old }) =>
          old === undefined ? [object.metadata.uid] : [object.metadata.uid, old.metadata.uid],
        ),
      ),
      this.cache.changes$,
      this.probes.changes$,
      periodic$(this.options.syncIntervalMs ?? podResyncIntervalMs, this.clock).pipe(
        tap(() => this.pods.list().forEach((pod) => this.statuses.verify(pod))),
        mergeMap(() => all()),
      ),
    );
    const { queue, clock, logger } = this;
    return controller$<string>({
      name: 'pods',
      ...{ queue, clock, logger, enqueue$ },
      workers: podWorkers,
      reconcile: (uid) => Promise.resolve(this.reconciler.reconcile(uid)),
    });
  }

  private cacheSynced$(): Observable<void> {
    if (this.cache.hasSynced) return from([undefined]);
    return periodic$(100, this.clock).pipe(
      mergeMap(() => (this.cache.hasSynced ? [undefined] : [])),
      take(1),
    );
  }

  /** Readiness follows the runtime's health and the end of the orphans; a change is reported at once. */
  private readinessWatch$(): Observable<never> {
    return periodic$(250, this.clock).pipe(
      tap(() => {
        const { ready } = this.node.readiness();
        if (ready === this.lastReady) return;
        this.lastReady = ready;
        this.reporter.kick();
      }),
      ignoreElements(),
    );
  }

  private podCidr$(): Observable<never> {
    return this.nodes.events$.pipe(
      tap(({ object }) => {
        const podCidr = this.node.takeNode(object);
        if (podCidr === undefined || this.options.syncRoutes !== true) return;
        if (this.runtime instanceof DockerRuntime) this.runtime.setSubnet(podCidr);
      }),
      ignoreElements(),
    );
  }

  private onReported(_node: Node, readiness: Readiness): void {
    if (!readiness.ready || this.readyTold) return;
    this.readyTold = true;
    this.logger.info({ port: this.node.port }, 'node is ready');
    this.options.onReady?.();
  }

  private findAttempts(namespace: string, name: string, container: string): RuntimeContainer[] | undefined {
    const pod = this.pods.get(`${namespace}/${name}`);
    if (pod === undefined) return undefined;
    const observed = this.cache.get(pod.metadata.uid);
    return (observed?.containers ?? [])
      .filter((each) => each.name === container && each.state !== 'created')
      .sort((a, b) => a.attempt - b.attempt);
  }
}
