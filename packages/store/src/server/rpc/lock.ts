/** v3lockpb.Lock: a queue of keys (key-queue.ts) under the lock's name, each bound to the lease of who asks. */
import type { CallContext } from '@kuorum/rpc';
import { int64ToBigint, type v3lockpb } from '@kuorum/wire';
import type { Member } from '../member.js';
import { header } from './header.js';
import type { KeyQueues, Place } from './key-queue.js';
import { answering, cancelSignal, Session } from './session.js';
import type { StoreClient } from './store-client.js';
import type { Handler } from './unary.js';

export interface LockHandlers {
  readonly Lock: Handler<v3lockpb.LockRequest__Output, v3lockpb.LockResponse>;
  readonly Unlock: Handler<v3lockpb.UnlockRequest__Output, v3lockpb.UnlockResponse>;
}

export function lockHandlers(member: Member, store: StoreClient, queues: KeyQueues): LockHandlers {
  const lock = async (request: v3lockpb.LockRequest__Output, call: CallContext): Promise<v3lockpb.LockResponse> => {
    const gone = cancelSignal(call);
    const session = await Session.open(store, int64ToBigint(request.lease), call);
    let place: Place | undefined;
    try {
      place = await queues.join(request.name, session.lease, new Uint8Array(0), call);
      await queues.untilFirst(place, 'lockLost', gone);
      gone.throwIfAborted();
      return { header: header(member), key: Buffer.from(place.key) };
    } catch (error) {
      await session.abandon(queues, place, error);
      throw error;
    }
  };
  const unlock = async (
    { key }: v3lockpb.UnlockRequest__Output,
    call: CallContext,
  ): Promise<v3lockpb.UnlockResponse> => {
    const { revision } = await store.write({ kind: 'deleteRange', key }, call);
    return { header: header(member, revision) };
  };
  return {
    Lock: answering((request, call) => queues.admit(request.name.length, () => lock(request, call))),
    Unlock: answering(unlock),
  };
}
