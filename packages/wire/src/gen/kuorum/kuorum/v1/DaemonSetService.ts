// Original file: proto/kuorum/v1/daemon_set.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DaemonSet as _kuorum_v1_DaemonSet, DaemonSet__Output as _kuorum_v1_DaemonSet__Output } from '../../kuorum/v1/DaemonSet.js';
import type { DaemonSetCreateRequest as _kuorum_v1_DaemonSetCreateRequest, DaemonSetCreateRequest__Output as _kuorum_v1_DaemonSetCreateRequest__Output } from '../../kuorum/v1/DaemonSetCreateRequest.js';
import type { DaemonSetList as _kuorum_v1_DaemonSetList, DaemonSetList__Output as _kuorum_v1_DaemonSetList__Output } from '../../kuorum/v1/DaemonSetList.js';
import type { DaemonSetUpdateRequest as _kuorum_v1_DaemonSetUpdateRequest, DaemonSetUpdateRequest__Output as _kuorum_v1_DaemonSetUpdateRequest__Output } from '../../kuorum/v1/DaemonSetUpdateRequest.js';
import type { DaemonSetWatchEvent as _kuorum_v1_DaemonSetWatchEvent, DaemonSetWatchEvent__Output as _kuorum_v1_DaemonSetWatchEvent__Output } from '../../kuorum/v1/DaemonSetWatchEvent.js';
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Daemon sets. Namespaced.
 */
export interface DaemonSetServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_DaemonSetCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_DaemonSetCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_DaemonSetCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_DaemonSetCreateRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_DaemonSetCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_DaemonSetCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_DaemonSetCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_DaemonSetCreateRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSetList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_DaemonSetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_DaemonSetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_DaemonSetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_DaemonSetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_DaemonSetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_DaemonSetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_DaemonSetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_DaemonSetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;

  UpdateStatus(argument: _kuorum_v1_DaemonSetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_DaemonSetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_DaemonSetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_DaemonSetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_DaemonSetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_DaemonSetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_DaemonSetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_DaemonSetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_DaemonSet__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_DaemonSetWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_DaemonSetWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_DaemonSetWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_DaemonSetWatchEvent__Output>;

}

/**
 * Daemon sets. Namespaced.
 */
export interface DaemonSetServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_DaemonSetCreateRequest__Output, _kuorum_v1_DaemonSet>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_DaemonSet>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_DaemonSetList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_DaemonSet>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_DaemonSetList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_DaemonSet>;

  Update: grpc.handleUnaryCall<_kuorum_v1_DaemonSetUpdateRequest__Output, _kuorum_v1_DaemonSet>;

  UpdateStatus: grpc.handleUnaryCall<_kuorum_v1_DaemonSetUpdateRequest__Output, _kuorum_v1_DaemonSet>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_DaemonSetWatchEvent>;

}

export interface DaemonSetServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_DaemonSetCreateRequest, _kuorum_v1_DaemonSet, _kuorum_v1_DaemonSetCreateRequest__Output, _kuorum_v1_DaemonSet__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_DaemonSet, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_DaemonSet__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_DaemonSetList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_DaemonSetList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_DaemonSet, _kuorum_v1_GetRequest__Output, _kuorum_v1_DaemonSet__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_DaemonSetList, _kuorum_v1_ListRequest__Output, _kuorum_v1_DaemonSetList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_DaemonSet, _kuorum_v1_PatchRequest__Output, _kuorum_v1_DaemonSet__Output>
  Update: MethodDefinition<_kuorum_v1_DaemonSetUpdateRequest, _kuorum_v1_DaemonSet, _kuorum_v1_DaemonSetUpdateRequest__Output, _kuorum_v1_DaemonSet__Output>
  UpdateStatus: MethodDefinition<_kuorum_v1_DaemonSetUpdateRequest, _kuorum_v1_DaemonSet, _kuorum_v1_DaemonSetUpdateRequest__Output, _kuorum_v1_DaemonSet__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_DaemonSetWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_DaemonSetWatchEvent__Output>
}
