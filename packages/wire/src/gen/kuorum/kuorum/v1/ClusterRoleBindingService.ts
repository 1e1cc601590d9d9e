// Original file: proto/kuorum/v1/rbac.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ClusterRoleBinding as _kuorum_v1_ClusterRoleBinding, ClusterRoleBinding__Output as _kuorum_v1_ClusterRoleBinding__Output } from '../../kuorum/v1/ClusterRoleBinding.js';
import type { ClusterRoleBindingCreateRequest as _kuorum_v1_ClusterRoleBindingCreateRequest, ClusterRoleBindingCreateRequest__Output as _kuorum_v1_ClusterRoleBindingCreateRequest__Output } from '../../kuorum/v1/ClusterRoleBindingCreateRequest.js';
import type { ClusterRoleBindingList as _kuorum_v1_ClusterRoleBindingList, ClusterRoleBindingList__Output as _kuorum_v1_ClusterRoleBindingList__Output } from '../../kuorum/v1/ClusterRoleBindingList.js';
import type { ClusterRoleBindingUpdateRequest as _kuorum_v1_ClusterRoleBindingUpdateRequest, ClusterRoleBindingUpdateRequest__Output as _kuorum_v1_ClusterRoleBindingUpdateRequest__Output } from '../../kuorum/v1/ClusterRoleBindingUpdateRequest.js';
import type { ClusterRoleBindingWatchEvent as _kuorum_v1_ClusterRoleBindingWatchEvent, ClusterRoleBindingWatchEvent__Output as _kuorum_v1_ClusterRoleBindingWatchEvent__Output } from '../../kuorum/v1/ClusterRoleBindingWatchEvent.js';
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Cluster role bindings (rbac.authorization.k8s.io/v1). Cluster-scoped.
 */
export interface ClusterRoleBindingServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_ClusterRoleBindingCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ClusterRoleBindingCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ClusterRoleBindingCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ClusterRoleBindingCreateRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ClusterRoleBindingCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ClusterRoleBindingCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ClusterRoleBindingCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ClusterRoleBindingCreateRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBindingList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_ClusterRoleBindingUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ClusterRoleBindingUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ClusterRoleBindingUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ClusterRoleBindingUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ClusterRoleBindingUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ClusterRoleBindingUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ClusterRoleBindingUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ClusterRoleBindingUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleBinding__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ClusterRoleBindingWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ClusterRoleBindingWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ClusterRoleBindingWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ClusterRoleBindingWatchEvent__Output>;

}

/**
 * Cluster role bindings (rbac.authorization.k8s.io/v1). Cluster-scoped.
 */
export interface ClusterRoleBindingServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_ClusterRoleBindingCreateRequest__Output, _kuorum_v1_ClusterRoleBinding>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_ClusterRoleBinding>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ClusterRoleBindingList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_ClusterRoleBinding>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_ClusterRoleBindingList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_ClusterRoleBinding>;

  Update: grpc.handleUnaryCall<_kuorum_v1_ClusterRoleBindingUpdateRequest__Output, _kuorum_v1_ClusterRoleBinding>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_ClusterRoleBindingWatchEvent>;

}

export interface ClusterRoleBindingServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_ClusterRoleBindingCreateRequest, _kuorum_v1_ClusterRoleBinding, _kuorum_v1_ClusterRoleBindingCreateRequest__Output, _kuorum_v1_ClusterRoleBinding__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_ClusterRoleBinding, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_ClusterRoleBinding__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_ClusterRoleBindingList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ClusterRoleBindingList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_ClusterRoleBinding, _kuorum_v1_GetRequest__Output, _kuorum_v1_ClusterRoleBinding__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_ClusterRoleBindingList, _kuorum_v1_ListRequest__Output, _kuorum_v1_ClusterRoleBindingList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_ClusterRoleBinding, _kuorum_v1_PatchRequest__Output, _kuorum_v1_ClusterRoleBinding__Output>
  Update: MethodDefinition<_kuorum_v1_ClusterRoleBindingUpdateRequest, _kuorum_v1_ClusterRoleBinding, _kuorum_v1_ClusterRoleBindingUpdateRequest__Output, _kuorum_v1_ClusterRoleBinding__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_ClusterRoleBindingWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_ClusterRoleBindingWatchEvent__Output>
}
