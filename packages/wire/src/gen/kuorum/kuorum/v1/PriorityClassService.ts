// Original file: proto/kuorum/v1/priority_class.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { PriorityClass as _kuorum_v1_PriorityClass, PriorityClass__Output as _kuorum_v1_PriorityClass__Output } from '../../kuorum/v1/PriorityClass.js';
import type { PriorityClassCreateRequest as _kuorum_v1_PriorityClassCreateRequest, PriorityClassCreateRequest__Output as _kuorum_v1_PriorityClassCreateRequest__Output } from '../../kuorum/v1/PriorityClassCreateRequest.js';
import type { PriorityClassList as _kuorum_v1_PriorityClassList, PriorityClassList__Output as _kuorum_v1_PriorityClassList__Output } from '../../kuorum/v1/PriorityClassList.js';
import type { PriorityClassUpdateRequest as _kuorum_v1_PriorityClassUpdateRequest, PriorityClassUpdateRequest__Output as _kuorum_v1_PriorityClassUpdateRequest__Output } from '../../kuorum/v1/PriorityClassUpdateRequest.js';
import type { PriorityClassWatchEvent as _kuorum_v1_PriorityClassWatchEvent, PriorityClassWatchEvent__Output as _kuorum_v1_PriorityClassWatchEvent__Output } from '../../kuorum/v1/PriorityClassWatchEvent.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Priority classes (scheduling.k8s.io/v1). Cluster-scoped.
 */
export interface PriorityClassServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_PriorityClassCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_PriorityClassCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_PriorityClassCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_PriorityClassCreateRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PriorityClassCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PriorityClassCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PriorityClassCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PriorityClassCreateRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClassList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_PriorityClassUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_PriorityClassUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_PriorityClassUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_PriorityClassUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PriorityClassUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PriorityClassUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PriorityClassUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PriorityClassUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_PriorityClass__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PriorityClassWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PriorityClassWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PriorityClassWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PriorityClassWatchEvent__Output>;

}

/**
 * Priority classes (scheduling.k8s.io/v1). Cluster-scoped.
 */
export interface PriorityClassServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_PriorityClassCreateRequest__Output, _kuorum_v1_PriorityClass>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_PriorityClass>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_PriorityClassList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_PriorityClass>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_PriorityClassList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_PriorityClass>;

  Update: grpc.handleUnaryCall<_kuorum_v1_PriorityClassUpdateRequest__Output, _kuorum_v1_PriorityClass>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_PriorityClassWatchEvent>;

}

export interface PriorityClassServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_PriorityClassCreateRequest, _kuorum_v1_PriorityClass, _kuorum_v1_PriorityClassCreateRequest__Output, _kuorum_v1_PriorityClass__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_PriorityClass, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_PriorityClass__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_PriorityClassList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_PriorityClassList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_PriorityClass, _kuorum_v1_GetRequest__Output, _kuorum_v1_PriorityClass__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_PriorityClassList, _kuorum_v1_ListRequest__Output, _kuorum_v1_PriorityClassList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_PriorityClass, _kuorum_v1_PatchRequest__Output, _kuorum_v1_PriorityClass__Output>
  Update: MethodDefinition<_kuorum_v1_PriorityClassUpdateRequest, _kuorum_v1_PriorityClass, _kuorum_v1_PriorityClassUpdateRequest__Output, _kuorum_v1_PriorityClass__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_PriorityClassWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_PriorityClassWatchEvent__Output>
}
