/**
 * Leases, pure and deterministic. How the shell uses them:
 *
 * ```ts
 * const lessor = new Lessor();
 * lessor.restore(records);                        // before MvccStore.finishRestore(), which attaches the keys
 * ttlToGrant(asked, electionTimeoutMs)            // before proposing; a client's id 0 is replaced by a random one first
 * stateDb.put(leaseKey(id), encodeLease(lessor.grant(id, ttl, nowMs)));   // applied LeaseGrant
 * deleteKeys(store, lessor.revoke(id)); stateDb.delete(leaseKey(id));     // applied LeaseRevoke, one batch
 * lessor.promote(nowMs, electionTimeoutMs);       // became leader; demote() when it no longer is
 * for (const id of lessor.expired(nowMs)) propose revoke(id);             // leader only, every 500 ms
 * lessor.renew(id, nowMs);                        // KeepAlive, leader only (notPrimary elsewhere: forward)
 * for (const each of lessor.dueCheckpoints(nowMs)) propose it; // leader only; applied: lessor.checkpoint(each, …)
 * ```
 * `grant` and `revoke` run on every member from the log; expiry decides nothing by itself, it only proposes.
 */
export * from './lease-codec.js';
export * from './lessor.js';
export * from './limits.js';
export * from './ttl.js';
export * from './types.js';
