/**
 * What is under way for the pods: starting, stopping and removing take time, so the reconcile of a pod only launches
 * them here and returns; a pull of minutes or a stop of thirty seconds never holds up another pod, nor another
 * container of the same one. One operation a slot (a container's name, or a name of the whole pod's) at a time.
 */
import type { Logger } from '@kuorum/base/node';
import type { RuntimeCache } from './runtime-cache.js';

export interface OperationsOptions {
  readonly cache: RuntimeCache;
  readonly logger: Logger;
  /** Called when an operation has ended and the cache knows what came of it. */
  readonly onDone: (uid: string, failed: boolean) => void;
}

export class PodOperations {
  private readonly slots = new Map<string, Set<string>>();
  private readonly underway = new Set<Promise<void>>();

  constructor(private readonly options: OperationsOptions) {}

  busy(uid: string): ReadonlySet<string> {
    return this.slots.get(uid) ?? new Set();
  }

  /** Runs `operation` unless the slot is taken. */
  launch(uid: string, slot: string, operation: () => Promise<void>): void {
    const slots = this.slots.get(uid) ?? new Set();
    if (slots.has(slot)) return;
    slots.add(slot);
    this.slots.set(uid, slots);
    const run = this.run(uid, slot, operation).finally(() => this.underway.delete(run));
    this.underway.add(run);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.underway.size > 0) await Promise.all(this.underway);
  }

  private async run(uid: string, slot: string, operation: () => Promise<void>): Promise<void> {
    const { cache, logger, onDone } = this.options;
    let failed = false;
    try {
      await operation();
    } catch (error) {
      failed = true;
      logger.warn({ uid, slot, err: error }, 'pod operation failed');
    }
    try {
      await cache.refresh(uid);
    } catch (error) {
      failed = true;
      logger.warn({ uid, err: error }, 'cannot look at the pod after an operation');
    }
    const slots = this.slots.get(uid);
    slots?.delete(slot);
    if (slots?.size === 0) this.slots.delete(uid);
    onDone(uid, failed);
  }
}
