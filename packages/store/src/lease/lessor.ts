/**
 * Leases and what hangs on them (etcd `server/lease/lessor.go`). Every member holds every lease; only the primary (the
 * leader) counts time. A lease never expires early: a new primary gives each its full time again, plus the time that
 * the election took.
 *
 * Invariants: a key hangs on at most one lease, and that lease exists; on the primary every lease has a deadline, on
 * others none has.
 */
import { assert, Heap } from '@kuorum/base';
import { EXPIRED_LEASES_PER_CALL, EXPIRED_RETRY_MS, MAX_LEASE_TTL_SECONDS } from './limits.js';
import { LeaseError, type LeaseId, type LeaseRecord, type LeaseTimeToLive } from './types.js';

interface Lease {
  readonly id: LeaseId;
  readonly ttlSeconds: number;
  /** 0 = not checkpointed. */
  remainingTtlSeconds: number;
  /** Infinity = this member is not primary. */
  deadlineMs: number;
  /** A reminder for it is in the heap: it has at most one. */
  reminded: boolean;
  readonly keys: Set<string>;
}

/** When to look at a lease. A renewal leaves it as it is; it moves to the new deadline when it comes up early. */
interface Reminder {
  readonly lease: Lease;
  readonly atMs: number;
}

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

export class Lessor {
  private leasesById = new Map<LeaseId, Lease>();
  private leaseByKey = new Map<string, LeaseId>();
  private reminders = newReminders();
  private primary = false;

  get isPrimary(): boolean {
    return this.primary;
  }

  /** Replaces everything; keys are attached afterwards by the store. The lessor is then not primary. */
  restore(records: Iterable<LeaseRecord>): void {
    this.leasesById = new Map();
    this.leaseByKey = new Map();
    this.demote();
    for (const { id, ttlSeconds, remainingTtlSeconds } of records) {
      this.leasesById.set(id, {
        id,
        ttlSeconds,
        remainingTtlSeconds: remainingTtlSeconds ?? 0,
        deadlineMs: Infinity,
        reminded: false,
        keys: new Set(),
      });
    }
  }

  grant(id: LeaseId, ttlSeconds: number, nowMs: number): LeaseRecord {
    if (id === 0n) throw new LeaseError('leaseNotFound');
    checkGrant(ttlSeconds);
    if (this.leasesById.has(id)) throw new LeaseError('leaseExists');
    const lease: Lease = {
      id,
      ttlSeconds,
      remainingTtlSeconds: 0,
      deadlineMs: Infinity,
      reminded: false,
      keys: new Set(),
    };
    this.leasesById.set(id, lease);
    if (this.primary) this.setDeadline(lease, nowMs + lease.ttlSeconds * 1000);
    return { id, ttlSeconds: lease.ttlSeconds };
  }

  /** Removes the lease; gives the keys to delete, in key order. */
  revoke(id: LeaseId): Uint8Array[] {
    const lease = this.mustFind(id);
    this.leasesById.delete(id);
    for (const key of lease.keys) this.leaseByKey.delete(key);
    return sortedKeys(lease);
  }

  /** The granted TTL. Throws `notPrimary` unless promoted, `leaseNotFound` for an unknown or expired lease. */
  renew(id: LeaseId, nowMs: number): number {
    if (!this.primary) throw new LeaseError('notPrimary');
    const lease = this.mustFind(id);
    if (lease.deadlineMs <= nowMs) throw new LeaseError('leaseNotFound');
    lease.remainingTtlSeconds = 0;
    this.setDeadline(lease, nowMs + lease.ttlSeconds * 1000);
    return lease.ttlSeconds;
  }

  /** Undefined = not found (etcd then answers TTL −1). */
  timeToLive(id: LeaseId, nowMs: number): LeaseTimeToLive | undefined {
    const lease = this.leasesById.get(id);
    if (lease === undefined) return undefined;
    const remainingMs = lease.deadlineMs === Infinity ? lease.ttlSeconds * 1000 : lease.deadlineMs - nowMs;
    return {
      id,
      ttlSeconds: Math.max(0, Math.floor(remainingMs / 1000)),
      grantedTtlSeconds: lease.ttlSeconds,
      keys: sortedKeys(lease),
    };
  }

  /** By deadline, the soonest first; then by id. */
  leases(): LeaseId[] {
    const all = [...this.leasesById.values()];
    all.sort((a, b) => (a.deadlineMs === b.deadlineMs ? compareIds(a.id, b.id) : a.deadlineMs - b.deadlineMs));
    return all.map((lease) => lease.id);
  }

