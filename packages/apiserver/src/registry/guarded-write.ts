/**
 * One atomic write: it takes place only if every guarded key still has the mod revision it is expected to have (0 = it
 * does not exist). When one has not, the present state of all guarded keys comes back, so that the caller can tell
 * which, and try again without another read.
 */
import type { EtcdClient, EtcdKeyValue, EtcdOp } from '@kuorum/client';
import { storeTimeoutMs } from '../limits.js';
import { keyBytes } from './keys.js';
import { storeError } from './store-errors.js';

export type GuardedResult =
  | { readonly succeeded: true; readonly revision: number }
  | { readonly succeeded: false; readonly current: ReadonlyMap<string, EtcdKeyValue | undefined> };

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

  async commit(store: EtcdClient, signal?: AbortSignal): Promise<GuardedResult> {
    const keys = [...this.guards.keys()];
    try {
      const result = await store.txn(
        {
          compare: keys.map((key) => ({
            key: keyBytes(key),
            target: 'mod',
            result: '=',
            value: this.guards.get(key) ?? 0,
          })),
          success: this.ops,
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
      return { succeeded: false, current };
    } catch (error) {
      throw storeError(error);
    }
  }

  /** Whether the guard on `key` is what failed. */
  failed(key: string, current: ReadonlyMap<string, EtcdKeyValue | undefined>): boolean {
    return (current.get(key)?.modRevision ?? 0) !== this.guards.get(key);
  }
}
