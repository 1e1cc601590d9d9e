/**
 * Renewals on their way from this member to the leader. Many clients renew at about the same time, and a call between
 * members costs far more than what it carries: all renewals that come in the same turn, or while a call is under way,
 * share the next one. Each is answered by itself.
 */
import type { ServiceError } from '@grpc/grpc-js';
import { int64ToNumber, toInt64, type raftpb } from '@kuorum/wire';
import { etcdError, EtcdError } from './errors.js';
import { PEER_CALL_TIMEOUT_MS, RENEWALS_PER_CALL } from './limits.js';
import type { Done } from './waiters.js';

interface Renewal {
  readonly id: bigint;
  readonly done: Done<number>;
}

interface Way {
  waiting: Renewal[];
  busy: boolean;
}

/** Of a connection to the leader: what is needed here. */
export interface RenewalClient {
  LeaseRenew(
    request: { readonly ids: string[]; readonly cluster_id: string },
    options: { readonly deadline: number },
    done: (error: ServiceError | null, response?: raftpb.LeaseRenewResponse__Output) => void,
  ): unknown;
}

export class RenewalBatcher {
  /** By connection: what waits for one that is lost ends with its calls. */
  private readonly ways = new WeakMap<RenewalClient, Way>();
  private readonly cluster: string;

  constructor(
    clusterId: bigint,
    /** Runs it in a turn of its own, and sees to what it throws. */
    private readonly soon: (fn: () => void) => void,
  ) {
    this.cluster = toInt64(clusterId);
  }

  /** The TTL; 0 = there is no such lease. */
  renew(leader: RenewalClient, id: bigint, done: Done<number>): void {
    let way = this.ways.get(leader);
    if (way === undefined) this.ways.set(leader, (way = { waiting: [], busy: false }));
    way.waiting.push({ id, done });
    if (way.busy) return;
    way.busy = true;
    const started = way;
    this.soon(() => this.send(leader, started));
  }

  private send(leader: RenewalClient, way: Way): void {
    const batch = way.waiting.splice(0, RENEWALS_PER_CALL);
    if (batch.length === 0) {
      way.busy = false;
      return;
    }
    const ids = batch.map(({ id }) => toInt64(id));
    leader.LeaseRenew(
      { ids, cluster_id: this.cluster },
      { deadline: Date.now() + PEER_CALL_TIMEOUT_MS },
      (error, response) => {
        this.send(leader, way);
        batch.forEach(({ done }, i) => answer(done, error, response?.renewals[i]));
      },
    );
  }
}

function answer(
  done: Done<number>,
  error: ServiceError | null,
  renewal: raftpb.LeaseRenewal__Output | undefined,
): void {
  if (error !== null) done(fromPeer(error));
  else if (renewal === undefined) done(etcdError('timeout'));
  else if (renewal.code !== 0) done(new EtcdError(renewal.code, renewal.error));
  else done(undefined, int64ToNumber(renewal.ttl_seconds));
}

export function fromPeer(error: ServiceError | null): EtcdError {
  return error === null ? etcdError('timeout') : new EtcdError(error.code, error.details);
}
