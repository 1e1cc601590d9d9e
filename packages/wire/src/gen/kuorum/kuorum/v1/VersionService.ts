// Original file: proto/kuorum/v1/version.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { VersionInfo as _kuorum_v1_VersionInfo, VersionInfo__Output as _kuorum_v1_VersionInfo__Output } from '../../kuorum/v1/VersionInfo.js';
import type { VersionRequest as _kuorum_v1_VersionRequest, VersionRequest__Output as _kuorum_v1_VersionRequest__Output } from '../../kuorum/v1/VersionRequest.js';

/**
 * What the server is.
 */
export interface VersionServiceClient extends grpc.Client {
  Get(argument: _kuorum_v1_VersionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_VersionInfo__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_VersionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_VersionInfo__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_VersionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_VersionInfo__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_VersionRequest, callback: grpc.requestCallback<_kuorum_v1_VersionInfo__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_VersionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_VersionInfo__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_VersionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_VersionInfo__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_VersionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_VersionInfo__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_VersionRequest, callback: grpc.requestCallback<_kuorum_v1_VersionInfo__Output>): grpc.ClientUnaryCall;

}

/**
 * What the server is.
 */
export interface VersionServiceHandlers extends grpc.UntypedServiceImplementation {
  Get: grpc.handleUnaryCall<_kuorum_v1_VersionRequest__Output, _kuorum_v1_VersionInfo>;

}

export interface VersionServiceDefinition extends grpc.ServiceDefinition {
  Get: MethodDefinition<_kuorum_v1_VersionRequest, _kuorum_v1_VersionInfo, _kuorum_v1_VersionRequest__Output, _kuorum_v1_VersionInfo__Output>
}
