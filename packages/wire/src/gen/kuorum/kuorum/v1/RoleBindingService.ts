// Original file: proto/kuorum/v1/rbac.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { RoleBinding as _kuorum_v1_RoleBinding, RoleBinding__Output as _kuorum_v1_RoleBinding__Output } from '../../kuorum/v1/RoleBinding.js';
import type { RoleBindingCreateRequest as _kuorum_v1_RoleBindingCreateRequest, RoleBindingCreateRequest__Output as _kuorum_v1_RoleBindingCreateRequest__Output } from '../../kuorum/v1/RoleBindingCreateRequest.js';
import type { RoleBindingList as _kuorum_v1_RoleBindingList, RoleBindingList__Output as _kuorum_v1_RoleBindingList__Output } from '../../kuorum/v1/RoleBindingList.js';
import type { RoleBindingUpdateRequest as _kuorum_v1_RoleBindingUpdateRequest, RoleBindingUpdateRequest__Output as _kuorum_v1_RoleBindingUpdateRequest__Output } from '../../kuorum/v1/RoleBindingUpdateRequest.js';
import type { RoleBindingWatchEvent as _kuorum_v1_RoleBindingWatchEvent, RoleBindingWatchEvent__Output as _kuorum_v1_RoleBindingWatchEvent__Output } from '../../kuorum/v1/RoleBindingWatchEvent.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Role bindings (rbac.authorization.k8s.io/v1). Namespaced.
 */
export interface RoleBindingServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_RoleBindingCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_RoleBindingCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_RoleBindingCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_RoleBindingCreateRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_RoleBindingCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_RoleBindingCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_RoleBindingCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_RoleBindingCreateRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBindingList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_RoleBindingUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_RoleBindingUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_RoleBindingUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_RoleBindingUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_RoleBindingUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_RoleBindingUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_RoleBindingUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_RoleBindingUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_RoleBinding__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_RoleBindingWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_RoleBindingWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_RoleBindingWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_RoleBindingWatchEvent__Output>;

}

/**
 * Role bindings (rbac.authorization.k8s.io/v1). Namespaced.
 */
export interface RoleBindingServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_RoleBindingCreateRequest__Output, _kuorum_v1_RoleBinding>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_RoleBinding>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_RoleBindingList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_RoleBinding>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_RoleBindingList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_RoleBinding>;

  Update: grpc.handleUnaryCall<_kuorum_v1_RoleBindingUpdateRequest__Output, _kuorum_v1_RoleBinding>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_RoleBindingWatchEvent>;

}

export interface RoleBindingServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_RoleBindingCreateRequest, _kuorum_v1_RoleBinding, _kuorum_v1_RoleBindingCreateRequest__Output, _kuorum_v1_RoleBinding__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_RoleBinding, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_RoleBinding__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_RoleBindingList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_RoleBindingList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_RoleBinding, _kuorum_v1_GetRequest__Output, _kuorum_v1_RoleBinding__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_RoleBindingList, _kuorum_v1_ListRequest__Output, _kuorum_v1_RoleBindingList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_RoleBinding, _kuorum_v1_PatchRequest__Output, _kuorum_v1_RoleBinding__Output>
  Update: MethodDefinition<_kuorum_v1_RoleBindingUpdateRequest, _kuorum_v1_RoleBinding, _kuorum_v1_RoleBindingUpdateRequest__Output, _kuorum_v1_RoleBinding__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_RoleBindingWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_RoleBindingWatchEvent__Output>
}
