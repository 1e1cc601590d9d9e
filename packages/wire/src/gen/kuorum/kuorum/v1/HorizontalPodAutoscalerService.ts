// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { HorizontalPodAutoscaler as _kuorum_v1_HorizontalPodAutoscaler, HorizontalPodAutoscaler__Output as _kuorum_v1_HorizontalPodAutoscaler__Output } from '../../kuorum/v1/HorizontalPodAutoscaler.js';
import type { HorizontalPodAutoscalerCreateRequest as _kuorum_v1_HorizontalPodAutoscalerCreateRequest, HorizontalPodAutoscalerCreateRequest__Output as _kuorum_v1_HorizontalPodAutoscalerCreateRequest__Output } from '../../kuorum/v1/HorizontalPodAutoscalerCreateRequest.js';
import type { HorizontalPodAutoscalerList as _kuorum_v1_HorizontalPodAutoscalerList, HorizontalPodAutoscalerList__Output as _kuorum_v1_HorizontalPodAutoscalerList__Output } from '../../kuorum/v1/HorizontalPodAutoscalerList.js';
import type { HorizontalPodAutoscalerUpdateRequest as _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, HorizontalPodAutoscalerUpdateRequest__Output as _kuorum_v1_HorizontalPodAutoscalerUpdateRequest__Output } from '../../kuorum/v1/HorizontalPodAutoscalerUpdateRequest.js';
import type { HorizontalPodAutoscalerWatchEvent as _kuorum_v1_HorizontalPodAutoscalerWatchEvent, HorizontalPodAutoscalerWatchEvent__Output as _kuorum_v1_HorizontalPodAutoscalerWatchEvent__Output } from '../../kuorum/v1/HorizontalPodAutoscalerWatchEvent.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Horizontal pod autoscalers. Namespaced.
 */
export interface HorizontalPodAutoscalerServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_HorizontalPodAutoscalerCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_HorizontalPodAutoscalerCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_HorizontalPodAutoscalerCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_HorizontalPodAutoscalerCreateRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_HorizontalPodAutoscalerCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_HorizontalPodAutoscalerCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_HorizontalPodAutoscalerCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_HorizontalPodAutoscalerCreateRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscalerList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;

  UpdateStatus(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_HorizontalPodAutoscalerUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_HorizontalPodAutoscaler__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_HorizontalPodAutoscalerWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_HorizontalPodAutoscalerWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_HorizontalPodAutoscalerWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_HorizontalPodAutoscalerWatchEvent__Output>;

}

/**
 * Horizontal pod autoscalers. Namespaced.
 */
export interface HorizontalPodAutoscalerServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_HorizontalPodAutoscalerCreateRequest__Output, _kuorum_v1_HorizontalPodAutoscaler>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_HorizontalPodAutoscaler>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_HorizontalPodAutoscalerList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_HorizontalPodAutoscaler>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_HorizontalPodAutoscalerList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_HorizontalPodAutoscaler>;

  Update: grpc.handleUnaryCall<_kuorum_v1_HorizontalPodAutoscalerUpdateRequest__Output, _kuorum_v1_HorizontalPodAutoscaler>;

  UpdateStatus: grpc.handleUnaryCall<_kuorum_v1_HorizontalPodAutoscalerUpdateRequest__Output, _kuorum_v1_HorizontalPodAutoscaler>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_HorizontalPodAutoscalerWatchEvent>;

}

export interface HorizontalPodAutoscalerServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_HorizontalPodAutoscalerCreateRequest, _kuorum_v1_HorizontalPodAutoscaler, _kuorum_v1_HorizontalPodAutoscalerCreateRequest__Output, _kuorum_v1_HorizontalPodAutoscaler__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_HorizontalPodAutoscaler, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_HorizontalPodAutoscaler__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_HorizontalPodAutoscalerList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_HorizontalPodAutoscalerList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_HorizontalPodAutoscaler, _kuorum_v1_GetRequest__Output, _kuorum_v1_HorizontalPodAutoscaler__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_HorizontalPodAutoscalerList, _kuorum_v1_ListRequest__Output, _kuorum_v1_HorizontalPodAutoscalerList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_HorizontalPodAutoscaler, _kuorum_v1_PatchRequest__Output, _kuorum_v1_HorizontalPodAutoscaler__Output>
  Update: MethodDefinition<_kuorum_v1_HorizontalPodAutoscalerUpdateRequest, _kuorum_v1_HorizontalPodAutoscaler, _kuorum_v1_HorizontalPodAutoscalerUpdateRequest__Output, _kuorum_v1_HorizontalPodAutoscaler__Output>
  UpdateStatus: MethodDefinition<_kuorum_v1_HorizontalPodAutoscalerUpdateRequest, _kuorum_v1_HorizontalPodAutoscaler, _kuorum_v1_HorizontalPodAutoscalerUpdateRequest__Output, _kuorum_v1_HorizontalPodAutoscaler__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_HorizontalPodAutoscalerWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_HorizontalPodAutoscalerWatchEvent__Output>
}
