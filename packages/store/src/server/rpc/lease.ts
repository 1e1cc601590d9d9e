/**
 * etcdserverpb.Lease. Grants and revokes go through the log; renewals and remaining times are the leader's, who is
 * asked on behalf of the client when that is another member.
 */
import { assert } from '@kuorum/base';
import type { StreamCall } from '@kuorum/rpc';
import { int64ToBigint, toInt64, type etcdserverpb, type raftpb } from '@kuorum/wire';
import { ttlToGrant } from '../../lease/index.js';
import { refusing, type Credentials } from '../auth/gate.js';
import { etcdError, type EtcdError, isPassing, toEtcdError } from '../errors.js';
import { KEEP_ALIVES_WAITING, PEER_CALL_TIMEOUT_MS } from '../limits.js';
import type { Member } from '../member.js';
import type { CommandResult } from '../state-machine.js';
import { fromPeer } from '../renewal-batcher.js';
import type { Done } from '../waiters.js';
import { header } from './header.js';
import { saturate } from './saturate.js';
import { randomLeaseId } from './store-client.js';
import type { Handler } from './unary.js';

const FORWARD_RETRY_MS = 50;

export interface LeaseHandlers {
  readonly LeaseGrant: Handler<etcdserverpb.LeaseGrantRequest__Output, etcdserverpb.LeaseGrantResponse>;
  readonly LeaseRevoke: Handler<etcdserverpb.LeaseRevokeRequest__Output, etcdserverpb.LeaseRevokeResponse>;
  readonly LeaseTimeToLive: Handler<etcdserverpb.LeaseTimeToLiveRequest__Output, etcdserverpb.LeaseTimeToLiveResponse>;
  readonly LeaseLeases: Handler<etcdserverpb.LeaseLeasesRequest__Output, etcdserverpb.LeaseLeasesResponse>;
}

export function leaseHandlers(member: Member): LeaseHandlers {
  return {
    LeaseGrant: (message, done, call) => {
      const ttlSeconds = ttlToGrant(saturate(message.TTL), member.options.electionTimeoutMs);
      const asked = int64ToBigint(message.ID);
      const id = asked === 0n ? randomLeaseId() : asked;
      const granted: Done<CommandResult> = (error, outcome) => {
        if (error !== undefined) return done(error);
        assert(outcome?.kind === 'leaseGrant', 'a grant must have the result of a grant');
        done(undefined, { header: header(member), ID: toInt64(id), TTL: toInt64(outcome.ttlSeconds) });
      };
      member.auth.enter(call, done, (caller) =>
        member.propose({ kind: 'leaseGrant', id, ttlSeconds }, granted, caller),
      );
    },
    LeaseRevoke: (message, done, call) => {
      const command = { kind: 'leaseRevoke', id: int64ToBigint(message.ID) } as const;
      const revoked: Done<CommandResult> = (error) =>
        error === undefined ? done(undefined, { header: header(member) }) : done(error);
      member.auth.enter(call, done, (caller) => member.propose(command, revoked, caller));
    },
    LeaseTimeToLive: (message, done, call) => {
      const tell = (): void =>
        timeToLive(member, int64ToBigint(message.ID), message.keys, (error, lease) =>
          error === undefined && lease !== undefined
            ? done(undefined, { header: header(member), ID: message.ID, ...lease })
            : done(error ?? etcdError('leaseNotFound')),
        );
      const id = int64ToBigint(message.ID);
      // The names of keys are for those who may read them.
      if (message.keys) withRightsTo(member, id, 'read', done, call, tell);
      else
        member.auth.enter(call, done, () => {
          member.auth.mustBeUser(call);
          tell();
        });
    },
    LeaseLeases: (_message, done, call) => {
      member.auth.prepare(call, () => {
        member.linearizable((error) => {
          if (error !== undefined) return done(error);
          refusing(done, () => {
            const ids = member.machine.lessor.leases();
            member.auth.mustBeUser(call);
            for (const id of ids) member.auth.allowLease(call, id, 'read');
            done(undefined, { header: header(member), leases: ids.map((id) => ({ ID: toInt64(id) })) });
          });
        });
      });
    },
  };
}

export type KeepAliveCall = StreamCall<etcdserverpb.LeaseKeepAliveRequest__Output, etcdserverpb.LeaseKeepAliveResponse>;

