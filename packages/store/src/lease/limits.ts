/** Limits of leases. Names end in their unit. */

/** etcd's `MaxLeaseTTL`, about 285 years. */
export const MAX_LEASE_TTL_SECONDS = 9_000_000_000;
/** Leases that one call of `expired` names: a thousand a second at two calls a second, as in etcd. */
export const EXPIRED_LEASES_PER_CALL = 500;
/** An expired lease is named again after this, in case its revocation was lost on the way. */
export const EXPIRED_RETRY_MS = 3000;
/** A lease that has longer than this to live is checkpointed that often, unless it is renewed. etcd: 5 min. */
export const CHECKPOINT_INTERVAL_MS = 5 * 60 * 1000;
/** Leases of one checkpoint command; two a second make etcd's thousand a second. */
export const CHECKPOINTS_PER_CALL = 500;
/** Keys of a lease that are sorted, or merged, in one slice. */
export const SORT_SLICE_KEYS = 2048;
