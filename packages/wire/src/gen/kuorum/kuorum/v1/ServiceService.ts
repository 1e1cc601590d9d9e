// Original file: proto/kuorum/v1/service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { Service as _kuorum_v1_Service, Service__Output as _kuorum_v1_Service__Output } from '../../kuorum/v1/Service.js';
import type { ServiceCreateRequest as _kuorum_v1_ServiceCreateRequest, ServiceCreateRequest__Output as _kuorum_v1_ServiceCreateRequest__Output } from '../../kuorum/v1/ServiceCreateRequest.js';
import type { ServiceList as _kuorum_v1_ServiceList, ServiceList__Output as _kuorum_v1_ServiceList__Output } from '../../kuorum/v1/ServiceList.js';
import type { ServiceUpdateRequest as _kuorum_v1_ServiceUpdateRequest, ServiceUpdateRequest__Output as _kuorum_v1_ServiceUpdateRequest__Output } from '../../kuorum/v1/ServiceUpdateRequest.js';
import type { ServiceWatchEvent as _kuorum_v1_ServiceWatchEvent, ServiceWatchEvent__Output as _kuorum_v1_ServiceWatchEvent__Output } from '../../kuorum/v1/ServiceWatchEvent.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Services. Namespaced.
 */
export interface ServiceServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_ServiceCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ServiceCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ServiceCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ServiceCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ServiceCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ServiceCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ServiceCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ServiceCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_ServiceUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ServiceUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ServiceUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ServiceUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ServiceUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ServiceUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ServiceUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ServiceUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;

  UpdateStatus(argument: _kuorum_v1_ServiceUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_ServiceUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_ServiceUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_ServiceUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_ServiceUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_ServiceUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_ServiceUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_ServiceUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Service__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ServiceWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ServiceWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ServiceWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ServiceWatchEvent__Output>;

}

/**
 * Services. Namespaced.
 */
export interface ServiceServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_ServiceCreateRequest__Output, _kuorum_v1_Service>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_Service>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ServiceList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Service>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_ServiceList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_Service>;

  Update: grpc.handleUnaryCall<_kuorum_v1_ServiceUpdateRequest__Output, _kuorum_v1_Service>;

  UpdateStatus: grpc.handleUnaryCall<_kuorum_v1_ServiceUpdateRequest__Output, _kuorum_v1_Service>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_ServiceWatchEvent>;

}

export interface ServiceServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_ServiceCreateRequest, _kuorum_v1_Service, _kuorum_v1_ServiceCreateRequest__Output, _kuorum_v1_Service__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_Service, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_Service__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_ServiceList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ServiceList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Service, _kuorum_v1_GetRequest__Output, _kuorum_v1_Service__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_ServiceList, _kuorum_v1_ListRequest__Output, _kuorum_v1_ServiceList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_Service, _kuorum_v1_PatchRequest__Output, _kuorum_v1_Service__Output>
  Update: MethodDefinition<_kuorum_v1_ServiceUpdateRequest, _kuorum_v1_Service, _kuorum_v1_ServiceUpdateRequest__Output, _kuorum_v1_Service__Output>
  UpdateStatus: MethodDefinition<_kuorum_v1_ServiceUpdateRequest, _kuorum_v1_Service, _kuorum_v1_ServiceUpdateRequest__Output, _kuorum_v1_Service__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_ServiceWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_ServiceWatchEvent__Output>
}
