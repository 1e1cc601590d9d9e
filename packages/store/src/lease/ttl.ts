/** Which times a lease may be granted for. */
import { MAX_LEASE_TTL_SECONDS } from './limits.js';
import { LeaseError } from './types.js';

/** What `grant` would refuse on any member: throws {@link LeaseError} before anything is proposed. */
export function checkGrant(ttlSeconds: number): void {
  if (ttlSeconds > MAX_LEASE_TTL_SECONDS) throw new LeaseError('ttlTooLarge');
}

/**
 * The TTL to propose for what a client asks for: one that is too short to outlast an election is raised. Decided before
 * it is proposed, as members may run with different election timeouts. Throws {@link LeaseError} as `grant` would.
 */
export function ttlToGrant(askedSeconds: number, electionTimeoutMs: number): number {
  checkGrant(askedSeconds);
  return Math.max(askedSeconds, Math.ceil((1.5 * electionTimeoutMs) / 1000));
}
