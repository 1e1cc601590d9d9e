// Original file: proto/kuorum/v1/endpoints.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { Endpoints as _kuorum_v1_Endpoints, Endpoints__Output as _kuorum_v1_Endpoints__Output } from '../../kuorum/v1/Endpoints.js';
import type { EndpointsCreateRequest as _kuorum_v1_EndpointsCreateRequest, EndpointsCreateRequest__Output as _kuorum_v1_EndpointsCreateRequest__Output } from '../../kuorum/v1/EndpointsCreateRequest.js';
import type { EndpointsList as _kuorum_v1_EndpointsList, EndpointsList__Output as _kuorum_v1_EndpointsList__Output } from '../../kuorum/v1/EndpointsList.js';
import type { EndpointsUpdateRequest as _kuorum_v1_EndpointsUpdateRequest, EndpointsUpdateRequest__Output as _kuorum_v1_EndpointsUpdateRequest__Output } from '../../kuorum/v1/EndpointsUpdateRequest.js';
import type { EndpointsWatchEvent as _kuorum_v1_EndpointsWatchEvent, EndpointsWatchEvent__Output as _kuorum_v1_EndpointsWatchEvent__Output } from '../../kuorum/v1/EndpointsWatchEvent.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Endpoints. Namespaced.
 */
export interface EndpointsServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_EndpointsCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_EndpointsCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_EndpointsCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_EndpointsCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_EndpointsCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_EndpointsCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_EndpointsCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_EndpointsCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_EndpointsList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_EndpointsUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_EndpointsUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_EndpointsUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_EndpointsUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_EndpointsUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_EndpointsUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_EndpointsUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_EndpointsUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Endpoints__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EndpointsWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EndpointsWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EndpointsWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EndpointsWatchEvent__Output>;

}

/**
 * Endpoints. Namespaced.
 */
export interface EndpointsServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_EndpointsCreateRequest__Output, _kuorum_v1_Endpoints>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_Endpoints>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_EndpointsList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Endpoints>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_EndpointsList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_Endpoints>;

  Update: grpc.handleUnaryCall<_kuorum_v1_EndpointsUpdateRequest__Output, _kuorum_v1_Endpoints>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_EndpointsWatchEvent>;

}

export interface EndpointsServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_EndpointsCreateRequest, _kuorum_v1_Endpoints, _kuorum_v1_EndpointsCreateRequest__Output, _kuorum_v1_Endpoints__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_Endpoints, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_Endpoints__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_EndpointsList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_EndpointsList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Endpoints, _kuorum_v1_GetRequest__Output, _kuorum_v1_Endpoints__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_EndpointsList, _kuorum_v1_ListRequest__Output, _kuorum_v1_EndpointsList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_Endpoints, _kuorum_v1_PatchRequest__Output, _kuorum_v1_Endpoints__Output>
  Update: MethodDefinition<_kuorum_v1_EndpointsUpdateRequest, _kuorum_v1_Endpoints, _kuorum_v1_EndpointsUpdateRequest__Output, _kuorum_v1_Endpoints__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_EndpointsWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_EndpointsWatchEvent__Output>
}
