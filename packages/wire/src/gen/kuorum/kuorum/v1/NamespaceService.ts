// Original file: proto/kuorum/v1/namespace.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { Namespace as _kuorum_v1_Namespace, Namespace__Output as _kuorum_v1_Namespace__Output } from '../../kuorum/v1/Namespace.js';
import type { NamespaceCreateRequest as _kuorum_v1_NamespaceCreateRequest, NamespaceCreateRequest__Output as _kuorum_v1_NamespaceCreateRequest__Output } from '../../kuorum/v1/NamespaceCreateRequest.js';
import type { NamespaceList as _kuorum_v1_NamespaceList, NamespaceList__Output as _kuorum_v1_NamespaceList__Output } from '../../kuorum/v1/NamespaceList.js';
import type { NamespaceUpdateRequest as _kuorum_v1_NamespaceUpdateRequest, NamespaceUpdateRequest__Output as _kuorum_v1_NamespaceUpdateRequest__Output } from '../../kuorum/v1/NamespaceUpdateRequest.js';
import type { NamespaceWatchEvent as _kuorum_v1_NamespaceWatchEvent, NamespaceWatchEvent__Output as _kuorum_v1_NamespaceWatchEvent__Output } from '../../kuorum/v1/NamespaceWatchEvent.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Namespaces. Cluster-scoped.
 */
export interface NamespaceServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_NamespaceCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_NamespaceCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_NamespaceCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_NamespaceCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_NamespaceCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_NamespaceCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_NamespaceCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_NamespaceCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_NamespaceList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_NamespaceUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_NamespaceUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_NamespaceUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_NamespaceUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_NamespaceUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_NamespaceUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_NamespaceUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_NamespaceUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;

  UpdateStatus(argument: _kuorum_v1_NamespaceUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_NamespaceUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_NamespaceUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_NamespaceUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_NamespaceUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_NamespaceUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_NamespaceUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_NamespaceUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Namespace__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_NamespaceWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_NamespaceWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_NamespaceWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_NamespaceWatchEvent__Output>;

}

/**
 * Namespaces. Cluster-scoped.
 */
export interface NamespaceServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_NamespaceCreateRequest__Output, _kuorum_v1_Namespace>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_Namespace>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_NamespaceList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Namespace>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_NamespaceList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_Namespace>;

  Update: grpc.handleUnaryCall<_kuorum_v1_NamespaceUpdateRequest__Output, _kuorum_v1_Namespace>;

  UpdateStatus: grpc.handleUnaryCall<_kuorum_v1_NamespaceUpdateRequest__Output, _kuorum_v1_Namespace>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_NamespaceWatchEvent>;

}

export interface NamespaceServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_NamespaceCreateRequest, _kuorum_v1_Namespace, _kuorum_v1_NamespaceCreateRequest__Output, _kuorum_v1_Namespace__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_Namespace, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_Namespace__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_NamespaceList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_NamespaceList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Namespace, _kuorum_v1_GetRequest__Output, _kuorum_v1_Namespace__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_NamespaceList, _kuorum_v1_ListRequest__Output, _kuorum_v1_NamespaceList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_Namespace, _kuorum_v1_PatchRequest__Output, _kuorum_v1_Namespace__Output>
  Update: MethodDefinition<_kuorum_v1_NamespaceUpdateRequest, _kuorum_v1_Namespace, _kuorum_v1_NamespaceUpdateRequest__Output, _kuorum_v1_Namespace__Output>
  UpdateStatus: MethodDefinition<_kuorum_v1_NamespaceUpdateRequest, _kuorum_v1_Namespace, _kuorum_v1_NamespaceUpdateRequest__Output, _kuorum_v1_Namespace__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_NamespaceWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_NamespaceWatchEvent__Output>
}
