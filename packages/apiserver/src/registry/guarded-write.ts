/**
 * One atomic write: it takes place only if every guarded key still has the mod revision it is expected to have (0 = it
 * does not exist). When one has not, the present state of all guarded keys comes back, so that the caller can tell
 * which, and try again without another read.
 */
import { EtcdError, type EtcdClient, type EtcdKeyValue, type EtcdOp } from '@kuorum/client';
import { compareBytes, delay, type Clock } from '@kuorum/base';
import { lostAnswerPauseMs, storeTimeoutMs } from '../limits.js';
import { keyBytes } from './keys.js';
import { storeError } from './store-errors.js';

export type GuardedResult =
  | { readonly succeeded: true; readonly revision: number }
  | {
      readonly succeeded: false;
      readonly current: ReadonlyMap<string, EtcdKeyValue | undefined>;
      readonly revision: number;
    };

/** The part of a store's client that writes need. */
export type GuardedStore = Pick<EtcdClient, 'txn'>;

export class GuardedWrite {
  private readonly guards = new Map<string, number>();
  private readonly ops: EtcdOp[] = [];

  guard(key: string, modRevision: number): this {
    this.guards.set(key, modRevision);
    return this;
  }

  put(key: string, value: Uint8Array, lease = 0n): this {
    this.ops.push({ op: 'put', key: keyBytes(key), value, ...(lease === 0n ? {} : { lease }) });
    return this;
  }

  delete(key: string): this {
    this.ops.push({ op: 'deleteRange', key: keyBytes(key) });
    return this;
  }

  /**
   * A write whose answer was lost (the store's leader changed, say) is looked after: one that guards an existing version
   * can only take place once, so it is sent again, and the guards then tell whether the first one did. A create is only
   * looked for, never repeated: somebody may have seen and deleted what it made. When the object has another version by then
   * that this write did not make, nobody knows whether the first one took place below it: that is told, because whoever
   * decides anew on what is there now would add to a list twice.
   */
  async commit(store: GuardedStore, clock: Clock, signal?: AbortSignal): Promise<GuardedResult> {
    const deadlineMs = clock.monotonic() + storeTimeoutMs;
    let lost: EtcdError | undefined;
    for (;;) {
      try {
        const looking = lost !== undefined && this.creates();
        const result = await this.send(store, looking, signal);
        if (lost === undefined || (result.succeeded && !looking)) return result;
        const landed = result.succeeded ? undefined : this.landed(result.current, result.revision);
        if (landed !== undefined) return { succeeded: true, revision: landed };
        if (looking || (!result.succeeded && this.overwritten(result.current))) throw storeError(lost);
        return result;
      } catch (error) {
        const unknown = error instanceof EtcdError && (error.outcomeUnknown || lost !== undefined);
        if (!unknown || signal?.aborted === true || clock.monotonic() >= deadlineMs) throw storeError(lost ?? error);
        lost ??= error;
        await delay(clock, lostAnswerPauseMs, signal);
      }
    }
  }

  private async send(store: GuardedStore, looking: boolean, signal: AbortSignal | undefined): Promise<GuardedResult> {
    const keys = [...this.guards.keys()];
    const result = await store.txn(
      {
        compare: keys.map((key) => ({
          key: keyBytes(key),
          target: 'mod',
          result: '=',
          value: this.guards.get(key) ?? 0,
        })),
        success: looking ? [] : this.ops,
        failure: keys.map((key) => ({ op: 'range', key: keyBytes(key) })),
      },
      { signal, timeoutMs: storeTimeoutMs },
    );
    if (result.succeeded) return { succeeded: true, revision: result.revision };
    const current = new Map<string, EtcdKeyValue | undefined>();
    keys.forEach((key, i) => {
      const response = result.responses[i];
      current.set(key, response?.op === 'range' ? response.kvs[0] : undefined);
    });
    return { succeeded: false, current, revision: result.revision };
  }

  /** The first guard is the object itself. */
  private creates(): boolean {
    return [...this.guards.values()][0] === 0;
  }

  /** The revision of the write, or that of what shows it, if the object is now what this write would have made of it. */
  private landed(current: ReadonlyMap<string, EtcdKeyValue | undefined>, revision: number): number | undefined {
    const [key] = this.guards.keys();
    const op = this.ops[0];
    if (key === undefined || op === undefined) return undefined;
    const kv = current.get(key);
    if (op.op === 'put' && kv !== undefined && compareBytes(kv.value, op.value) === 0) return kv.modRevision;
    // What was made anew since then is another object: the one that was to go has gone.
    const gone = kv === undefined || kv.createRevision > (this.guards.get(key) ?? 0);
    return op.op === 'deleteRange' && gone ? revision : undefined;
  }

  /** Somebody has changed the object since it was looked at: this write, before others, or only others. */
  private overwritten(current: ReadonlyMap<string, EtcdKeyValue | undefined>): boolean {
    const [key] = this.guards.keys();
    return key !== undefined && this.failed(key, current);
  }

  /** Whether the guard on `key` is what failed. */
  failed(key: string, current: ReadonlyMap<string, EtcdKeyValue | undefined>): boolean {
    return (current.get(key)?.modRevision ?? 0) !== this.guards.get(key);
  }
}
