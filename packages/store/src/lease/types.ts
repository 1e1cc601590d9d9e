/** The words of leases: etcd's (`server/lease`). Times come in as milliseconds on the caller's monotonic clock. */

/** 0n = none. */
export type LeaseId = bigint;

/** What is stored of a lease. Its keys are not: they are in the keys' own records. */
export interface LeaseRecord {
  readonly id: LeaseId;
  readonly ttlSeconds: number;
  /** Checkpointed by the leader, so that a new one does not start from the full TTL; absent = full. */
  readonly remainingTtlSeconds?: number;
}

/** What a checkpoint says of one lease. */
export interface LeaseCheckpoint {
  readonly id: LeaseId;
  /** 0 = the full TTL again: it was renewed. */
  readonly remainingTtlSeconds: number;
}

/** A stored lease is not as it was written. Fatal. */
export class LeaseRecordError extends Error {
  override readonly name = 'LeaseRecordError';

  constructor(reason: string) {
    super(`Cannot restore the leases as ${reason}: the directory is damaged`);
  }
}

export interface LeaseTimeToLive {
  readonly id: LeaseId;
  /** Remaining; 0 while it waits to be revoked. On a member that is not primary: the granted TTL. */
  readonly ttlSeconds: number;
  readonly grantedTtlSeconds: number;
  /** In key order. */
  readonly keys: readonly Uint8Array[];
}

export type LeaseErrorCode = 'leaseNotFound' | 'leaseExists' | 'ttlTooLarge' | 'notPrimary';

const errorText: Readonly<Record<LeaseErrorCode, string>> = {
  leaseNotFound: 'etcdserver: requested lease not found',
  leaseExists: 'etcdserver: lease already exists',
  ttlTooLarge: 'etcdserver: too large lease TTL',
  notPrimary: 'etcdserver: not primary lessor',
};

/** An expected refusal: nothing was changed. `message` is etcd's text; `notPrimary` = ask the leader. */
export class LeaseError extends Error {
  override readonly name = 'LeaseError';

  constructor(readonly code: LeaseErrorCode) {
    super(errorText[code]);
  }
}
