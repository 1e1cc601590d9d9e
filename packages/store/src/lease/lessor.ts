/**
 * Leases and what hangs on them (etcd `server/lease/lessor.go`). Every member holds every lease; only the primary (the
 * leader) counts time. A lease never expires early: a new primary gives each the time of its last checkpoint, or its
 * full time when there is none, plus the time that the election took.
 *
 * Checkpoints, so that a change of leader does not give a long lease its whole time again: the primary names the leases
 * that have long to live and were not renewed for an interval (`dueCheckpoints`), the shell puts what they have left
 * into the log, and every member applies it (`checkpoint`). From then on a renewal by memory alone would be lost with
 * the primary, and the lease end early under the next one. So such a renewal is logged too, as a checkpoint of 0, before
 * the client hears of it (`mustLogRenewal`). etcd does the same; here a checkpoint counts from when it is named, as it may
 * be applied after a renewal that came later.
 *
 * Invariants: a key hangs on at most one lease, and that lease exists; on the primary every lease has a deadline, on
 * others none has.
 */
import { assert, type Slices } from '@kuorum/base';
import { bytesOf, compareIds, newLease, newReminders, sortedInSlices, sortedKeys, type Lease } from './lease.js';
import { CHECKPOINTS_PER_CALL, EXPIRED_LEASES_PER_CALL, EXPIRED_RETRY_MS } from './limits.js';
import { checkGrant } from './ttl.js';
import { LeaseError, type LeaseCheckpoint, type LeaseId, type LeaseRecord, type LeaseTimeToLive } from './types.js';

/** Who applies a checkpoint, and when. */
export interface CheckpointContext {
  readonly nowMs: number;
  /** Of the entry that holds it. */
  readonly term: number;
}

export class Lessor {
  private leasesById = new Map<LeaseId, Lease>();
  private leaseByKey = new Map<string, LeaseId>();
  private reminders = newReminders();
  private checkpointReminders = newReminders();
  private primary = false;
  private primaryTerm = 0;

  /** Infinity = no checkpoints are named; those in the log are still applied. */
  constructor(private readonly checkpointIntervalMs: number = Number.POSITIVE_INFINITY) {}

  get isPrimary(): boolean {
    return this.primary;
  }

  /** Replaces everything; keys are attached afterwards by the store. The lessor is then not primary. */
  restore(records: Iterable<LeaseRecord>): void {
    this.leasesById = new Map();
    this.leaseByKey = new Map();
    this.demote();
    for (const { id, ttlSeconds, remainingTtlSeconds } of records) {
      this.leasesById.set(id, newLease(id, ttlSeconds, remainingTtlSeconds ?? 0));
    }
  }

  grant(id: LeaseId, ttlSeconds: number, nowMs: number): LeaseRecord {
    if (id === 0n) throw new LeaseError('leaseNotFound');
    checkGrant(ttlSeconds);
    if (this.leasesById.has(id)) throw new LeaseError('leaseExists');
    const lease = newLease(id, ttlSeconds, 0);
    this.leasesById.set(id, lease);
    if (this.primary) this.setDeadline(lease, nowMs + ttlSeconds * 1000, nowMs);
    return { id, ttlSeconds };
  }

  /** Removes the lease; gives the keys to delete, in key order. */
  revoke(id: LeaseId): Uint8Array[] {
    const lease = this.mustFind(id);
    this.remove(id);
    return sortedKeys(lease);
  }

  /** The keys that {@link revoke} gives, as byte strings; the lease stays until {@link remove}. */
  namesOf(id: LeaseId): Slices<string[]> {
    return sortedInSlices([...this.mustFind(id).keys]);
  }

  remove(id: LeaseId): void {
    const lease = this.mustFind(id);
    this.leasesById.delete(id);
    for (const key of lease.keys) this.leaseByKey.delete(key);
  }

  /**
   * The granted TTL. Throws `notPrimary` unless promoted, `leaseNotFound` for an unknown or expired lease. When
   * {@link mustLogRenewal}, the client may hear of it only after a checkpoint of 0 was applied.
   */
  renew(id: LeaseId, nowMs: number): number {
    if (!this.primary) throw new LeaseError('notPrimary');
    const lease = this.mustFind(id);
    if (lease.deadlineMs <= nowMs) throw new LeaseError('leaseNotFound');
    this.setDeadline(lease, nowMs + lease.ttlSeconds * 1000, nowMs);
    return lease.ttlSeconds;
  }

