// Original file: proto/kuorum/v1/authorization.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { SelfSubjectReview as _kuorum_v1_SelfSubjectReview, SelfSubjectReview__Output as _kuorum_v1_SelfSubjectReview__Output } from '../../kuorum/v1/SelfSubjectReview.js';
import type { SelfSubjectReviewCreateRequest as _kuorum_v1_SelfSubjectReviewCreateRequest, SelfSubjectReviewCreateRequest__Output as _kuorum_v1_SelfSubjectReviewCreateRequest__Output } from '../../kuorum/v1/SelfSubjectReviewCreateRequest.js';

/**
 * Who the caller is: kuorum auth whoami.
 */
export interface SelfSubjectReviewServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_SelfSubjectReviewCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectReview__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SelfSubjectReviewCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectReview__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SelfSubjectReviewCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectReview__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SelfSubjectReviewCreateRequest, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectReviewCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectReviewCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectReviewCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectReviewCreateRequest, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectReview__Output>): grpc.ClientUnaryCall;

}

/**
 * Who the caller is: kuorum auth whoami.
 */
export interface SelfSubjectReviewServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_SelfSubjectReviewCreateRequest__Output, _kuorum_v1_SelfSubjectReview>;

}

export interface SelfSubjectReviewServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_SelfSubjectReviewCreateRequest, _kuorum_v1_SelfSubjectReview, _kuorum_v1_SelfSubjectReviewCreateRequest__Output, _kuorum_v1_SelfSubjectReview__Output>
}
