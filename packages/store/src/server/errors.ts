/**
 * What clients are told when a request is refused: etcd's texts with etcd's codes (`api/v3rpc/rpctypes/error.go`),
 * which clients compare literally. The one place where errors of the cores become gRPC statuses.
 */
import { status } from '@grpc/grpc-js';
import { AuthError, type AuthErrorCode } from '../auth/index.js';
import { LeaseError, type LeaseErrorCode } from '../lease/index.js';
import { MvccError, type MvccErrorCode } from '../mvcc/index.js';

/** `code` is a gRPC status code. */
export class EtcdError extends Error {
  override readonly name = 'EtcdError';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

const table = {
  noLeader: [status.UNAVAILABLE, 'etcdserver: no leader'],
  notLeader: [status.FAILED_PRECONDITION, 'etcdserver: not leader'],
  leaderChanged: [status.UNAVAILABLE, 'etcdserver: leader changed'],
  timeout: [status.UNAVAILABLE, 'etcdserver: request timed out'],
  timeoutLeaderFailed: [status.UNAVAILABLE, 'etcdserver: request timed out, possibly due to previous leader failure'],
  timeoutConnectionLost: [status.UNAVAILABLE, 'etcdserver: request timed out, possibly due to connection lost'],
  timeoutLeaderTransfer: [status.UNAVAILABLE, 'etcdserver: request timed out, leader transfer took too long'],
  stopped: [status.UNAVAILABLE, 'etcdserver: server stopped'],
  tooManyRequests: [status.RESOURCE_EXHAUSTED, 'etcdserver: too many requests'],
  requestTooLarge: [status.INVALID_ARGUMENT, 'etcdserver: request is too large'],
  memberExists: [status.FAILED_PRECONDITION, 'etcdserver: member ID already exist'],
  peerUrlExists: [status.FAILED_PRECONDITION, 'etcdserver: Peer URLs already exists'],
  badMemberUrls: [status.INVALID_ARGUMENT, 'etcdserver: given member URLs are invalid'],
  notEnoughStarted: [
    status.FAILED_PRECONDITION,
    'etcdserver: re-configuration failed due to not enough started members',
  ],
  memberNotLearner: [status.FAILED_PRECONDITION, 'etcdserver: can only promote a learner member'],
  learnerNotReady: [
    status.FAILED_PRECONDITION,
    'etcdserver: can only promote a learner member which is in sync with leader',
  ],
  tooManyLearners: [status.FAILED_PRECONDITION, 'etcdserver: too many learner members in cluster'],
  unhealthy: [status.UNAVAILABLE, 'etcdserver: unhealthy cluster'],
  notSupportedForLearner: [status.UNAVAILABLE, 'etcdserver: rpc not supported for learner'],
  /** Ours, between members: the leader has another change under way. The asker tries again. */
  changePending: [status.ABORTED, 'etcdserver: another change of membership is under way'],
  memberNotFound: [status.NOT_FOUND, 'etcdserver: member not found'],
  badLeaderTransferee: [status.FAILED_PRECONDITION, 'etcdserver: bad leader transferee'],
  leaseTtlTooLarge: [status.OUT_OF_RANGE, 'etcdserver: too large lease TTL'],
  leaseNotFound: [status.NOT_FOUND, 'etcdserver: requested lease not found'],
  emptyKey: [status.INVALID_ARGUMENT, 'etcdserver: key is not provided'],
  compacted: [status.OUT_OF_RANGE, 'etcdserver: mvcc: required revision has been compacted'],
  noSpace: [status.RESOURCE_EXHAUSTED, 'etcdserver: mvcc: database space exceeded'],
  corrupt: [status.DATA_LOSS, 'etcdserver: corrupt cluster'],
  clusterVersionUnavailable: [status.FAILED_PRECONDITION, 'etcdserver: cluster version not found during downgrade'],
  wrongDowngradeFormat: [status.INVALID_ARGUMENT, 'etcdserver: wrong downgrade target version format'],
  invalidDowngradeTarget: [status.INVALID_ARGUMENT, 'etcdserver: invalid downgrade target version'],
  downgradeInProcess: [status.FAILED_PRECONDITION, 'etcdserver: cluster has a downgrade job in progress'],
  noDowngrade: [status.FAILED_PRECONDITION, 'etcdserver: no inflight downgrade job'],
  /** Ours: while a snapshot replaces the state. Clients try again on UNAVAILABLE. */
  restoring: [status.UNAVAILABLE, 'etcdserver: member is installing a snapshot'],
  /** Of Lock and Election; etcd gives these no code of their own. */
  lockLost: [status.UNKNOWN, 'mutex: session is expired'],
  noElectionLeader: [status.UNKNOWN, 'election: no leader'],
  notElectionLeader: [status.UNKNOWN, 'election: not leader'],
  leaderKeyMissing: [status.UNKNOWN, '"leader" field must be provided'],
  callCancelled: [status.CANCELLED, 'context canceled'],
  watchClosed: [status.UNAVAILABLE, 'etcdserver: watch stream closed by the server'],
} as const satisfies Record<string, readonly [number, string]>;

export type EtcdErrorName = keyof typeof table;

export function etcdError(name: EtcdErrorName): EtcdError {
  const [code, text] = table[name];
  return new EtcdError(code, text);
}

/** A malformed request that etcd's own texts have no words for. */
export function invalidArgument(text: string): EtcdError {
  return new EtcdError(status.INVALID_ARGUMENT, `etcdserver: ${text}`);
}

const mvccStatus: Readonly<Record<MvccErrorCode, number>> = {
  compacted: status.OUT_OF_RANGE,
  futureRevision: status.OUT_OF_RANGE,
  emptyKey: status.INVALID_ARGUMENT,
  keyNotFound: status.INVALID_ARGUMENT,
  valueProvided: status.INVALID_ARGUMENT,
  leaseProvided: status.INVALID_ARGUMENT,
  leaseNotFound: status.NOT_FOUND,
  tooManyOps: status.INVALID_ARGUMENT,
  duplicateKey: status.INVALID_ARGUMENT,
  invalidSortOption: status.INVALID_ARGUMENT,
};

const leaseStatus: Readonly<Record<LeaseErrorCode, number>> = {
  leaseNotFound: status.NOT_FOUND,
  leaseExists: status.FAILED_PRECONDITION,
  ttlTooLarge: status.OUT_OF_RANGE,
  notPrimary: status.UNAVAILABLE,
};

const authStatus: Readonly<Record<AuthErrorCode, number>> = {
  rootUserNotExist: status.FAILED_PRECONDITION,
  rootRoleNotExist: status.FAILED_PRECONDITION,
  userAlreadyExist: status.FAILED_PRECONDITION,
  userEmpty: status.INVALID_ARGUMENT,
  userNotFound: status.FAILED_PRECONDITION,
  roleAlreadyExist: status.FAILED_PRECONDITION,
  roleNotFound: status.FAILED_PRECONDITION,
  roleEmpty: status.INVALID_ARGUMENT,
  authFailed: status.INVALID_ARGUMENT,
  noPasswordUser: status.UNKNOWN,
  permissionNotGiven: status.INVALID_ARGUMENT,
  permissionDenied: status.PERMISSION_DENIED,
  roleNotGranted: status.FAILED_PRECONDITION,
  permissionNotGranted: status.FAILED_PRECONDITION,
  authNotEnabled: status.FAILED_PRECONDITION,
  invalidAuthToken: status.UNAUTHENTICATED,
  invalidAuthMgmt: status.INVALID_ARGUMENT,
  authOldRevision: status.INVALID_ARGUMENT,
};

/** The refusal that a client sees; undefined = not a refusal but a bug, which must not be answered. */
export function toEtcdError(error: unknown): EtcdError | undefined {
  if (error instanceof EtcdError) return error;
  if (error instanceof MvccError) return new EtcdError(mvccStatus[error.code], error.message);
  if (error instanceof LeaseError) return new EtcdError(leaseStatus[error.code], error.message);
  if (error instanceof AuthError) return new EtcdError(authStatus[error.code], error.message);
  return undefined;
}

const passing: readonly number[] = [status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED];

/** No leader, another leader, a peer that is gone or slow: these pass by themselves. */
export function isPassing({ code }: EtcdError): boolean {
  return passing.includes(code);
}
