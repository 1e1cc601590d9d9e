// Original file: proto/kuorum/v1/authorization.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { SelfSubjectAccessReview as _kuorum_v1_SelfSubjectAccessReview, SelfSubjectAccessReview__Output as _kuorum_v1_SelfSubjectAccessReview__Output } from '../../kuorum/v1/SelfSubjectAccessReview.js';
import type { SelfSubjectAccessReviewCreateRequest as _kuorum_v1_SelfSubjectAccessReviewCreateRequest, SelfSubjectAccessReviewCreateRequest__Output as _kuorum_v1_SelfSubjectAccessReviewCreateRequest__Output } from '../../kuorum/v1/SelfSubjectAccessReviewCreateRequest.js';

/**
 * What the caller may do: kuorum auth can-i.
 */
export interface SelfSubjectAccessReviewServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_SelfSubjectAccessReviewCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectAccessReview__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SelfSubjectAccessReviewCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectAccessReview__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SelfSubjectAccessReviewCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectAccessReview__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SelfSubjectAccessReviewCreateRequest, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectAccessReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectAccessReviewCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectAccessReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectAccessReviewCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectAccessReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectAccessReviewCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectAccessReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectAccessReviewCreateRequest, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectAccessReview__Output>): grpc.ClientUnaryCall;

}

/**
 * What the caller may do: kuorum auth can-i.
 */
export interface SelfSubjectAccessReviewServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_SelfSubjectAccessReviewCreateRequest__Output, _kuorum_v1_SelfSubjectAccessReview>;

}

export interface SelfSubjectAccessReviewServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_SelfSubjectAccessReviewCreateRequest, _kuorum_v1_SelfSubjectAccessReview, _kuorum_v1_SelfSubjectAccessReviewCreateRequest__Output, _kuorum_v1_SelfSubjectAccessReview__Output>
}
