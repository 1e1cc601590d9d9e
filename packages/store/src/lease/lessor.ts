import type { LeaseId, LeaseRecord, LeaseTimeToLive } from './types.js';

/** Skeleton; see index.ts. */
export interface LessorOptions {
  /** Shorter TTLs are raised to this. etcd: ceil(1.5 × election timeout). */
  readonly minTtlSeconds: number;
}

/** Throws what `grant` would refuse on any member, before anything is proposed. */
export function checkGrant(_ttlSeconds: number): void {
  throw new Error('not built yet');
}

export class Lessor {
  constructor(protected readonly options: LessorOptions) {}

  restore(_records: Iterable<LeaseRecord>): void {
    throw new Error('not built yet');
  }

  grant(_id: LeaseId, _ttlSeconds: number, _nowMs: number): LeaseRecord {
    throw new Error('not built yet');
  }

  /** Removes the lease; gives the keys to delete, in key order. */
  revoke(_id: LeaseId): Uint8Array[] {
    throw new Error('not built yet');
  }

  /** The granted TTL. Throws `notPrimary` unless promoted, `leaseNotFound` for an unknown or expired lease. */
  renew(_id: LeaseId, _nowMs: number): number {
    throw new Error('not built yet');
  }

  /** Undefined = not found (etcd then answers TTL −1). */
  timeToLive(_id: LeaseId, _nowMs: number): LeaseTimeToLive | undefined {
    throw new Error('not built yet');
  }

  leases(): LeaseId[] {
    throw new Error('not built yet');
  }

  expired(_nowMs: number, _limit?: number): LeaseId[] {
    throw new Error('not built yet');
  }

  get isPrimary(): boolean {
    throw new Error('not built yet');
  }

  promote(_nowMs: number, _extendMs: number): void {
    throw new Error('not built yet');
  }

  demote(): void {
    throw new Error('not built yet');
  }

  /** Applied LeaseCheckpoint. */
  checkpoint(_id: LeaseId, _remainingTtlSeconds: number): LeaseRecord {
    throw new Error('not built yet');
  }

  has(_lease: LeaseId): boolean {
    throw new Error('not built yet');
  }

  leaseOf(_key: string): LeaseId {
    throw new Error('not built yet');
  }

  attach(_lease: LeaseId, _key: string): void {
    throw new Error('not built yet');
  }

  detach(_lease: LeaseId, _key: string): void {
    throw new Error('not built yet');
  }
}
