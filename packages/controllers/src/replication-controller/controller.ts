/** Runs {@link planReplicationController} against the API. */
import {
  controllerOf,
  isConflict,
  isNotFound,
  isTerminating,
  keyOf,
  matchesSelector,
  type Pod,
  type ReplicationController,
} from '@kuorum/api';
import type { InformerEvent } from '@kuorum/client';
import { controller$, Expectations, periodic$, type ReconcileResult } from '@kuorum/controller-runtime';
import { from, ignoreElements, merge, mergeMap, tap, type Observable } from 'rxjs';
import { afterSync$, byController, byNamespace, byOrphanNamespace, type ControllerContext } from '../context.js';
import { callsInflightMax, resyncPeriodMs, workersPerController } from '../limits.js';
import { forEachLimited, slowStart } from '../limited.js';
import {
  adopted,
  planReplicationController,
  planStatus,
  released,
  replicaOf,
  type ReplicaFailure,
  type ReplicationControllerPlan,
} from './plan.js';

/** After a pod could not be claimed because it changed under us. */
const claimRetryMs = 100;

export function replicationController$(context: ControllerContext): Observable<unknown> {
  const { clock, informers, logger } = context;
  const { pods, replicationControllers } = informers;
  const reconciler = new ReplicationControllerReconciler(context);
  const allKeys = (): string[] => replicationControllers.list().map(keyOf);
  const enqueue$ = afterSync$([pods, replicationControllers], () =>
    merge(
      from(allKeys()),
      replicationControllers.keys$,
      pods.events$.pipe(mergeMap((event) => from(reconciler.keysFor(event)))),
      periodic$(resyncPeriodMs, clock).pipe(mergeMap(() => from(allKeys()))),
    ),
  );
  return merge(
    // Before the keys: what a reconcile waits for must count as seen when the event that shows it wakes it up.
    pods.events$.pipe(
      tap((event) => reconciler.observePod(event)),
      ignoreElements(),
    ),
    replicationControllers.events$.pipe(
      tap((event) => reconciler.observeController(event)),
      ignoreElements(),
    ),
    controller$({
      name: 'replicationcontroller',
      enqueue$,
      workers: workersPerController,
      reconcile: (key) => reconciler.reconcile(key),
      logger,
      clock,
    }),
  );
}

class ReplicationControllerReconciler {
  /** By the controller's uid, so that a successor of the same name starts anew. */
  private readonly expectations: Expectations;

  constructor(private readonly context: ControllerContext) {
    this.expectations = new Expectations({ clock: context.clock });
  }

  observePod({ type, object, old }: InformerEvent<Pod>): void {
    const owner = controllerOf(object)?.uid;
    if (owner === undefined) return;
    if (type === 'added') this.expectations.creationObserved(owner);
    const ending = isTerminating(object) && (old === undefined || !isTerminating(old));
    if (type === 'deleted' || ending) this.expectations.deletionObserved(owner, object.metadata.uid);
  }

  observeController({ type, object }: InformerEvent<ReplicationController>): void {
    if (type === 'deleted') this.expectations.delete(object.metadata.uid);
  }

  /** The controllers that a change of a pod may concern: its owners before and after, or those that may adopt it. */
  keysFor({ object, old }: InformerEvent<Pod>): Set<string> {
    const keys = new Set<string>();
    for (const pod of old === undefined ? [object] : [object, old]) {
      const owner = controllerOf(pod);
      const { namespace } = pod.metadata;
      if (owner !== undefined) {
        if (owner.kind === 'ReplicationController') keys.add(`${namespace}/${owner.name}`);
        continue;
      }
      for (const controller of this.context.informers.replicationControllers.byIndex(byNamespace, namespace)) {
        if (matchesSelector(controller.spec.selector, pod.metadata.labels)) keys.add(keyOf(controller));
      }
    }
    return keys;
  }

