/**
 * The shell around {@link schedule}: decides for one pod at a time, with what the caches say, and binds several at a
 * time. A bind is a compare-and-swap in the apiserver: a pod is bound once, whoever else schedules.
 */
import { assertNever, type Clock, type Prng } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { findCondition, isConflict, isNotFound, keyOf, setCondition, type Node, type Pod } from '@kuorum/api';
import type { ApiClient, EventRecorder, Informer, InformerEvent } from '@kuorum/client';
import type { ReconcileResult } from '@kuorum/controller-runtime';
import { ClusterState } from './framework/cluster-state.js';
import { schedule } from './framework/schedule.js';
import { conflictRetryMs } from './limits.js';
import { isPending } from './pending-pods.js';

export interface SchedulerDependencies {
  readonly client: ApiClient;
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly recorder: EventRecorder;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly prng: Prng;
}

export class Scheduler {
  readonly state = new ClusterState();

  constructor(private readonly given: SchedulerDependencies) {}

  observePod({ type, key, object }: InformerEvent<Pod>): void {
    if (type === 'deleted') this.state.removePod(key);
    else this.state.setPod(object);
  }

  observeNode({ type, object }: InformerEvent<Node>): void {
    if (type === 'deleted') this.state.removeNode(object.metadata.name);
    else this.state.setNode(object);
  }

  async reconcile(key: string): Promise<ReconcileResult> {
    const pod = this.given.pods.get(key);
    if (pod === undefined || !isPending(pod) || this.state.isAssumed(pod)) return {};
    const decision = schedule(pod, this.state, this.given.prng);
    switch (decision.type) {
      case 'scheduled':
        return this.bind(pod, decision.nodeName);
      case 'unschedulable':
        await this.sayUnschedulable(pod, decision.message);
        return {};
      default:
        return assertNever(decision);
    }
  }

  private async bind(pod: Pod, nodeName: string): Promise<ReconcileResult> {
    const { client, logger, recorder } = this.given;
    const { namespace, name, uid } = pod.metadata;
    this.state.assume(pod, nodeName);
    try {
      await client.pods.bind(namespace, name, nodeName, uid);
    } catch (error) {
      this.state.forget(pod);
      if (isNotFound(error)) return {};
      if (!isConflict(error)) throw error;
      // Bound by another, or replaced: the watch will say. Should it not have been that, we try again.
      logger.info({ pod: keyOf(pod), node: nodeName, err: error }, 'pod was bound or changed by another');
      return { requeueAfterMs: conflictRetryMs };
    }
    recorder.event(pod, 'Normal', 'Scheduled', `Successfully assigned ${keyOf(pod)} to ${nodeName}`);
    logger.info({ pod: keyOf(pod), node: nodeName }, 'pod bound');
    return {};
  }

  /** Writes and tells only what is new: a pod may be looked at many times while it waits. */
  private async sayUnschedulable(pod: Pod, message: string): Promise<void> {
    const present = findCondition(pod.status.conditions, 'PodScheduled');
    if (present?.status === 'False' && present.message === message) return;
    const { client, clock, logger, recorder } = this.given;
    recorder.event(pod, 'Warning', 'FailedScheduling', message);
    logger.info({ pod: keyOf(pod), why: message }, 'pod cannot be scheduled');
    const conditions = setCondition(
      pod.status.conditions,
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message },
      new Date(clock.now()).toISOString(),
    );
    try {
      await client.pods.updateStatus({ ...pod, status: { ...pod.status, conditions } });
    } catch (error) {
      // Changed or gone meanwhile: the event that says so brings the key back.
      if (!isConflict(error) && !isNotFound(error)) throw error;
    }
  }
}
