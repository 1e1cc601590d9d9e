/**
 * Queues of keys, as etcd's `client/v3/concurrency` keeps them and its Lock and Election services use them: everyone
 * puts a key of its own, named by its lease, under one prefix; the key that was created first holds the lock. Who waits
 * is woken only by the key before its own, and its own (queue-order.ts).
 *
 * ```
 *  join ──▶ no key before it ────────────────────────────────────▶ holds
 *    └────▶ waits: a key was deleted ──▶ looks again ──▶ fresh read: own key there, none before it ──▶ holds
 *                  own key gone (its lease ended) ──▶ refused
 *                  nobody waits for the answer any more ──▶ leaves: own key is deleted
 * ```
 * Invariant: who is told that it holds was, at one point of the log after its call began, the owner of the oldest key.
 * A place survives the member that the call waited on: it is a key, and the same lease that asks again finds it.
 */
import { delay, prefixEnd, utf8 } from '@kuorum/base';
import type { CallContext } from '@kuorum/rpc';
import { type KeyValue, type RangeRequest, toByteString, type Watcher } from '../../mvcc/index.js';
import { etcdError, EtcdError, isPassing, type EtcdErrorName } from '../errors.js';
import { QUEUE_CALL_BYTES, QUEUE_PLACES, QUEUE_RETRY_MS, QUEUE_WAITERS } from '../limits.js';
import type { Member } from '../member.js';
import { QueueOrder, type PlacesKept } from './queue-order.js';
import type { StoreClient } from './store-client.js';

/** A key of one's own in the queue. */
export interface Place {
  readonly prefix: Uint8Array;
  readonly key: Uint8Array;
  /** The key's create revision: its position. */
  readonly revision: number;
}

export interface Joined extends Place {
  /** What the key holds: another call with this lease may have put it. */
  readonly value: Uint8Array;
}

export function queuePrefix(name: Uint8Array): Uint8Array {
  return Buffer.concat([name, utf8('/')]);
}

/** All places: who looks at a queue must be allowed to read them. */
export function queueRange(prefix: Uint8Array): RangeRequest {
  return { kind: 'range', key: prefix, rangeEnd: prefixEnd(prefix) };
}

export class KeyQueues {
  private readonly waiting = new Set<AbortController>();
  /** Of the queues that somebody waits in. */
  private readonly orders = new Map<string, QueueOrder>();
  private readonly kept: PlacesKept = { max: QUEUE_PLACES, count: 0 };
  private callBytes = 0;

  constructor(
    private readonly member: Member,
    private readonly store: StoreClient,
  ) {}

  /** Runs a call with a request of `bytes`, which it keeps until it ends, unless those that run keep too much already. */
  async admit<T>(bytes: number, run: () => Promise<T>): Promise<T> {
    if (this.callBytes > 0 && this.callBytes + bytes > QUEUE_CALL_BYTES) throw etcdError('tooManyRequests');
    this.callBytes += bytes;
    try {
      return await run();
    } finally {
      this.callBytes -= bytes;
    }
  }

  /** Takes a place, or finds the one that this lease has already. */
  async join(name: Uint8Array, lease: bigint, value: Uint8Array, call: CallContext): Promise<Joined> {
    const prefix = queuePrefix(name);
    const key = Buffer.concat([prefix, utf8(lease.toString(16))]);
    const { responses, revision } = await this.store.write(
      {
        kind: 'txn',
        compare: [{ key, result: 'equal', target: { field: 'create', number: 0 } }],
        success: [{ kind: 'put', key, value, lease }],
        // The second one for the right that it takes: who waits learns when others go.
        failure: [
          { kind: 'range', key },
          { ...queueRange(prefix), countOnly: true },
        ],
      },
      call,
    );
    const [response] = responses;
    const found = response?.kind === 'range' ? response.kvs[0] : undefined;
    return { prefix, key, revision: found?.createRevision ?? revision, value: found?.value ?? value };
  }

  /**
   * Resolves when the place is the first one. Rejects with `lost` when its key is gone, with the reason of `gone` when
   * that comes first, and when the member stops.
   */
  async untilFirst(place: Place, lost: EtcdErrorName, gone: AbortSignal): Promise<void> {
    gone.throwIfAborted();
    await this.inOrder(place.prefix, async (order) => {
      if (!this.member.installer.active && isFirst(order, place, lost)) return;
      await this.attend(gone, async (signal) => {
        while (!(await this.advance(order, place, lost, signal)));
      });
    });
  }

