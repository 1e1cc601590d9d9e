// Original file: proto/kuorum/v1/lease.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { Lease as _kuorum_v1_Lease, Lease__Output as _kuorum_v1_Lease__Output } from '../../kuorum/v1/Lease.js';
import type { LeaseCreateRequest as _kuorum_v1_LeaseCreateRequest, LeaseCreateRequest__Output as _kuorum_v1_LeaseCreateRequest__Output } from '../../kuorum/v1/LeaseCreateRequest.js';
import type { LeaseList as _kuorum_v1_LeaseList, LeaseList__Output as _kuorum_v1_LeaseList__Output } from '../../kuorum/v1/LeaseList.js';
import type { LeaseUpdateRequest as _kuorum_v1_LeaseUpdateRequest, LeaseUpdateRequest__Output as _kuorum_v1_LeaseUpdateRequest__Output } from '../../kuorum/v1/LeaseUpdateRequest.js';
import type { LeaseWatchEvent as _kuorum_v1_LeaseWatchEvent, LeaseWatchEvent__Output as _kuorum_v1_LeaseWatchEvent__Output } from '../../kuorum/v1/LeaseWatchEvent.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Leases (coordination.k8s.io/v1). Namespaced.
 */
export interface LeaseServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_LeaseCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_LeaseCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_LeaseCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_LeaseCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_LeaseCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_LeaseCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_LeaseCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_LeaseCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_LeaseList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_LeaseUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_LeaseUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_LeaseUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_LeaseUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_LeaseUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_LeaseUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_LeaseUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_LeaseUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Lease__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_LeaseWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_LeaseWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_LeaseWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_LeaseWatchEvent__Output>;

}

/**
 * Leases (coordination.k8s.io/v1). Namespaced.
 */
export interface LeaseServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_LeaseCreateRequest__Output, _kuorum_v1_Lease>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_Lease>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_LeaseList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Lease>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_LeaseList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_Lease>;

  Update: grpc.handleUnaryCall<_kuorum_v1_LeaseUpdateRequest__Output, _kuorum_v1_Lease>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_LeaseWatchEvent>;

}

export interface LeaseServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_LeaseCreateRequest, _kuorum_v1_Lease, _kuorum_v1_LeaseCreateRequest__Output, _kuorum_v1_Lease__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_Lease, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_Lease__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_LeaseList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_LeaseList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Lease, _kuorum_v1_GetRequest__Output, _kuorum_v1_Lease__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_LeaseList, _kuorum_v1_ListRequest__Output, _kuorum_v1_LeaseList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_Lease, _kuorum_v1_PatchRequest__Output, _kuorum_v1_Lease__Output>
  Update: MethodDefinition<_kuorum_v1_LeaseUpdateRequest, _kuorum_v1_Lease, _kuorum_v1_LeaseUpdateRequest__Output, _kuorum_v1_Lease__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_LeaseWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_LeaseWatchEvent__Output>
}
