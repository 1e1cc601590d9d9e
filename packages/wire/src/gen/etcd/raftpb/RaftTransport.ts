// Original file: proto/raftpb/raft.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { HashKvRequest as _raftpb_HashKvRequest, HashKvRequest__Output as _raftpb_HashKvRequest__Output } from '../raftpb/HashKvRequest.js';
import type { HashKvResponse as _raftpb_HashKvResponse, HashKvResponse__Output as _raftpb_HashKvResponse__Output } from '../raftpb/HashKvResponse.js';
import type { LeaseRenewRequest as _raftpb_LeaseRenewRequest, LeaseRenewRequest__Output as _raftpb_LeaseRenewRequest__Output } from '../raftpb/LeaseRenewRequest.js';
import type { LeaseRenewResponse as _raftpb_LeaseRenewResponse, LeaseRenewResponse__Output as _raftpb_LeaseRenewResponse__Output } from '../raftpb/LeaseRenewResponse.js';
import type { LeaseTtlRequest as _raftpb_LeaseTtlRequest, LeaseTtlRequest__Output as _raftpb_LeaseTtlRequest__Output } from '../raftpb/LeaseTtlRequest.js';
import type { LeaseTtlResponse as _raftpb_LeaseTtlResponse, LeaseTtlResponse__Output as _raftpb_LeaseTtlResponse__Output } from '../raftpb/LeaseTtlResponse.js';
import type { MemberStartedRequest as _raftpb_MemberStartedRequest, MemberStartedRequest__Output as _raftpb_MemberStartedRequest__Output } from '../raftpb/MemberStartedRequest.js';
import type { MemberStartedResponse as _raftpb_MemberStartedResponse, MemberStartedResponse__Output as _raftpb_MemberStartedResponse__Output } from '../raftpb/MemberStartedResponse.js';
import type { MembersRequest as _raftpb_MembersRequest, MembersRequest__Output as _raftpb_MembersRequest__Output } from '../raftpb/MembersRequest.js';
import type { MembersResponse as _raftpb_MembersResponse, MembersResponse__Output as _raftpb_MembersResponse__Output } from '../raftpb/MembersResponse.js';
import type { ReconfigureRequest as _raftpb_ReconfigureRequest, ReconfigureRequest__Output as _raftpb_ReconfigureRequest__Output } from '../raftpb/ReconfigureRequest.js';
import type { ReconfigureResponse as _raftpb_ReconfigureResponse, ReconfigureResponse__Output as _raftpb_ReconfigureResponse__Output } from '../raftpb/ReconfigureResponse.js';
import type { SnapshotChunk as _raftpb_SnapshotChunk, SnapshotChunk__Output as _raftpb_SnapshotChunk__Output } from '../raftpb/SnapshotChunk.js';
import type { SnapshotProgressRequest as _raftpb_SnapshotProgressRequest, SnapshotProgressRequest__Output as _raftpb_SnapshotProgressRequest__Output } from '../raftpb/SnapshotProgressRequest.js';
import type { SnapshotProgressResponse as _raftpb_SnapshotProgressResponse, SnapshotProgressResponse__Output as _raftpb_SnapshotProgressResponse__Output } from '../raftpb/SnapshotProgressResponse.js';
import type { SnapshotSummary as _raftpb_SnapshotSummary, SnapshotSummary__Output as _raftpb_SnapshotSummary__Output } from '../raftpb/SnapshotSummary.js';