  /** Runs what looks at a queue more than once: its order is kept meanwhile, for all who do. */
  async inOrder<T>(prefix: Uint8Array, run: (order: QueueOrder) => Promise<T>): Promise<T> {
    const id = toByteString(prefix);
    const order = this.orders.get(id) ?? new QueueOrder(this.member, prefix, this.kept);
    this.orders.set(id, order);
    order.users++;
    try {
      return await run(order);
    } finally {
      if (--order.users === 0) {
        this.orders.delete(id);
        order.close();
      }
    }
  }

  /** Runs what waits here for others: counted, and ended by `gone` or by {@link close} through its signal. */
  async attend(gone: AbortSignal, run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.waiting.size >= QUEUE_WAITERS) throw etcdError('tooManyRequests');
    const waiter = new AbortController();
    const forward = (): void => waiter.abort(gone.reason);
    this.waiting.add(waiter);
    gone.addEventListener('abort', forward, { once: true });
    try {
      gone.throwIfAborted();
      await run(waiter.signal);
    } finally {
      gone.removeEventListener('abort', forward);
      this.waiting.delete(waiter);
    }
  }

  /** Gives the place up, unless its key is another's by now. The store's revision afterwards. */
  async leave({ key, revision }: Pick<Place, 'key' | 'revision'>, call: CallContext): Promise<number> {
    const result = await this.store.write(
      {
        kind: 'txn',
        compare: [{ key, result: 'equal', target: { field: 'create', number: revision } }],
        success: [{ kind: 'deleteRange', key }],
        failure: [],
      },
      call,
    );
    return result.revision;
  }

  /** Who holds the lock, as this member has it now. */
  first(prefix: Uint8Array): Promise<KeyValue | undefined> {
    return this.inOrder(prefix, (order) => Promise.resolve(order.first()));
  }

  /** Nobody waits here any more: clients ask another member, where their keys keep their places. */
  close(): void {
    for (const waiter of [...this.waiting]) waiter.abort(etcdError('stopped'));
  }

  /** Resolves when one of the keys changes from now on, or when a snapshot replaces the history. */
  untilTouched(watched: readonly { key: Uint8Array; rangeEnd?: Uint8Array }[], signal: AbortSignal): Promise<void> {
    // An abort that was before is not told again.
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    return new Promise((resolve, reject) => {
      const watchers: Watcher[] = [];
      const finish = (): void => {
        forget();
        signal.removeEventListener('abort', finish);
        for (const watcher of watchers) watcher.cancel();
        if (signal.aborted) reject(signal.reason as Error);
        // In a turn of its own: a watcher is told from inside a store call.
        else setImmediate(resolve);
      };
      const forget = this.member.installer.onInstall(finish);
      signal.addEventListener('abort', finish, { once: true });
      const { watches } = this.member.machine;
      for (const keys of watched) watchers.push(watches.watch({ ...keys, onReady: finish }));
    });
  }

  /** Resolves when there is a state to look at. */
  async untilReadable(signal: AbortSignal): Promise<void> {
    while (this.member.installer.active) await delay(this.member.clock, QUEUE_RETRY_MS, signal);
  }

  /** True = the place is first. False = something has changed, or may have: look again. */
  private async advance(order: QueueOrder, place: Place, lost: EtcdErrorName, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    await this.untilReadable(signal);
    if (!isFirst(order, place, lost)) {
      await order.untilChanged(place.key, place.revision, signal);
      return false;
    }
    try {
      await this.store.fresh();
    } catch (error) {
      if (!(error instanceof EtcdError && isPassing(error))) throw error;
      // The leader went away just now; the place has not.
      await delay(this.member.clock, QUEUE_RETRY_MS, signal);
      return false;
    }
    signal.throwIfAborted();
    return !this.member.installer.active && isFirst(order, place, lost);
  }
}

function isFirst(order: QueueOrder, { key, revision }: Place, lost: EtcdErrorName): boolean {
  const found = order.look(key, revision);
  if (found === undefined) throw etcdError(lost);
  return found.isFirst;
}
