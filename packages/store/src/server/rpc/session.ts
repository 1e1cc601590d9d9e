/** What the calls of Lock and Election have in common: their lease, their end, how they answer. */
import type { CallContext } from '@kuorum/rpc';
import { etcdError, toEtcdError } from '../errors.js';
import { SESSION_TTL_SECONDS } from '../limits.js';
import type { KeyQueues, Place } from './key-queue.js';
import type { StoreClient } from './store-client.js';
import type { Handler } from './unary.js';

/** The lease that a call's key hangs on: the client's, or, when it names none, one that nobody renews, as in etcd. */
export class Session {
  private constructor(
    private readonly store: StoreClient,
    readonly lease: bigint,
    private readonly isOurs: boolean,
    private readonly call: CallContext,
  ) {}

  static async open(store: StoreClient, asked: bigint, call: CallContext): Promise<Session> {
    if (asked !== 0n) return new Session(store, asked, false, call);
    return new Session(store, await store.grant(SESSION_TTL_SECONDS, call), true, call);
  }

  /**
   * After a call that failed with `cause` nothing of it must stand in the way of others. But a place that only the
   * member's stop interrupted is kept for the lease's next try. What cannot be undone now ends with the lease.
   */
  async abandon(queues: KeyQueues, place: Place | undefined, cause: unknown): Promise<void> {
    try {
      if (this.isOurs) await this.store.revoke(this.lease, this.call);
      else if (place !== undefined && !isStop(cause)) await queues.leave(place, this.call);
    } catch (error) {
      if (toEtcdError(error) === undefined) throw error;
    }
  }
}

function isStop(cause: unknown): boolean {
  return toEtcdError(cause)?.message === etcdError('stopped').message;
}

/** Aborted when nobody waits for the answer any more. */
export function cancelSignal(call: CallContext): AbortSignal {
  const controller = new AbortController();
  call.onCancel(() => controller.abort(etcdError('callCancelled')));
  return controller.signal;
}

/** A handler of several steps. What is no refusal is a bug, and ends the process as an unhandled rejection. */
export function answering<I, O>(run: (request: I, call: CallContext) => Promise<O>): Handler<I, O> {
  return (request, done, call) => {
    run(request, call).then(
      (response) => done(undefined, response),
      (error: unknown) => {
        const refusal = toEtcdError(error);
        if (refusal === undefined) throw error;
        done(refusal);
      },
    );
  };
}