export interface RaftTransportClient extends grpc.Client {
  /**
   * The checksum of the asked member's history, to be compared with another's.
   */
  HashKv(argument: _raftpb_HashKvRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_HashKvResponse__Output>): grpc.ClientUnaryCall;
  HashKv(argument: _raftpb_HashKvRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_HashKvResponse__Output>): grpc.ClientUnaryCall;
  HashKv(argument: _raftpb_HashKvRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_HashKvResponse__Output>): grpc.ClientUnaryCall;
  HashKv(argument: _raftpb_HashKvRequest, callback: grpc.requestCallback<_raftpb_HashKvResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The checksum of the asked member's history, to be compared with another's.
   */
  hashKv(argument: _raftpb_HashKvRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_HashKvResponse__Output>): grpc.ClientUnaryCall;
  hashKv(argument: _raftpb_HashKvRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_HashKvResponse__Output>): grpc.ClientUnaryCall;
  hashKv(argument: _raftpb_HashKvRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_HashKvResponse__Output>): grpc.ClientUnaryCall;
  hashKv(argument: _raftpb_HashKvRequest, callback: grpc.requestCallback<_raftpb_HashKvResponse__Output>): grpc.ClientUnaryCall;

  /**
   * A `snap` message followed by the state it stands for, in chunks of at most 1 MiB.
   */
  InstallSnapshot(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_SnapshotSummary__Output>): grpc.ClientWritableStream<_raftpb_SnapshotChunk>;
  InstallSnapshot(metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_SnapshotSummary__Output>): grpc.ClientWritableStream<_raftpb_SnapshotChunk>;
  InstallSnapshot(options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_SnapshotSummary__Output>): grpc.ClientWritableStream<_raftpb_SnapshotChunk>;
  InstallSnapshot(callback: grpc.requestCallback<_raftpb_SnapshotSummary__Output>): grpc.ClientWritableStream<_raftpb_SnapshotChunk>;
  /**
   * A `snap` message followed by the state it stands for, in chunks of at most 1 MiB.
   */
  installSnapshot(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_SnapshotSummary__Output>): grpc.ClientWritableStream<_raftpb_SnapshotChunk>;
  installSnapshot(metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_SnapshotSummary__Output>): grpc.ClientWritableStream<_raftpb_SnapshotChunk>;
  installSnapshot(options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_SnapshotSummary__Output>): grpc.ClientWritableStream<_raftpb_SnapshotChunk>;
  installSnapshot(callback: grpc.requestCallback<_raftpb_SnapshotSummary__Output>): grpc.ClientWritableStream<_raftpb_SnapshotChunk>;

  /**
   * Leases tick on the leader only: other members pass these on to it.
   */
  LeaseRenew(argument: _raftpb_LeaseRenewRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_LeaseRenewResponse__Output>): grpc.ClientUnaryCall;
  LeaseRenew(argument: _raftpb_LeaseRenewRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_LeaseRenewResponse__Output>): grpc.ClientUnaryCall;
  LeaseRenew(argument: _raftpb_LeaseRenewRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_LeaseRenewResponse__Output>): grpc.ClientUnaryCall;
  LeaseRenew(argument: _raftpb_LeaseRenewRequest, callback: grpc.requestCallback<_raftpb_LeaseRenewResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Leases tick on the leader only: other members pass these on to it.
   */
  leaseRenew(argument: _raftpb_LeaseRenewRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_LeaseRenewResponse__Output>): grpc.ClientUnaryCall;
  leaseRenew(argument: _raftpb_LeaseRenewRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_LeaseRenewResponse__Output>): grpc.ClientUnaryCall;
  leaseRenew(argument: _raftpb_LeaseRenewRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_LeaseRenewResponse__Output>): grpc.ClientUnaryCall;
  leaseRenew(argument: _raftpb_LeaseRenewRequest, callback: grpc.requestCallback<_raftpb_LeaseRenewResponse__Output>): grpc.ClientUnaryCall;

  LeaseTimeToLive(argument: _raftpb_LeaseTtlRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_LeaseTtlResponse__Output>): grpc.ClientUnaryCall;
  LeaseTimeToLive(argument: _raftpb_LeaseTtlRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_LeaseTtlResponse__Output>): grpc.ClientUnaryCall;
  LeaseTimeToLive(argument: _raftpb_LeaseTtlRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_LeaseTtlResponse__Output>): grpc.ClientUnaryCall;
  LeaseTimeToLive(argument: _raftpb_LeaseTtlRequest, callback: grpc.requestCallback<_raftpb_LeaseTtlResponse__Output>): grpc.ClientUnaryCall;
  leaseTimeToLive(argument: _raftpb_LeaseTtlRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_LeaseTtlResponse__Output>): grpc.ClientUnaryCall;
  leaseTimeToLive(argument: _raftpb_LeaseTtlRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_LeaseTtlResponse__Output>): grpc.ClientUnaryCall;
  leaseTimeToLive(argument: _raftpb_LeaseTtlRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_LeaseTtlResponse__Output>): grpc.ClientUnaryCall;
  leaseTimeToLive(argument: _raftpb_LeaseTtlRequest, callback: grpc.requestCallback<_raftpb_LeaseTtlResponse__Output>): grpc.ClientUnaryCall;

  /**
   * Asked by a member whose directory is empty: has it run before, and lost what it promised?
   */
  MemberStarted(argument: _raftpb_MemberStartedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_MemberStartedResponse__Output>): grpc.ClientUnaryCall;
  MemberStarted(argument: _raftpb_MemberStartedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_MemberStartedResponse__Output>): grpc.ClientUnaryCall;
  MemberStarted(argument: _raftpb_MemberStartedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_MemberStartedResponse__Output>): grpc.ClientUnaryCall;
  MemberStarted(argument: _raftpb_MemberStartedRequest, callback: grpc.requestCallback<_raftpb_MemberStartedResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Asked by a member whose directory is empty: has it run before, and lost what it promised?
   */
  memberStarted(argument: _raftpb_MemberStartedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_MemberStartedResponse__Output>): grpc.ClientUnaryCall;
  memberStarted(argument: _raftpb_MemberStartedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_MemberStartedResponse__Output>): grpc.ClientUnaryCall;
  memberStarted(argument: _raftpb_MemberStartedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_MemberStartedResponse__Output>): grpc.ClientUnaryCall;
  memberStarted(argument: _raftpb_MemberStartedRequest, callback: grpc.requestCallback<_raftpb_MemberStartedResponse__Output>): grpc.ClientUnaryCall;

  /**
   * Asked by a member that joins a cluster which exists: who is in it?
   */
  Members(argument: _raftpb_MembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_MembersResponse__Output>): grpc.ClientUnaryCall;
  Members(argument: _raftpb_MembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_MembersResponse__Output>): grpc.ClientUnaryCall;
  Members(argument: _raftpb_MembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_MembersResponse__Output>): grpc.ClientUnaryCall;
  Members(argument: _raftpb_MembersRequest, callback: grpc.requestCallback<_raftpb_MembersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Asked by a member that joins a cluster which exists: who is in it?
   */
  members(argument: _raftpb_MembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_MembersResponse__Output>): grpc.ClientUnaryCall;
  members(argument: _raftpb_MembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_MembersResponse__Output>): grpc.ClientUnaryCall;
  members(argument: _raftpb_MembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_MembersResponse__Output>): grpc.ClientUnaryCall;
  members(argument: _raftpb_MembersRequest, callback: grpc.requestCallback<_raftpb_MembersResponse__Output>): grpc.ClientUnaryCall;

  /**
   * Asked of the leader: it alone can check a change of membership, and puts it into the log in the asker's name.
   */
  Reconfigure(argument: _raftpb_ReconfigureRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_ReconfigureResponse__Output>): grpc.ClientUnaryCall;
  Reconfigure(argument: _raftpb_ReconfigureRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_ReconfigureResponse__Output>): grpc.ClientUnaryCall;
  Reconfigure(argument: _raftpb_ReconfigureRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_ReconfigureResponse__Output>): grpc.ClientUnaryCall;
  Reconfigure(argument: _raftpb_ReconfigureRequest, callback: grpc.requestCallback<_raftpb_ReconfigureResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Asked of the leader: it alone can check a change of membership, and puts it into the log in the asker's name.
   */
  reconfigure(argument: _raftpb_ReconfigureRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_ReconfigureResponse__Output>): grpc.ClientUnaryCall;
  reconfigure(argument: _raftpb_ReconfigureRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_ReconfigureResponse__Output>): grpc.ClientUnaryCall;
  reconfigure(argument: _raftpb_ReconfigureRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_ReconfigureResponse__Output>): grpc.ClientUnaryCall;
  reconfigure(argument: _raftpb_ReconfigureRequest, callback: grpc.requestCallback<_raftpb_ReconfigureResponse__Output>): grpc.ClientUnaryCall;

  /**
   * Asked before a snapshot is sent: a transfer that broke goes on where it stopped.
   */
  SnapshotProgress(argument: _raftpb_SnapshotProgressRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_SnapshotProgressResponse__Output>): grpc.ClientUnaryCall;
  SnapshotProgress(argument: _raftpb_SnapshotProgressRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_SnapshotProgressResponse__Output>): grpc.ClientUnaryCall;
  SnapshotProgress(argument: _raftpb_SnapshotProgressRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_SnapshotProgressResponse__Output>): grpc.ClientUnaryCall;
  SnapshotProgress(argument: _raftpb_SnapshotProgressRequest, callback: grpc.requestCallback<_raftpb_SnapshotProgressResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Asked before a snapshot is sent: a transfer that broke goes on where it stopped.
   */
  snapshotProgress(argument: _raftpb_SnapshotProgressRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_SnapshotProgressResponse__Output>): grpc.ClientUnaryCall;
  snapshotProgress(argument: _raftpb_SnapshotProgressRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_raftpb_SnapshotProgressResponse__Output>): grpc.ClientUnaryCall;
  snapshotProgress(argument: _raftpb_SnapshotProgressRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_raftpb_SnapshotProgressResponse__Output>): grpc.ClientUnaryCall;
  snapshotProgress(argument: _raftpb_SnapshotProgressRequest, callback: grpc.requestCallback<_raftpb_SnapshotProgressResponse__Output>): grpc.ClientUnaryCall;

}

export interface RaftTransportHandlers extends grpc.UntypedServiceImplementation {
  /**
   * The checksum of the asked member's history, to be compared with another's.
   */
  HashKv: grpc.handleUnaryCall<_raftpb_HashKvRequest__Output, _raftpb_HashKvResponse>;

  /**
   * A `snap` message followed by the state it stands for, in chunks of at most 1 MiB.
   */
  InstallSnapshot: grpc.handleClientStreamingCall<_raftpb_SnapshotChunk__Output, _raftpb_SnapshotSummary>;

  /**
   * Leases tick on the leader only: other members pass these on to it.
   */
  LeaseRenew: grpc.handleUnaryCall<_raftpb_LeaseRenewRequest__Output, _raftpb_LeaseRenewResponse>;

  LeaseTimeToLive: grpc.handleUnaryCall<_raftpb_LeaseTtlRequest__Output, _raftpb_LeaseTtlResponse>;

  /**
   * Asked by a member whose directory is empty: has it run before, and lost what it promised?
   */
  MemberStarted: grpc.handleUnaryCall<_raftpb_MemberStartedRequest__Output, _raftpb_MemberStartedResponse>;

  /**
   * Asked by a member that joins a cluster which exists: who is in it?
   */
  Members: grpc.handleUnaryCall<_raftpb_MembersRequest__Output, _raftpb_MembersResponse>;

  /**
   * Asked of the leader: it alone can check a change of membership, and puts it into the log in the asker's name.
   */
  Reconfigure: grpc.handleUnaryCall<_raftpb_ReconfigureRequest__Output, _raftpb_ReconfigureResponse>;

  /**
   * Asked before a snapshot is sent: a transfer that broke goes on where it stopped.
   */
  SnapshotProgress: grpc.handleUnaryCall<_raftpb_SnapshotProgressRequest__Output, _raftpb_SnapshotProgressResponse>;

}

export interface RaftTransportDefinition extends grpc.ServiceDefinition {
  HashKv: MethodDefinition<_raftpb_HashKvRequest, _raftpb_HashKvResponse, _raftpb_HashKvRequest__Output, _raftpb_HashKvResponse__Output>
  InstallSnapshot: MethodDefinition<_raftpb_SnapshotChunk, _raftpb_SnapshotSummary, _raftpb_SnapshotChunk__Output, _raftpb_SnapshotSummary__Output>
  LeaseRenew: MethodDefinition<_raftpb_LeaseRenewRequest, _raftpb_LeaseRenewResponse, _raftpb_LeaseRenewRequest__Output, _raftpb_LeaseRenewResponse__Output>
  LeaseTimeToLive: MethodDefinition<_raftpb_LeaseTtlRequest, _raftpb_LeaseTtlResponse, _raftpb_LeaseTtlRequest__Output, _raftpb_LeaseTtlResponse__Output>
  MemberStarted: MethodDefinition<_raftpb_MemberStartedRequest, _raftpb_MemberStartedResponse, _raftpb_MemberStartedRequest__Output, _raftpb_MemberStartedResponse__Output>
  Members: MethodDefinition<_raftpb_MembersRequest, _raftpb_MembersResponse, _raftpb_MembersRequest__Output, _raftpb_MembersResponse__Output>
  Reconfigure: MethodDefinition<_raftpb_ReconfigureRequest, _raftpb_ReconfigureResponse, _raftpb_ReconfigureRequest__Output, _raftpb_ReconfigureResponse__Output>
  SnapshotProgress: MethodDefinition<_raftpb_SnapshotProgressRequest, _raftpb_SnapshotProgressResponse, _raftpb_SnapshotProgressRequest__Output, _raftpb_SnapshotProgressResponse__Output>
}
