/**
 * v3electionpb.Election: a queue of keys (key-queue.ts) under the election's name. The owner of the oldest key leads,
 * and the key's value is what it proclaims. A leader's writes are fenced by the create revision of its key.
 */
import type { CallContext } from '@kuorum/rpc';
import { int64ToBigint, toInt64, type v3electionpb } from '@kuorum/wire';
import { etcdError } from '../errors.js';
import type { Member } from '../member.js';
import { header } from './header.js';
import { encodeKeyValue } from './kv-codec.js';
import { queuePrefix, queueRange, type Joined, type KeyQueues } from './key-queue.js';
import { saturate } from './saturate.js';
import { answering, cancelSignal, Session } from './session.js';
import type { StoreClient } from './store-client.js';
import type { Handler } from './unary.js';

export interface ElectionHandlers {
  readonly Campaign: Handler<v3electionpb.CampaignRequest__Output, v3electionpb.CampaignResponse>;
  readonly Proclaim: Handler<v3electionpb.ProclaimRequest__Output, v3electionpb.ProclaimResponse>;
  readonly Leader: Handler<v3electionpb.LeaderRequest__Output, v3electionpb.LeaderResponse>;
  readonly Resign: Handler<v3electionpb.ResignRequest__Output, v3electionpb.ResignResponse>;
}

export function electionHandlers(member: Member, store: StoreClient, queues: KeyQueues): ElectionHandlers {
  return {
    Campaign: answering((request, call) =>
      queues.admit(request.name.length + request.value.length, async () => {
        const gone = cancelSignal(call);
        const session = await Session.open(store, int64ToBigint(request.lease), call);
        let place: Joined | undefined;
        try {
          place = await queues.join(request.name, session.lease, request.value, call);
          if (Buffer.compare(place.value, request.value) !== 0) {
            await proclaim(store, { ...place, lease: session.lease, value: request.value }, call);
          }
          await queues.untilFirst(place, 'notElectionLeader', gone);
          gone.throwIfAborted();
        } catch (error) {
          await session.abandon(queues, place, error);
          throw error;
        }
        const [rev, lease] = [toInt64(place.revision), toInt64(session.lease)];
        return { header: header(member), leader: { name: request.name, key: Buffer.from(place.key), rev, lease } };
      }),
    ),
    Proclaim: answering(async ({ leader, value }, call) => {
      if (leader === null) throw etcdError('leaderKeyMissing');
      const claim = { key: leader.key, revision: saturate(leader.rev), lease: int64ToBigint(leader.lease), value };
      return { header: header(member, await proclaim(store, claim, call)) };
    }),
    Leader: answering(async ({ name }, call) => {
      await store.fresh(call);
      store.mustAllow(queueRange(queuePrefix(name)), call);
      const kv = await queues.first(queuePrefix(name));
      if (kv === undefined) throw etcdError('noElectionLeader');
      return { header: header(member), kv: encodeKeyValue(kv) };
    }),
    Resign: answering(async ({ leader }, call) => {
      if (leader === null) throw etcdError('leaderKeyMissing');
      const revision = await queues.leave({ key: leader.key, revision: saturate(leader.rev) }, call);
      return { header: header(member, revision) };
    }),
  };
}

interface Claim {
  readonly key: Uint8Array;
  readonly revision: number;
  /** 0n = the one that the key has. */
  readonly lease: bigint;
  readonly value: Uint8Array;
}

/** Gives the leader's key another value; refused when the key is not its any more. The store's revision afterwards. */
async function proclaim(store: StoreClient, claim: Claim, call: CallContext): Promise<number> {
  const { key, revision, lease, value } = claim;
  const { succeeded, revision: afterwards } = await store.write(
    {
      kind: 'txn',
      compare: [{ key, result: 'equal', target: { field: 'create', number: revision } }],
      success: [{ kind: 'put', key, value, ...(lease === 0n ? { ignoreLease: true } : { lease }) }],
      failure: [],
    },
    call,
  );
  if (!succeeded) throw etcdError('notElectionLeader');
  return afterwards;
}
