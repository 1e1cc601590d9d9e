/** The calls between members beside their raft streams: snapshots, and what only the leader, or only one member, can answer. */
import { PassThrough } from 'node:stream';
import { status, type sendUnaryData, type ServerUnaryCall, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Logger } from '@kuorum/base/node';
import type { StreamHandler } from '@kuorum/rpc';
import { int64ToBigint, toInt64, uint64ToBigint, type raftpb } from '@kuorum/wire';
import type { LeaseTimeToLive } from '../lease/index.js';
import type { NodeId } from '../raft/index.js';
import { MalformedRecordError } from './byte-io.js';
import { toEtcdError, type EtcdError } from './errors.js';
import { encodePeerHash } from './corruption-check.js';
import type { HistoryHash } from './history-hash.js';
import { SNAPSHOT_CHUNKS_AHEAD } from './limits.js';
import type { MemberRecord, Membership } from './membership.js';
import type { SnapshotReceiver } from './snapshot-receiver.js';
import type { Done } from './waiters.js';

export interface PeerServerOptions {
  readonly selfId: NodeId;
  readonly clusterId: bigint;
  readonly logger: Logger;
  readonly members: Pick<Membership, 'list' | 'wasRemoved'>;
  /** On the leader: takes a peer's change of membership into the log; else the refusal. Throws MalformedRecordError. */
  readonly decideChange: (record: Uint8Array) => EtcdError | undefined;
  /** The member is known to have run. */
  readonly hasStarted: (id: NodeId) => boolean;
  readonly renewLease: (id: bigint, done: Done<number>) => void;
  readonly hash: (revision: number) => Promise<HistoryHash>;
  readonly leaseTimeToLive: (id: bigint, done: Done<LeaseTimeToLive | undefined>) => void;
}

const clusterMismatch = { code: status.FAILED_PRECONDITION, details: 'cluster ID mismatch' };

/** A member of another cluster, which reached this one by a wrong address. */
function isStranger({ clusterId }: PeerServerOptions, request: { readonly cluster_id: string }): boolean {
  return uint64ToBigint(request.cluster_id) !== clusterId;
}

export function peerServiceImplementation(
  options: PeerServerOptions,
  snapshots: SnapshotReceiver,
): UntypedServiceImplementation {
  return {
    SnapshotProgress: (
      { request }: ServerUnaryCall<raftpb.SnapshotProgressRequest__Output, raftpb.SnapshotProgressResponse>,
      answer: sendUnaryData<raftpb.SnapshotProgressResponse>,
    ) => {
      const isOurs = uint64ToBigint(request.cluster_id) === options.clusterId;
      answer(null, { chunks: toInt64(isOurs ? snapshots.chunksOf(request.snapshot_id) : 0) });
    },
    MemberStarted: (
      { request }: ServerUnaryCall<raftpb.MemberStartedRequest__Output, raftpb.MemberStartedResponse>,
      answer: sendUnaryData<raftpb.MemberStartedResponse>,
    ) => {
      if (isStranger(options, request)) answer(clusterMismatch);
      else answer(null, { started: options.hasStarted(uint64ToBigint(request.member_id)) });
    },
    Reconfigure: (
      { request }: ServerUnaryCall<raftpb.ReconfigureRequest__Output, raftpb.ReconfigureResponse>,
      answer: sendUnaryData<raftpb.ReconfigureResponse>,
    ) => answerChange(options, request, answer),
    HashKv: (
      { request }: ServerUnaryCall<raftpb.HashKvRequest__Output, raftpb.HashKvResponse>,
      answer: sendUnaryData<raftpb.HashKvResponse>,
    ) => answerHash(options, request, answer),
    Members: (_call: object, answer: sendUnaryData<raftpb.MembersResponse>) =>
      answer(null, { cluster_id: toInt64(options.clusterId), members: options.members.list().map(encodeMember) }),
    LeaseRenew: (
      { request }: ServerUnaryCall<raftpb.LeaseRenewRequest__Output, raftpb.LeaseRenewResponse>,
      answer: sendUnaryData<raftpb.LeaseRenewResponse>,
    ) => {
      if (isStranger(options, request)) answer(clusterMismatch);
      else renewAll(options, request.ids, (renewals) => answer(null, { renewals }));
    },
    LeaseTimeToLive: (
      { request }: ServerUnaryCall<raftpb.LeaseTtlRequest__Output, raftpb.LeaseTtlResponse>,
      answer: sendUnaryData<raftpb.LeaseTtlResponse>,
    ) => {
      if (isStranger(options, request)) return answer(clusterMismatch);
      options.leaseTimeToLive(int64ToBigint(request.id), (error, lease) =>
        error === undefined ? answer(null, encodeTtl(lease, request.keys)) : answer(statusOf(error)),
      );
    },
  };
}