  /** Leases to revoke now, each named again only after EXPIRED_RETRY_MS. Empty unless primary. */
  expired(nowMs: number, limit: number = EXPIRED_LEASES_PER_CALL): LeaseId[] {
    const ids: LeaseId[] = [];
    while (ids.length < limit) {
      const reminder = this.reminders.peek();
      if (reminder === undefined || reminder.atMs > nowMs) break;
      this.reminders.pop();
      const { lease } = reminder;
      if (this.leasesById.get(lease.id) !== lease) continue;
      const isExpired = lease.deadlineMs <= nowMs;
      if (isExpired) ids.push(lease.id);
      this.reminders.push({ lease, atMs: isExpired ? nowMs + EXPIRED_RETRY_MS : lease.deadlineMs });
    }
    return ids;
  }

  /** This member became the leader. `extendMs`: what the election may have taken, given to every lease. */
  promote(nowMs: number, extendMs: number): void {
    this.primary = true;
    this.reminders = newReminders();
    for (const lease of this.leasesById.values()) {
      lease.reminded = false;
      this.setDeadline(lease, nowMs + (lease.remainingTtlSeconds || lease.ttlSeconds) * 1000 + extendMs);
    }
  }

  demote(): void {
    this.primary = false;
    this.reminders = newReminders();
    for (const lease of this.leasesById.values()) {
      lease.deadlineMs = Infinity;
      lease.reminded = false;
    }
  }

  /** Applied LeaseCheckpoint: a new primary starts from here instead of the full TTL. */
  checkpoint(id: LeaseId, remainingTtlSeconds: number): LeaseRecord {
    const lease = this.mustFind(id);
    lease.remainingTtlSeconds = remainingTtlSeconds;
    const { ttlSeconds } = lease;
    return remainingTtlSeconds > 0 ? { id, ttlSeconds, remainingTtlSeconds } : { id, ttlSeconds };
  }

  // The book that the store writes in. Keys are byte strings: one character a byte.

  has(lease: LeaseId): boolean {
    return this.leasesById.has(lease);
  }

  /** 0n when the key has none. */
  leaseOf(key: string): LeaseId {
    return this.leaseByKey.get(key) ?? 0n;
  }

  /** The keys that hang on it, in no order; none when there is no such lease. */
  keysOf(lease: LeaseId): Uint8Array[] {
    return [...(this.leasesById.get(lease)?.keys ?? [])].map(bytesOf);
  }

  attach(lease: LeaseId, key: string): void {
    assert(!this.leaseByKey.has(key), 'a key hangs on at most one lease');
    this.mustFind(lease).keys.add(key);
    this.leaseByKey.set(key, lease);
  }

  detach(lease: LeaseId, key: string): void {
    assert(this.leaseByKey.get(key) === lease, 'a key is detached from the lease it hangs on');
    this.mustFind(lease).keys.delete(key);
    this.leaseByKey.delete(key);
  }

  /** Throws when an invariant of the head comment is broken. */
  checkInvariants(): void {
    let attached = 0;
    for (const lease of this.leasesById.values()) {
      assert((lease.deadlineMs !== Infinity) === this.primary, 'exactly the primary has deadlines');
      for (const key of lease.keys) assert(this.leaseByKey.get(key) === lease.id, 'a key knows its lease');
      attached += lease.keys.size;
    }
    assert(attached === this.leaseByKey.size, 'every lease of a key exists');
  }

  private mustFind(id: LeaseId): Lease {
    const lease = this.leasesById.get(id);
    if (lease === undefined) throw new LeaseError('leaseNotFound');
    return lease;
  }

  private setDeadline(lease: Lease, deadlineMs: number): void {
    lease.deadlineMs = deadlineMs;
    if (lease.reminded) return;
    lease.reminded = true;
    this.reminders.push({ lease, atMs: deadlineMs });
  }
}

function newReminders(): Heap<Reminder> {
  return new Heap((a, b) => (a.atMs === b.atMs ? a.lease.id < b.lease.id : a.atMs < b.atMs));
}

function sortedKeys(lease: Lease): Uint8Array[] {
  return [...lease.keys].sort().map(bytesOf);
}

function bytesOf(key: string): Uint8Array {
  return Uint8Array.from(key, (char) => char.charCodeAt(0));
}

function compareIds(a: LeaseId, b: LeaseId): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
