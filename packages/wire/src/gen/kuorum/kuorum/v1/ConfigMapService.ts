// Original file: proto/kuorum/v1/config_map.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ConfigMap as _kuorum_v1_ConfigMap, ConfigMap__Output as _kuorum_v1_ConfigMap__Output } from '../../kuorum/v1/ConfigMap.js';
import type { ConfigMapCreateRequest as _kuorum_v1_ConfigMapCreateRequest, ConfigMapCreateRequest__Output as _kuorum_v1_ConfigMapCreateRequest__Output } from '../../kuorum/v1/ConfigMapCreateRequest.js';
import type { ConfigMapList as _kuorum_v1_ConfigMapList, ConfigMapList__Output as _kuorum_v1_ConfigMapList__Output } from '../../kuorum/v1/ConfigMapList.js';
import type { ConfigMapUpdateRequest as _kuorum_v1_ConfigMapUpdateRequest, ConfigMapUpdateRequest__Output as _kuorum_v1_ConfigMapUpdateRequest__Output } from '../../kuorum/v1/ConfigMapUpdateRequest.js';
import type { ConfigMapWatchEvent as _kuorum_v1_ConfigMapWatchEvent, ConfigMapWatchEvent__Output as _kuorum_v1_ConfigMapWatchEvent__Output } from '../../kuorum/v1/ConfigMapWatchEvent.js';
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Settings. Namespaced.
 */
export interface ConfigMapServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_ConfigMapCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ConfigMapCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ConfigMapCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ConfigMapCreateRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ConfigMapCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ConfigMapCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ConfigMapCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ConfigMapCreateRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMapList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_ConfigMapUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ConfigMapUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ConfigMapUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ConfigMapUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ConfigMapUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ConfigMapUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ConfigMapUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ConfigMapUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ConfigMap__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ConfigMapWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ConfigMapWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ConfigMapWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ConfigMapWatchEvent__Output>;

}

/**
 * Settings. Namespaced.
 */
export interface ConfigMapServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_ConfigMapCreateRequest__Output, _kuorum_v1_ConfigMap>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_ConfigMap>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ConfigMapList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_ConfigMap>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_ConfigMapList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_ConfigMap>;

  Update: grpc.handleUnaryCall<_kuorum_v1_ConfigMapUpdateRequest__Output, _kuorum_v1_ConfigMap>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_ConfigMapWatchEvent>;

}

export interface ConfigMapServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_ConfigMapCreateRequest, _kuorum_v1_ConfigMap, _kuorum_v1_ConfigMapCreateRequest__Output, _kuorum_v1_ConfigMap__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_ConfigMap, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_ConfigMap__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_ConfigMapList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ConfigMapList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_ConfigMap, _kuorum_v1_GetRequest__Output, _kuorum_v1_ConfigMap__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_ConfigMapList, _kuorum_v1_ListRequest__Output, _kuorum_v1_ConfigMapList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_ConfigMap, _kuorum_v1_PatchRequest__Output, _kuorum_v1_ConfigMap__Output>
  Update: MethodDefinition<_kuorum_v1_ConfigMapUpdateRequest, _kuorum_v1_ConfigMap, _kuorum_v1_ConfigMapUpdateRequest__Output, _kuorum_v1_ConfigMap__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_ConfigMapWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_ConfigMapWatchEvent__Output>
}