/** Its chunks are taken as fast as they are written. */
export function installSnapshot(
  snapshots: SnapshotReceiver,
): StreamHandler<raftpb.SnapshotChunk__Output, raftpb.SnapshotSummary> {
  return (call) => {
    const chunks = new PassThrough({ objectMode: true, highWaterMark: SNAPSHOT_CHUNKS_AHEAD });
    call.onMessage((chunk) => {
      if (!chunks.write(chunk)) call.pause();
    });
    chunks.on('drain', () => call.resume());
    // Said by who reads it, too.
    chunks.on('error', () => undefined);
    call.onHalfClose(() => chunks.end());
    call.onCancel(() => chunks.destroy(new Error('Cannot install the snapshot: the stream was cut')));
    snapshots.receive(chunks).then(
      () => {
        call.write({});
        call.end();
      },
      (error: unknown) =>
        call.end({ code: status.ABORTED, message: error instanceof Error ? error.message : 'failed' }),
    );
  };
}

function answerHash(
  options: PeerServerOptions,
  request: raftpb.HashKvRequest__Output,
  answer: sendUnaryData<raftpb.HashKvResponse>,
): void {
  if (isStranger(options, request)) return answer(clusterMismatch);
  options.hash(Number(request.revision)).then(
    (own) => answer(null, encodePeerHash({ memberId: options.selfId, ...own })),
    (error: unknown) => answer(statusOf(error)),
  );
}

function answerChange(
  options: PeerServerOptions,
  request: raftpb.ReconfigureRequest__Output,
  answer: sendUnaryData<raftpb.ReconfigureResponse>,
): void {
  if (isStranger(options, request)) return answer(clusterMismatch);
  try {
    const refusal = options.decideChange(request.change);
    if (refusal === undefined) answer(null, {});
    else answer(statusOf(refusal));
  } catch (error) {
    if (!(error instanceof MalformedRecordError)) throw error;
    answer({ code: status.INVALID_ARGUMENT, details: error.message });
  }
}

function encodeMember({ id, name, peerUrls, clientUrls, isLearner }: MemberRecord): raftpb.ClusterMember {
  const urls = { peer_urls: [...peerUrls], client_urls: [...clientUrls] };
  return { id: toInt64(id), name, ...urls, is_learner: isLearner };
}

/** Each for itself; the answer leaves when all are known, as they wait for the same confirmation anyway. */
function renewAll(
  options: PeerServerOptions,
  ids: readonly string[],
  done: (renewals: raftpb.LeaseRenewal[]) => void,
): void {
  const renewals = new Array<raftpb.LeaseRenewal>(ids.length);
  let left = ids.length;
  if (left === 0) done([]);
  ids.forEach((id, i) =>
    options.renewLease(int64ToBigint(id), (error, ttlSeconds = 0) => {
      const refusal = error === undefined ? undefined : statusOf(error);
      renewals[i] =
        refusal === undefined ? { ttl_seconds: toInt64(ttlSeconds) } : { code: refusal.code, error: refusal.details };
      if (--left === 0) done(renewals);
    }),
  );
}

function statusOf(error: unknown): { code: number; details: string } {
  const known = toEtcdError(error);
  return known === undefined
    ? { code: status.INTERNAL, details: 'internal error' }
    : { code: known.code, details: known.message };
}

function encodeTtl(lease: LeaseTimeToLive | undefined, withKeys: boolean): raftpb.LeaseTtlResponse {
  if (lease === undefined) return { found: false };
  return {
    found: true,
    remaining_ttl_seconds: toInt64(lease.ttlSeconds),
    granted_ttl_seconds: toInt64(lease.grantedTtlSeconds),
    keys: withKeys ? lease.keys.map((key) => Buffer.from(key)) : [],
  };
}
