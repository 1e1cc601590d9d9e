// Original file: proto/kuorum/v1/rbac.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { Role as _kuorum_v1_Role, Role__Output as _kuorum_v1_Role__Output } from '../../kuorum/v1/Role.js';
import type { RoleCreateRequest as _kuorum_v1_RoleCreateRequest, RoleCreateRequest__Output as _kuorum_v1_RoleCreateRequest__Output } from '../../kuorum/v1/RoleCreateRequest.js';
import type { RoleList as _kuorum_v1_RoleList, RoleList__Output as _kuorum_v1_RoleList__Output } from '../../kuorum/v1/RoleList.js';
import type { RoleUpdateRequest as _kuorum_v1_RoleUpdateRequest, RoleUpdateRequest__Output as _kuorum_v1_RoleUpdateRequest__Output } from '../../kuorum/v1/RoleUpdateRequest.js';
import type { RoleWatchEvent as _kuorum_v1_RoleWatchEvent, RoleWatchEvent__Output as _kuorum_v1_RoleWatchEvent__Output } from '../../kuorum/v1/RoleWatchEvent.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Roles (rbac.authorization.k8s.io/v1). Namespaced.
 */
export interface RoleServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_RoleCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_RoleCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_RoleCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_RoleCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_RoleCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_RoleCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_RoleCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_RoleCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_RoleList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_RoleUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_RoleUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_RoleUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_RoleUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_RoleUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_RoleUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_RoleUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_RoleUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Role__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_RoleWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_RoleWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_RoleWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_RoleWatchEvent__Output>;

}

/**
 * Roles (rbac.authorization.k8s.io/v1). Namespaced.
 */
export interface RoleServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_RoleCreateRequest__Output, _kuorum_v1_Role>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_Role>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_RoleList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Role>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_RoleList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_Role>;

  Update: grpc.handleUnaryCall<_kuorum_v1_RoleUpdateRequest__Output, _kuorum_v1_Role>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_RoleWatchEvent>;

}

export interface RoleServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_RoleCreateRequest, _kuorum_v1_Role, _kuorum_v1_RoleCreateRequest__Output, _kuorum_v1_Role__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_Role, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_Role__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_RoleList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_RoleList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Role, _kuorum_v1_GetRequest__Output, _kuorum_v1_Role__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_RoleList, _kuorum_v1_ListRequest__Output, _kuorum_v1_RoleList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_Role, _kuorum_v1_PatchRequest__Output, _kuorum_v1_Role__Output>
  Update: MethodDefinition<_kuorum_v1_RoleUpdateRequest, _kuorum_v1_Role, _kuorum_v1_RoleUpdateRequest__Output, _kuorum_v1_Role__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_RoleWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_RoleWatchEvent__Output>
}