/** Answers in the order of the requests. The stream ends with the first one that fails, as in etcd. */
export function handleKeepAlive(member: Member, call: KeepAliveCall): void {
  const waiting: bigint[] = [];
  let busy = false;
  let clientDone = false;
  let ended = false;
  let paused = false;
  let blocked = false;
  let serving = false;
  const end = (error?: EtcdError): void => {
    if (ended) return;
    ended = true;
    call.end(error);
  };
  /** In a loop: many renewals are answered at once, and each from within the other would be too deep. */
  const next = (): void => {
    if (serving) return;
    serving = true;
    while (!busy && !blocked && !ended && waiting.length > 0) serve(waiting.shift() ?? 0n);
    serving = false;
    if (clientDone && !busy && !blocked && waiting.length === 0) end();
    if (paused && waiting.length < KEEP_ALIVES_WAITING) {
      paused = false;
      call.resume();
    }
  };
  const serve = (id: bigint): void => {
    busy = true;
    const renewed: Done<number> = (error, ttlSeconds = 0) => {
      busy = false;
      if (ended) return;
      if (error !== undefined) return end(error);
      blocked = !call.write({ header: header(member), ID: toInt64(id), TTL: toInt64(ttlSeconds) });
      next();
    };
    withRightsTo(member, id, 'write', renewed, call, () => renew(member, id, renewed));
  };
  call.onDrain(() => {
    blocked = false;
    next();
  });
  call.onMessage((message) => {
    waiting.push(int64ToBigint(message.ID));
    if (waiting.length >= KEEP_ALIVES_WAITING) {
      paused = true;
      call.pause();
    }
    next();
  });
  call.onHalfClose(() => {
    clientDone = true;
    next();
  });
  call.onCancel(() => (ended = true));
}

/** Runs `then` for who may read or write every key that hangs on the lease by now, as far as rights go by now. */
function withRightsTo(
  member: Member,
  id: bigint,
  access: 'read' | 'write',
  done: Done<never>,
  call: Credentials,
  then: () => void,
): void {
  member.auth.enter(call, done, () => {
    if (!member.auth.enabled) return then();
    member.linearizable((error) => {
      if (error !== undefined) return done(error);
      refusing(done, () => {
        member.auth.allowLease(call, id, access);
        then();
      });
    });
  });
}

function renew(member: Member, id: bigint, done: Done<number>): void {
  onLeader<number>(
    member,
    (answer) => member.leases.renew(id, answer),
    (leader, answer) => member.transport.renewals.renew(leader, id, answer),
    done,
  );
}

type TimeToLive = Pick<etcdserverpb.LeaseTimeToLiveResponse, 'TTL' | 'grantedTTL' | 'keys'>;

function timeToLive(member: Member, id: bigint, withKeys: boolean, done: Done<TimeToLive>): void {
  onLeader<TimeToLive>(
    member,
    (answer) =>
      member.leases.timeToLive(id, (error, lease) => {
        if (error !== undefined) return answer(error);
        if (lease === undefined) return answer(undefined, { TTL: -1 });
        const keys = withKeys ? lease.keys.map((key) => Buffer.from(key)) : [];
        answer(undefined, { TTL: toInt64(lease.ttlSeconds), grantedTTL: toInt64(lease.grantedTtlSeconds), keys });
      }),
    (leader, answer) =>
      leader.LeaseTimeToLive(
        { id: toInt64(id), keys: withKeys, cluster_id: toInt64(member.clusterId) },
        { deadline: Date.now() + PEER_CALL_TIMEOUT_MS },
        (error, response) => {
          if (error !== null || response === undefined) return answer(fromPeer(error));
          if (!response.found) return answer(undefined, { TTL: -1 });
          const { remaining_ttl_seconds: TTL, granted_ttl_seconds: grantedTTL, keys } = response;
          answer(undefined, { TTL, grantedTTL, keys });
        },
      ),
    done,
  );
}

/** Asks whoever is the leader, again after a change of leader, until the request's deadline. */
function onLeader<T>(
  member: Member,
  here: (answer: Done<T>) => void,
  there: (leader: raftpb.RaftTransportClient, answer: Done<T>) => void,
  done: Done<T>,
): void {
  const deadlineMs = member.clock.monotonic() + member.timeoutMs;
  const again = (): void => {
    if (member.unavailable !== undefined) return done(member.unavailable);
    if (member.clock.monotonic() > deadlineMs) return done(etcdError('timeout'));
    member.clock.setTimeout(attempt, FORWARD_RETRY_MS);
  };
  const answer: Done<T> = (error, result) => {
    if (error === undefined) done(undefined, result);
    else if (isPassing(error)) again();
    else done(error);
  };
  const attempt = (): void => {
    const leader = member.transport.callsTo(member.leader);
    if (member.isLeader) attemptHere();
    else if (leader === undefined) again();
    else there(leader, answer);
  };
  const attemptHere = (): void => {
    try {
      here(answer);
    } catch (thrown) {
      const refusal = toEtcdError(thrown);
      if (refusal === undefined) throw thrown;
      answer(refusal);
    }
  };
  attempt();
}
