/**
 * Places for calls that last: watches and streams of logs. Each user has a share of them, so that nobody shuts the others out,
 * and the cluster's own components have places that no other user takes: kubelets hear of their pods whatever else is watched.
 * On a server without security all callers have one name, so there is nobody to protect from another: that one may take all.
 */
import { tooManyRequests } from '@kuorum/api';
import { isComponent, unsecuredUser, type User } from '../auth/user.js';
import { heldRetrySeconds } from '../limits.js';

export interface HeldLimits {
  readonly perUser: number;
  readonly inAll: number;
}

export interface HeldPlacesOptions {
  /** What is counted, as in `jane has 5 watches already`. */
  readonly what: string;
  readonly others: HeldLimits;
  /** Absent: components take their places among the others. */
  readonly components?: HeldLimits | undefined;
}

interface Pool {
  readonly limits: HeldLimits;
  readonly byUser: Map<string, number>;
  taken: number;
}

export class HeldPlaces {
  private readonly others: Pool;
  private readonly components: Pool;

  constructor(private readonly options: HeldPlacesOptions) {
    this.others = poolOf(options.others);
    this.components = options.components === undefined ? this.others : poolOf(options.components);
  }

  /** Throws TooManyRequests. The place is given back when `signal` aborts. */
  take(user: User, signal: AbortSignal): void {
    const { what } = this.options;
    const pool = isComponent(user) ? this.components : this.others;
    const { perUser, inAll } = pool.limits;
    const own = pool.byUser.get(user.name) ?? 0;
    const share = user.name === unsecuredUser.name ? inAll : perUser;
    if (own >= share) {
      const most = `as many as one user may have through an apiserver: end one of them, or ask another apiserver`;
      throw tooManyRequests(`${user.name} has ${own} ${what} already, ${most}`, heldRetrySeconds);
    }
    if (pool.taken >= inAll) {
      const full = `there are ${inAll} ${what} already, as many as an apiserver takes`;
      throw tooManyRequests(`${full}: try again later, or ask another apiserver`, heldRetrySeconds);
    }
    if (signal.aborted) return;
    pool.taken++;
    pool.byUser.set(user.name, own + 1);
    signal.addEventListener('abort', () => giveBack(pool, user.name), { once: true });
  }
}

function poolOf(limits: HeldLimits): Pool {
  return { limits, byUser: new Map(), taken: 0 };
}

function giveBack(pool: Pool, user: string): void {
  const own = pool.byUser.get(user) ?? 0;
  pool.taken--;
  if (own > 1) pool.byUser.set(user, own - 1);
  else pool.byUser.delete(user);
}
