// Original file: proto/kuorum/v1/rbac.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ClusterRole as _kuorum_v1_ClusterRole, ClusterRole__Output as _kuorum_v1_ClusterRole__Output } from '../../kuorum/v1/ClusterRole.js';
import type { ClusterRoleCreateRequest as _kuorum_v1_ClusterRoleCreateRequest, ClusterRoleCreateRequest__Output as _kuorum_v1_ClusterRoleCreateRequest__Output } from '../../kuorum/v1/ClusterRoleCreateRequest.js';
import type { ClusterRoleList as _kuorum_v1_ClusterRoleList, ClusterRoleList__Output as _kuorum_v1_ClusterRoleList__Output } from '../../kuorum/v1/ClusterRoleList.js';
import type { ClusterRoleUpdateRequest as _kuorum_v1_ClusterRoleUpdateRequest, ClusterRoleUpdateRequest__Output as _kuorum_v1_ClusterRoleUpdateRequest__Output } from '../../kuorum/v1/ClusterRoleUpdateRequest.js';
import type { ClusterRoleWatchEvent as _kuorum_v1_ClusterRoleWatchEvent, ClusterRoleWatchEvent__Output as _kuorum_v1_ClusterRoleWatchEvent__Output } from '../../kuorum/v1/ClusterRoleWatchEvent.js';
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Cluster roles (rbac.authorization.k8s.io/v1). Cluster-scoped.
 */
export interface ClusterRoleServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_ClusterRoleCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ClusterRoleCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ClusterRoleCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ClusterRoleCreateRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ClusterRoleCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ClusterRoleCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ClusterRoleCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ClusterRoleCreateRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRoleList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_ClusterRoleUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ClusterRoleUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ClusterRoleUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ClusterRoleUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ClusterRoleUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ClusterRoleUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ClusterRoleUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ClusterRoleUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ClusterRole__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ClusterRoleWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ClusterRoleWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ClusterRoleWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ClusterRoleWatchEvent__Output>;

}

/**
 * Cluster roles (rbac.authorization.k8s.io/v1). Cluster-scoped.
 */
export interface ClusterRoleServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_ClusterRoleCreateRequest__Output, _kuorum_v1_ClusterRole>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_ClusterRole>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ClusterRoleList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_ClusterRole>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_ClusterRoleList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_ClusterRole>;

  Update: grpc.handleUnaryCall<_kuorum_v1_ClusterRoleUpdateRequest__Output, _kuorum_v1_ClusterRole>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_ClusterRoleWatchEvent>;

}

export interface ClusterRoleServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_ClusterRoleCreateRequest, _kuorum_v1_ClusterRole, _kuorum_v1_ClusterRoleCreateRequest__Output, _kuorum_v1_ClusterRole__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_ClusterRole, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_ClusterRole__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_ClusterRoleList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ClusterRoleList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_ClusterRole, _kuorum_v1_GetRequest__Output, _kuorum_v1_ClusterRole__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_ClusterRoleList, _kuorum_v1_ListRequest__Output, _kuorum_v1_ClusterRoleList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_ClusterRole, _kuorum_v1_PatchRequest__Output, _kuorum_v1_ClusterRole__Output>
  Update: MethodDefinition<_kuorum_v1_ClusterRoleUpdateRequest, _kuorum_v1_ClusterRole, _kuorum_v1_ClusterRoleUpdateRequest__Output, _kuorum_v1_ClusterRole__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_ClusterRoleWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_ClusterRoleWatchEvent__Output>
}
