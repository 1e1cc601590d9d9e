// Original file: proto/kuorum/v1/replica_set.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { ReplicaSet as _kuorum_v1_ReplicaSet, ReplicaSet__Output as _kuorum_v1_ReplicaSet__Output } from '../../kuorum/v1/ReplicaSet.js';
import type { ReplicaSetCreateRequest as _kuorum_v1_ReplicaSetCreateRequest, ReplicaSetCreateRequest__Output as _kuorum_v1_ReplicaSetCreateRequest__Output } from '../../kuorum/v1/ReplicaSetCreateRequest.js';
import type { ReplicaSetList as _kuorum_v1_ReplicaSetList, ReplicaSetList__Output as _kuorum_v1_ReplicaSetList__Output } from '../../kuorum/v1/ReplicaSetList.js';
import type { ReplicaSetUpdateRequest as _kuorum_v1_ReplicaSetUpdateRequest, ReplicaSetUpdateRequest__Output as _kuorum_v1_ReplicaSetUpdateRequest__Output } from '../../kuorum/v1/ReplicaSetUpdateRequest.js';
import type { ReplicaSetWatchEvent as _kuorum_v1_ReplicaSetWatchEvent, ReplicaSetWatchEvent__Output as _kuorum_v1_ReplicaSetWatchEvent__Output } from '../../kuorum/v1/ReplicaSetWatchEvent.js';
import type { Scale as _kuorum_v1_Scale, Scale__Output as _kuorum_v1_Scale__Output } from '../../kuorum/v1/Scale.js';
import type { ScaleRequest as _kuorum_v1_ScaleRequest, ScaleRequest__Output as _kuorum_v1_ScaleRequest__Output } from '../../kuorum/v1/ScaleRequest.js';
import type { ScaleUpdateRequest as _kuorum_v1_ScaleUpdateRequest, ScaleUpdateRequest__Output as _kuorum_v1_ScaleUpdateRequest__Output } from '../../kuorum/v1/ScaleUpdateRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Replica sets. Namespaced.
 */
export interface ReplicaSetServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_ReplicaSetCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ReplicaSetCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ReplicaSetCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ReplicaSetCreateRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ReplicaSetCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ReplicaSetCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ReplicaSetCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ReplicaSetCreateRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;

  GetScale(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  GetScale(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  GetScale(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  GetScale(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  getScale(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  getScale(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  getScale(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  getScale(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSetList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;

  /**
   * Changes only the number of replicas.
   */
  Scale(argument: _kuorum_v1_ScaleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  Scale(argument: _kuorum_v1_ScaleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  Scale(argument: _kuorum_v1_ScaleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  Scale(argument: _kuorum_v1_ScaleRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  /**
   * Changes only the number of replicas.
   */
  scale(argument: _kuorum_v1_ScaleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  scale(argument: _kuorum_v1_ScaleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  scale(argument: _kuorum_v1_ScaleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  scale(argument: _kuorum_v1_ScaleRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_ReplicaSetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ReplicaSetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ReplicaSetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ReplicaSetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ReplicaSetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ReplicaSetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ReplicaSetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ReplicaSetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;

  UpdateScale(argument: _kuorum_v1_ScaleUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  UpdateScale(argument: _kuorum_v1_ScaleUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  UpdateScale(argument: _kuorum_v1_ScaleUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  UpdateScale(argument: _kuorum_v1_ScaleUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  updateScale(argument: _kuorum_v1_ScaleUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  updateScale(argument: _kuorum_v1_ScaleUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  updateScale(argument: _kuorum_v1_ScaleUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  updateScale(argument: _kuorum_v1_ScaleUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;

  UpdateStatus(argument: _kuorum_v1_ReplicaSetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_ReplicaSetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_ReplicaSetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_ReplicaSetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_ReplicaSetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_ReplicaSetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_ReplicaSetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_ReplicaSetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ReplicaSet__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ReplicaSetWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ReplicaSetWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ReplicaSetWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ReplicaSetWatchEvent__Output>;

}

/**
 * Replica sets. Namespaced.
 */
export interface ReplicaSetServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_ReplicaSetCreateRequest__Output, _kuorum_v1_ReplicaSet>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_ReplicaSet>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ReplicaSetList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_ReplicaSet>;

  GetScale: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Scale>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_ReplicaSetList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_ReplicaSet>;

  /**
   * Changes only the number of replicas.
   */
  Scale: grpc.handleUnaryCall<_kuorum_v1_ScaleRequest__Output, _kuorum_v1_Scale>;

  Update: grpc.handleUnaryCall<_kuorum_v1_ReplicaSetUpdateRequest__Output, _kuorum_v1_ReplicaSet>;

  UpdateScale: grpc.handleUnaryCall<_kuorum_v1_ScaleUpdateRequest__Output, _kuorum_v1_Scale>;

  UpdateStatus: grpc.handleUnaryCall<_kuorum_v1_ReplicaSetUpdateRequest__Output, _kuorum_v1_ReplicaSet>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_ReplicaSetWatchEvent>;

}

export interface ReplicaSetServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_ReplicaSetCreateRequest, _kuorum_v1_ReplicaSet, _kuorum_v1_ReplicaSetCreateRequest__Output, _kuorum_v1_ReplicaSet__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_ReplicaSet, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_ReplicaSet__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_ReplicaSetList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ReplicaSetList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_ReplicaSet, _kuorum_v1_GetRequest__Output, _kuorum_v1_ReplicaSet__Output>
  GetScale: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Scale, _kuorum_v1_GetRequest__Output, _kuorum_v1_Scale__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_ReplicaSetList, _kuorum_v1_ListRequest__Output, _kuorum_v1_ReplicaSetList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_ReplicaSet, _kuorum_v1_PatchRequest__Output, _kuorum_v1_ReplicaSet__Output>
  Scale: MethodDefinition<_kuorum_v1_ScaleRequest, _kuorum_v1_Scale, _kuorum_v1_ScaleRequest__Output, _kuorum_v1_Scale__Output>
  Update: MethodDefinition<_kuorum_v1_ReplicaSetUpdateRequest, _kuorum_v1_ReplicaSet, _kuorum_v1_ReplicaSetUpdateRequest__Output, _kuorum_v1_ReplicaSet__Output>
  UpdateScale: MethodDefinition<_kuorum_v1_ScaleUpdateRequest, _kuorum_v1_Scale, _kuorum_v1_ScaleUpdateRequest__Output, _kuorum_v1_Scale__Output>
  UpdateStatus: MethodDefinition<_kuorum_v1_ReplicaSetUpdateRequest, _kuorum_v1_ReplicaSet, _kuorum_v1_ReplicaSetUpdateRequest__Output, _kuorum_v1_ReplicaSet__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_ReplicaSetWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_ReplicaSetWatchEvent__Output>
}