  async reconcile(key: string): Promise<ReconcileResult> {
    const { clock, informers } = this.context;
    const controller = informers.replicationControllers.get(key);
    if (controller === undefined) return {};
    const { uid, namespace } = controller.metadata;
    const expectationsMet = this.expectations.satisfied(uid);
    const pods = [
      ...informers.pods.byIndex(byController, uid),
      ...informers.pods.byIndex(byOrphanNamespace, namespace),
    ];
    const plan = planReplicationController({ controller, pods, expectationsMet, nowMs: clock.now() });
    if (!(await this.claim(controller, plan))) return { requeueAfterMs: claimRetryMs };

    const failures: Error[] = [];
    if (plan.create > 0)
      await this.createReplicas(controller, plan.create).catch((error: unknown) => failures.push(toError(error)));
    if (plan.remove.length > 0) {
      await this.deleteReplicas(controller, plan.remove).catch((error: unknown) => failures.push(toError(error)));
    }
    const [failure] = failures;
    const reason = plan.create > 0 ? 'FailedCreate' : 'FailedDelete';
    await this.writeStatus(controller, pods, failure === undefined ? undefined : { reason, message: textOf(failure) });
    if (failure !== undefined) throw failure;
    return { requeueAfterMs: plan.requeueAfterMs };
  }

  /** False when something stood in the way: then the counting of the plan does not hold. */
  private async claim(controller: ReplicationController, plan: ReplicationControllerPlan): Promise<boolean> {
    if (plan.adopt.length === 0 && plan.release.length === 0) return true;
    const { client, logger } = this.context;
    const { namespace, name, uid } = controller.metadata;
    if (plan.adopt.length > 0) {
      // The cache may not know yet that the controller is being deleted: a pod adopted then would be deleted with it.
      const live = await client.replicationControllers.get(namespace, name);
      if (live.metadata.uid !== uid || isTerminating(live)) return false;
    }
    const changes = [
      ...plan.adopt.map((pod) => adopted(pod, controller)),
      ...plan.release.map((pod) => released(pod, controller)),
    ];
    let claimed = true;
    await forEachLimited(changes, callsInflightMax, async (pod) => {
      try {
        await client.pods.update(pod);
        logger.info({ pod: keyOf(pod), controller: keyOf(controller) }, 'pod claimed or released');
      } catch (error) {
        if (!isConflict(error) && !isNotFound(error)) throw error;
        claimed = false;
      }
    });
    return claimed;
  }

  private async createReplicas(controller: ReplicationController, count: number): Promise<void> {
    const { client, recorder } = this.context;
    const { uid } = controller.metadata;
    this.expectations.expectCreations(uid, count);
    const { started, failure } = await slowStart(count, callsInflightMax, async () => {
      try {
        const pod = await client.pods.create(replicaOf(controller));
        recorder.event(controller, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
      } catch (error) {
        this.expectations.creationObserved(uid);
        recorder.event(controller, 'Warning', 'FailedCreate', `Error creating: ${textOf(error)}`);
        throw error;
      }
    });
    for (let skipped = count - started; skipped > 0; skipped--) this.expectations.creationObserved(uid);
    if (failure !== undefined) throw failure;
  }

  private async deleteReplicas(controller: ReplicationController, pods: readonly Pod[]): Promise<void> {
    const { client, recorder } = this.context;
    const owner = controller.metadata.uid;
    this.expectations.expectDeletions(
      owner,
      pods.map((pod) => pod.metadata.uid),
    );
    await forEachLimited(pods, callsInflightMax, async ({ metadata: { namespace, name, uid } }) => {
      try {
        await client.pods.delete(namespace, name, { preconditions: { uid } });
        recorder.event(controller, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
      } catch (error) {
        this.expectations.deletionObserved(owner, uid);
        // Gone, or another pod has its name by now: what was wanted is so.
        if (isNotFound(error) || isConflict(error)) return;
        recorder.event(controller, 'Warning', 'FailedDelete', `Error deleting pod ${name}: ${textOf(error)}`);
        throw error;
      }
    });
  }

  private async writeStatus(
    controller: ReplicationController,
    pods: readonly Pod[],
    failure: ReplicaFailure | undefined,
  ): Promise<void> {
    const status = planStatus(controller, pods, this.context.clock.now(), failure);
    if (status === undefined) return;
    try {
      await this.context.client.replicationControllers.updateStatus({ ...controller, status });
    } catch (error) {
      // Changed or gone meanwhile: the event that says so brings the key back.
      if (!isConflict(error) && !isNotFound(error)) throw error;
    }
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function textOf(error: unknown): string {
  return toError(error).message;
}
