// Original file: proto/kuorum/v1/authorization.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { SelfSubjectRulesReview as _kuorum_v1_SelfSubjectRulesReview, SelfSubjectRulesReview__Output as _kuorum_v1_SelfSubjectRulesReview__Output } from '../../kuorum/v1/SelfSubjectRulesReview.js';
import type { SelfSubjectRulesReviewCreateRequest as _kuorum_v1_SelfSubjectRulesReviewCreateRequest, SelfSubjectRulesReviewCreateRequest__Output as _kuorum_v1_SelfSubjectRulesReviewCreateRequest__Output } from '../../kuorum/v1/SelfSubjectRulesReviewCreateRequest.js';

/**
 * All that the caller may do: kuorum auth can-i --list.
 */
export interface SelfSubjectRulesReviewServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_SelfSubjectRulesReviewCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectRulesReview__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SelfSubjectRulesReviewCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectRulesReview__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SelfSubjectRulesReviewCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectRulesReview__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SelfSubjectRulesReviewCreateRequest, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectRulesReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectRulesReviewCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectRulesReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectRulesReviewCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectRulesReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectRulesReviewCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectRulesReview__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SelfSubjectRulesReviewCreateRequest, callback: grpc.requestCallback<_kuorum_v1_SelfSubjectRulesReview__Output>): grpc.ClientUnaryCall;

}

/**
 * All that the caller may do: kuorum auth can-i --list.
 */
export interface SelfSubjectRulesReviewServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_SelfSubjectRulesReviewCreateRequest__Output, _kuorum_v1_SelfSubjectRulesReview>;

}

export interface SelfSubjectRulesReviewServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_SelfSubjectRulesReviewCreateRequest, _kuorum_v1_SelfSubjectRulesReview, _kuorum_v1_SelfSubjectRulesReviewCreateRequest__Output, _kuorum_v1_SelfSubjectRulesReview__Output>
}
