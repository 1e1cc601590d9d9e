// Original file: proto/kuorum/v1/event.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { Event as _kuorum_v1_Event, Event__Output as _kuorum_v1_Event__Output } from '../../kuorum/v1/Event.js';
import type { EventCreateRequest as _kuorum_v1_EventCreateRequest, EventCreateRequest__Output as _kuorum_v1_EventCreateRequest__Output } from '../../kuorum/v1/EventCreateRequest.js';
import type { EventList as _kuorum_v1_EventList, EventList__Output as _kuorum_v1_EventList__Output } from '../../kuorum/v1/EventList.js';
import type { EventUpdateRequest as _kuorum_v1_EventUpdateRequest, EventUpdateRequest__Output as _kuorum_v1_EventUpdateRequest__Output } from '../../kuorum/v1/EventUpdateRequest.js';
import type { EventWatchEvent as _kuorum_v1_EventWatchEvent, EventWatchEvent__Output as _kuorum_v1_EventWatchEvent__Output } from '../../kuorum/v1/EventWatchEvent.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Events. Namespaced.
 */
export interface EventServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_EventCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_EventCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_EventCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_EventCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_EventCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_EventCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_EventCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_EventCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_EventList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_EventUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_EventUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_EventUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_EventUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_EventUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_EventUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_EventUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_EventUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Event__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EventWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EventWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EventWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_EventWatchEvent__Output>;

}

/**
 * Events. Namespaced.
 */
export interface EventServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_EventCreateRequest__Output, _kuorum_v1_Event>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_Event>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_EventList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Event>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_EventList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_Event>;

  Update: grpc.handleUnaryCall<_kuorum_v1_EventUpdateRequest__Output, _kuorum_v1_Event>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_EventWatchEvent>;

}

export interface EventServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_EventCreateRequest, _kuorum_v1_Event, _kuorum_v1_EventCreateRequest__Output, _kuorum_v1_Event__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_Event, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_Event__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_EventList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_EventList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Event, _kuorum_v1_GetRequest__Output, _kuorum_v1_Event__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_EventList, _kuorum_v1_ListRequest__Output, _kuorum_v1_EventList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_Event, _kuorum_v1_PatchRequest__Output, _kuorum_v1_Event__Output>
  Update: MethodDefinition<_kuorum_v1_EventUpdateRequest, _kuorum_v1_Event, _kuorum_v1_EventUpdateRequest__Output, _kuorum_v1_Event__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_EventWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_EventWatchEvent__Output>
}
