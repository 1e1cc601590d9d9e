// Original file: proto/kuorum/v1/encryption.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { EncryptionRotateRequest as _kuorum_v1_EncryptionRotateRequest, EncryptionRotateRequest__Output as _kuorum_v1_EncryptionRotateRequest__Output } from '../../kuorum/v1/EncryptionRotateRequest.js';
import type { EncryptionStatus as _kuorum_v1_EncryptionStatus, EncryptionStatus__Output as _kuorum_v1_EncryptionStatus__Output } from '../../kuorum/v1/EncryptionStatus.js';
import type { EncryptionStatusRequest as _kuorum_v1_EncryptionStatusRequest, EncryptionStatusRequest__Output as _kuorum_v1_EncryptionStatusRequest__Output } from '../../kuorum/v1/EncryptionStatusRequest.js';

/**
 * How Secrets are stored.
 */
export interface EncryptionServiceClient extends grpc.Client {
  /**
   * Writes every Secret anew that is not stored with the key that writes, and tells how far it is; the last message is a count.
   */
  Rotate(argument: _kuorum_v1_EncryptionRotateRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EncryptionStatus__Output>;
  Rotate(argument: _kuorum_v1_EncryptionRotateRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EncryptionStatus__Output>;
  /**
   * Writes every Secret anew that is not stored with the key that writes, and tells how far it is; the last message is a count.
   */
  rotate(argument: _kuorum_v1_EncryptionRotateRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EncryptionStatus__Output>;
  rotate(argument: _kuorum_v1_EncryptionRotateRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EncryptionStatus__Output>;

  Status(argument: _kuorum_v1_EncryptionStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EncryptionStatus__Output>): grpc.ClientUnaryCall;
  Status(argument: _kuorum_v1_EncryptionStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_EncryptionStatus__Output>): grpc.ClientUnaryCall;
  Status(argument: _kuorum_v1_EncryptionStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EncryptionStatus__Output>): grpc.ClientUnaryCall;
  Status(argument: _kuorum_v1_EncryptionStatusRequest, callback: grpc.requestCallback<_kuorum_v1_EncryptionStatus__Output>): grpc.ClientUnaryCall;
  status(argument: _kuorum_v1_EncryptionStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EncryptionStatus__Output>): grpc.ClientUnaryCall;
  status(argument: _kuorum_v1_EncryptionStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_EncryptionStatus__Output>): grpc.ClientUnaryCall;
  status(argument: _kuorum_v1_EncryptionStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EncryptionStatus__Output>): grpc.ClientUnaryCall;
  status(argument: _kuorum_v1_EncryptionStatusRequest, callback: grpc.requestCallback<_kuorum_v1_EncryptionStatus__Output>): grpc.ClientUnaryCall;

}

/**
 * How Secrets are stored.
 */
export interface EncryptionServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Writes every Secret anew that is not stored with the key that writes, and tells how far it is; the last message is a count.
   */
  Rotate: grpc.handleServerStreamingCall<_kuorum_v1_EncryptionRotateRequest__Output, _kuorum_v1_EncryptionStatus>;

  Status: grpc.handleUnaryCall<_kuorum_v1_EncryptionStatusRequest__Output, _kuorum_v1_EncryptionStatus>;

}

export interface EncryptionServiceDefinition extends grpc.ServiceDefinition {
  Rotate: MethodDefinition<_kuorum_v1_EncryptionRotateRequest, _kuorum_v1_EncryptionStatus, _kuorum_v1_EncryptionRotateRequest__Output, _kuorum_v1_EncryptionStatus__Output>
  Status: MethodDefinition<_kuorum_v1_EncryptionStatusRequest, _kuorum_v1_EncryptionStatus, _kuorum_v1_EncryptionStatusRequest__Output, _kuorum_v1_EncryptionStatus__Output>
}