  /** A checkpoint of the lease is in the log, or may get there: the next primary would go on from it. */
  mustLogRenewal(id: LeaseId): boolean {
    const lease = this.leasesById.get(id);
    return lease !== undefined && (lease.remainingTtlSeconds > 0 || lease.checkpointPending);
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

  /**
   * Leases to revoke now, each named once: what the primary puts into the log stays there while it is primary, however long
   * it takes. One that is not put into the log is to be given back by {@link expiryDropped}, and is named again after
   * EXPIRED_RETRY_MS. Empty unless primary.
   */
  expired(nowMs: number, limit: number = EXPIRED_LEASES_PER_CALL): LeaseId[] {
    const ids: LeaseId[] = [];
    while (ids.length < limit) {
      const reminder = this.reminders.peek();
      if (reminder === undefined || reminder.atMs > nowMs) break;
      this.reminders.pop();
      const { lease } = reminder;
      if (this.leasesById.get(lease.id) !== lease) continue;
      const isExpired = lease.deadlineMs <= nowMs;
      if (isExpired && !lease.expiryPending) {
        lease.expiryPending = true;
        ids.push(lease.id);
      }
      this.reminders.push({ lease, atMs: isExpired ? nowMs + EXPIRED_RETRY_MS : lease.deadlineMs });
    }
    return ids;
  }

  /** It never gets into the log. */
  expiryDropped(id: LeaseId): void {
    const lease = this.leasesById.get(id);
    if (lease !== undefined) lease.expiryPending = false;
  }

  /**
   * What to put into the log now: leases that were neither renewed nor checkpointed for an interval, with what they
   * have left, rounded up. Empty unless primary. One that is not put into the log is to be given back by
   * {@link checkpointDropped}.
   */
  dueCheckpoints(nowMs: number, limit: number = CHECKPOINTS_PER_CALL): LeaseCheckpoint[] {
    const due: LeaseCheckpoint[] = [];
    while (due.length < limit) {
      const reminder = this.checkpointReminders.peek();
      if (reminder === undefined || reminder.atMs > nowMs) break;
      this.checkpointReminders.pop();
      const { lease } = reminder;
      lease.checkpointReminded = false;
      if (this.leasesById.get(lease.id) !== lease) continue;
      const remainingMs = lease.deadlineMs - nowMs;
      if (lease.checkpointAtMs <= nowMs && remainingMs > 0 && !lease.checkpointPending) {
        due.push({ id: lease.id, remainingTtlSeconds: Math.ceil(remainingMs / 1000) });
        lease.checkpointPending = true;
      }
      if (lease.checkpointAtMs <= nowMs) this.planCheckpoint(lease, nowMs);
      this.remindOfCheckpoint(lease);
    }
    return due;
  }

  /** It never gets into the log: what {@link dueCheckpoints} named is due again later. */
  checkpointDropped(checkpoints: readonly LeaseCheckpoint[]): void {
    for (const { id } of checkpoints) {
      const lease = this.leasesById.get(id);
      if (lease !== undefined) lease.checkpointPending = false;
    }
  }

  /**
   * This member became the leader, in `term`. `extendMs`: what the election may have taken, given to every lease.
   */
  promote(nowMs: number, extendMs: number, term = 0): void {
    this.primary = true;
    this.primaryTerm = term;
    this.forgetReminders();
    for (const lease of this.leasesById.values()) {
      const remainingMs = (lease.remainingTtlSeconds || lease.ttlSeconds) * 1000 + extendMs;
      this.setDeadline(lease, nowMs + remainingMs, nowMs);
    }
  }

  demote(): void {
    this.primary = false;
    this.forgetReminders();
    for (const lease of this.leasesById.values()) lease.deadlineMs = Infinity;
  }

  /**
   * Applied checkpoint: a new primary starts from here instead of the full TTL. Undefined = the lease is gone. One that an
   * earlier primary left in the log, applied when this one has begun to count, may only give time, never take it.
   */
  checkpoint(
    { id, remainingTtlSeconds }: LeaseCheckpoint,
    { nowMs, term }: CheckpointContext,
  ): LeaseRecord | undefined {
    const lease = this.leasesById.get(id);
    if (lease === undefined) return undefined;
    const { ttlSeconds } = lease;
    lease.remainingTtlSeconds = Math.min(remainingTtlSeconds, ttlSeconds);
    if (lease.remainingTtlSeconds > 0) lease.checkpointPending = false;
    if (this.primary && term < this.primaryTerm) {
      const deadlineMs = nowMs + (lease.remainingTtlSeconds || ttlSeconds) * 1000;
      if (deadlineMs > lease.deadlineMs) this.setDeadline(lease, deadlineMs, nowMs);
    }
    return lease.remainingTtlSeconds > 0
      ? { id, ttlSeconds, remainingTtlSeconds: lease.remainingTtlSeconds }
      : { id, ttlSeconds };
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

  private setDeadline(lease: Lease, deadlineMs: number, nowMs: number): void {
    lease.deadlineMs = deadlineMs;
    this.planCheckpoint(lease, nowMs);
    this.remindOfCheckpoint(lease);
    if (lease.reminded) return;
    lease.reminded = true;
    this.reminders.push({ lease, atMs: deadlineMs });
  }

  private planCheckpoint(lease: Lease, nowMs: number): void {
    const isLong = lease.deadlineMs - nowMs > this.checkpointIntervalMs;
    lease.checkpointAtMs = isLong ? nowMs + this.checkpointIntervalMs : Infinity;
  }

  private remindOfCheckpoint(lease: Lease): void {
    if (lease.checkpointReminded || lease.checkpointAtMs === Infinity) return;
    lease.checkpointReminded = true;
    this.checkpointReminders.push({ lease, atMs: lease.checkpointAtMs });
  }

  private forgetReminders(): void {
    this.reminders = newReminders();
    this.checkpointReminders = newReminders();
    for (const lease of this.leasesById.values()) {
      lease.reminded = false;
      lease.checkpointReminded = false;
      lease.checkpointPending = false;
      lease.expiryPending = false;
      lease.checkpointAtMs = Infinity;
    }
  }
}
