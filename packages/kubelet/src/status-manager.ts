/**
 * Writes pod statuses to the API, apart from the work on the pods, so that a slow or absent apiserver never holds up a
 * container. Knows per pod the last wanted status and the last one written; writes when they differ, and again when
 * the API is seen to have another one (looked at every 10 s).
 */
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { isConflict, isNotFound, type Pod, type PodStatus } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { WorkQueue, controller$ } from '@kuorum/controller-runtime';
import { NEVER, type Observable } from 'rxjs';
import { podWorkers, statusConflictRetries } from './limits.js';

interface Wanted {
  readonly pod: Pod;
  readonly status: PodStatus;
}

export interface StatusManagerOptions {
  readonly client: ApiClient;
  readonly logger: Logger;
  readonly clock: Clock;
}

export class StatusManager {
  private readonly wanted = new Map<string, Wanted>();
  private readonly written = new Map<string, PodStatus>();
  private readonly queue: WorkQueue<string>;
  /** Writes while subscribed to. */
  readonly run$: Observable<unknown>;

  constructor(private readonly options: StatusManagerOptions) {
    const { clock, logger } = options;
    this.queue = new WorkQueue<string>({ clock });
    this.run$ = controller$<string>({
      name: 'pod-status',
      queue: this.queue,
      enqueue$: NEVER,
      workers: podWorkers,
      reconcile: (uid) => this.flush(uid),
      logger,
      clock,
    });
  }

  /** What the next status goes on from: conditions keep their times. */
  last(pod: Pod): PodStatus {
    return this.wanted.get(pod.metadata.uid)?.status ?? pod.status;
  }

  /** Wants `status` for `pod`, the object as the informer has it. Returns whether that is news. */
  set(pod: Pod, status: PodStatus): boolean {
    const { uid } = pod.metadata;
    const before = this.wanted.get(uid);
    this.wanted.set(uid, { pod, status });
    const news =
      before === undefined ? !isDeepStrictEqual(status, pod.status) : !isDeepStrictEqual(status, before.status);
    if (news) this.queue.add(uid);
    return news;
  }

  /** Writes again when the API has something else than was wanted: an own write lost, or somebody else's. */
  verify(pod: Pod): void {
    const wanted = this.wanted.get(pod.metadata.uid);
    if (wanted === undefined || isDeepStrictEqual(wanted.status, pod.status)) return;
    this.written.delete(pod.metadata.uid);
    this.queue.add(pod.metadata.uid);
  }

  forget(uid: string): void {
    this.wanted.delete(uid);
    this.written.delete(uid);
  }

  /** Writes what is wanted unless it is written; resolves when the API has it, or the pod is gone. */
  async flush(uid: string): Promise<void> {
    const wanted = this.wanted.get(uid);
    if (wanted === undefined || isDeepStrictEqual(this.written.get(uid), wanted.status)) return;
    const { pod, status } = wanted;
    let base = pod;
    for (let attempt = 0; ; attempt++) {
      try {
        await this.options.client.pods.updateStatus({ ...base, status });
        this.written.set(uid, status);
        return;
      } catch (error) {
        if (isNotFound(error)) return;
        if (!isConflict(error) || attempt >= statusConflictRetries) throw error;
      }
      const live = await this.read(pod);
      if (live === undefined || live.metadata.uid !== uid) return;
      base = live;
    }
  }

  private async read(pod: Pod): Promise<Pod | undefined> {
    try {
      return await this.options.client.pods.get(pod.metadata.namespace, pod.metadata.name);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }
}
