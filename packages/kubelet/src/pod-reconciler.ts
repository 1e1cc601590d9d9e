/**
 * One look at one pod: what is wanted (informer), what is there (runtime cache), what is to be done (pure), launch it,
 * say how it stands. Keys are pod uids, so that a pod and its successor of the same name never mix. Returns at once:
 * whatever takes time is an operation (`pod-operations.ts`).
 */
import { assertNever, type Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { isConflict, isNotFound, isPodFinished, isTerminating, type Pod } from '@kuorum/api';
import type { ApiClient, EventRecorder, Informer } from '@kuorum/client';
import type { ReconcileResult } from '@kuorum/controller-runtime';
import { admitPod, type NodeRoom, type Rejection } from './admission.js';
import { computePodActions, type PodAction } from './compute-pod-actions.js';
import { orphanGraceMs } from './limits.js';
import type { PodOperations } from './pod-operations.js';
import { computePodStatus } from './pod-status.js';
import type { ProbeManager } from './probes/probe-manager.js';
import type { RuntimeCache } from './runtime-cache.js';
import type { ContainerRuntime, RuntimePod } from './runtime/types.js';
import type { ContainerStarter } from './start-container.js';
import type { StatusManager } from './status-manager.js';

/** Name of the informer index over pod uids. */
export const uidIndex = 'uid';
/** Slots of operations on a whole pod; no container can be called so. */
const tearDownSlot = ':tear-down';
const orphanSlot = ':orphan';
/** A failed start is shown under another name after a moment; see start-container.ts. */
const failureLookAgainMs = 1_100;

export interface PodReconcilerOptions {
  readonly nodeName: string;
  readonly hostIP: string;
  readonly client: ApiClient;
  readonly pods: Informer<Pod>;
  readonly runtime: ContainerRuntime;
  readonly cache: RuntimeCache;
  readonly operations: PodOperations;
  readonly starter: ContainerStarter;
  readonly probes: ProbeManager;
  readonly statuses: StatusManager;
  readonly events: EventRecorder;
  readonly nodeRoom: () => NodeRoom;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class PodReconciler {
  private readonly admitted = new Set<string>();
  private readonly rejected = new Map<string, Rejection>();
  /** Container id → grace period of the shortest stop under way. */
  private readonly stopping = new Map<string, number>();
  /** Deleted through the API by us; the informer has yet to hear of it. */
  private readonly tornDown = new Set<string>();

  constructor(private readonly options: PodReconcilerOptions) {}

  reconcile(uid: string): ReconcileResult {
    const { pods, cache, operations } = this.options;
    const pod = pods.byIndex(uidIndex, uid)[0];
    if (pod === undefined) {
      this.tornDown.delete(uid);
      this.reconcileOrphan(uid, cache.get(uid));
      return {};
    }
    if (this.tornDown.has(uid) || operations.busy(uid).has(tearDownSlot)) return {};
    return this.reconcilePod(pod, cache.get(uid));
  }

  /** A pod of the runtime that the API does not have on this node. */
  isOrphan(uid: string): boolean {
    return this.options.pods.byIndex(uidIndex, uid).length === 0;
  }

  private reconcilePod(pod: Pod, observed: RuntimePod | undefined): ReconcileResult {
    const { clock, operations, probes, starter } = this.options;
    const { uid } = pod.metadata;
    const rejection = this.admit(pod, observed);
    if (rejection !== undefined && !isTerminating(pod)) {
      this.writeStatus(pod, observed, false);
      return {};
    }
    if (!isTerminating(pod)) probes.update(pod, observed);
    const nowMs = clock.now();
    const { actions, wakeAtMs } = computePodActions({
      pod,
      observed,
      nowMs,
      busy: operations.busy(uid),
      stopping: this.stopping,
      startFailures: starter.failures(uid),
      unhealthy: probes.unhealthy(observed),
    });
    const ended = actions.some((action) => action.type === 'tearDown');
    this.writeStatus(pod, observed, ended);
    for (const action of actions) this.execute(pod, action);
    if (wakeAtMs === undefined) return {};
    const lookAgainMs = starter.failures(uid).size > 0 ? failureLookAgainMs : Infinity;
    return { requeueAfterMs: Math.max(1, Math.min(wakeAtMs - nowMs, lookAgainMs)) };
  }

  private admit(pod: Pod, observed: RuntimePod | undefined): Rejection | undefined {
    const { uid } = pod.metadata;
    if (this.admitted.has(uid)) return undefined;
    const before = this.rejected.get(uid);
    if (before !== undefined) return before;
    // What runs already, or has run, was admitted by an earlier kubelet.
    const known = pod.status.startTime !== '' || (observed?.containers.length ?? 0) > 0;
    const exempt = known || isTerminating(pod) || isPodFinished(pod);
    const others = this.options.pods
      .list()
      .filter((other) => this.admitted.has(other.metadata.uid) || other.status.startTime !== '');
    const rejection = exempt ? undefined : admitPod(pod, others, this.options.nodeRoom());
    if (rejection === undefined) {
      this.admitted.add(uid);
      return undefined;
    }
    this.rejected.set(uid, rejection);
    this.options.events.event(pod, 'Warning', rejection.reason, rejection.message);
    return rejection;
  }

  private writeStatus(pod: Pod, observed: RuntimePod | undefined, ended: boolean): void {
    const { statuses, clock, hostIP, starter, probes } = this.options;
    const status = computePodStatus({
      pod,
      observed,
      previous: statuses.last(pod),
      nowMs: clock.now(),
      hostIP,
      startFailures: starter.failures(pod.metadata.uid),
      isReady: (containerId) => probes.isReady(containerId),
      rejection: this.rejected.get(pod.metadata.uid),
      ended,
    });
    statuses.set(pod, status);
  }

  private execute(pod: Pod, action: PodAction): void {
    const { operations, runtime, starter, events } = this.options;
    const { uid } = pod.metadata;
    switch (action.type) {
      case 'start':
        operations.launch(uid, action.container, () =>
          starter.start(pod, action.container, action.attempt, action.backoffMs, () => this.isWanted(uid)),
        );
        return;
      case 'stop':
        events.event(pod, 'Normal', 'Killing', `Stopping container ${action.container} as ${action.why}`);
        this.stop(uid, action);
        return;
      case 'remove':
        operations.launch(uid, action.container, () => runtime.removeContainer(action.id));
        return;
      case 'tearDown':
        operations.launch(uid, tearDownSlot, () => this.tearDown(pod));
        return;
      default:
        assertNever(action);
    }
  }

  private stop(uid: string, { container, id, graceMs }: Extract<PodAction, { type: 'stop' }>): void {
    const { operations, runtime } = this.options;
    const slot = this.stopping.has(id) ? `${container}:within-${graceMs}` : container;
    this.stopping.set(id, graceMs);
    operations.launch(uid, slot, () =>
      runtime.stopContainer(id, graceMs).finally(() => {
        this.stopping.delete(id);
      }),
    );
  }

  private isWanted(uid: string): boolean {
    const pod = this.options.pods.byIndex(uidIndex, uid)[0];
    return pod !== undefined && !isTerminating(pod) && !isPodFinished(pod);
  }

  /** The last things of a deleted pod: its final status, what is left of it here, its object. */
  private async tearDown(pod: Pod): Promise<void> {
    const { statuses, runtime, client } = this.options;
    const { namespace, name, uid } = pod.metadata;
    await runtime.removePod({ namespace, name, uid });
    await statuses.flush(uid);
    try {
      await client.pods.delete(namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      // Conflict: another pod has the name by now.
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
    this.forget(uid);
    this.tornDown.add(uid);
  }

  private reconcileOrphan(uid: string, observed: RuntimePod | undefined): void {
    this.forget(uid);
    if (observed === undefined) return;
    this.options.operations.launch(uid, orphanSlot, () => this.endOrphan(observed));
  }

  /** Asks the API itself before anything is stopped: an informer may be behind, an engine may hold a newer pod. */
  private async endOrphan(observed: RuntimePod): Promise<void> {
    const { runtime, logger } = this.options;
    if (await this.isOurs(observed)) return;
    const { namespace, name, uid } = observed;
    logger.info({ pod: `${namespace}/${name}`, uid }, 'ending containers of a pod that is not on this node any more');
    const running = observed.containers.filter((container) => container.state === 'running');
    await Promise.all(running.map((container) => runtime.stopContainer(container.id, orphanGraceMs)));
    await runtime.removePod({ namespace, name, uid });
  }

  private async isOurs({ namespace, name, uid }: RuntimePod): Promise<boolean> {
    try {
      const live = await this.options.client.pods.get(namespace, name);
      return live.metadata.uid === uid && live.spec.nodeName === this.options.nodeName;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  private forget(uid: string): void {
    const { probes, starter, statuses } = this.options;
    this.admitted.delete(uid);
    this.rejected.delete(uid);
    probes.forget(uid);
    starter.forget(uid);
    statuses.forget(uid);
  }
}
