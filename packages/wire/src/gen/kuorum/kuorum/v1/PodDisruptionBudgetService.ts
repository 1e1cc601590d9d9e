// Original file: proto/kuorum/v1/pod_disruption_budget.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { PodDisruptionBudget as _kuorum_v1_PodDisruptionBudget, PodDisruptionBudget__Output as _kuorum_v1_PodDisruptionBudget__Output } from '../../kuorum/v1/PodDisruptionBudget.js';
import type { PodDisruptionBudgetCreateRequest as _kuorum_v1_PodDisruptionBudgetCreateRequest, PodDisruptionBudgetCreateRequest__Output as _kuorum_v1_PodDisruptionBudgetCreateRequest__Output } from '../../kuorum/v1/PodDisruptionBudgetCreateRequest.js';
import type { PodDisruptionBudgetList as _kuorum_v1_PodDisruptionBudgetList, PodDisruptionBudgetList__Output as _kuorum_v1_PodDisruptionBudgetList__Output } from '../../kuorum/v1/PodDisruptionBudgetList.js';
import type { PodDisruptionBudgetUpdateRequest as _kuorum_v1_PodDisruptionBudgetUpdateRequest, PodDisruptionBudgetUpdateRequest__Output as _kuorum_v1_PodDisruptionBudgetUpdateRequest__Output } from '../../kuorum/v1/PodDisruptionBudgetUpdateRequest.js';
import type { PodDisruptionBudgetWatchEvent as _kuorum_v1_PodDisruptionBudgetWatchEvent, PodDisruptionBudgetWatchEvent__Output as _kuorum_v1_PodDisruptionBudgetWatchEvent__Output } from '../../kuorum/v1/PodDisruptionBudgetWatchEvent.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Pod disruption budgets. Namespaced.
 */
export interface PodDisruptionBudgetServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_PodDisruptionBudgetCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_PodDisruptionBudgetCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_PodDisruptionBudgetCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_PodDisruptionBudgetCreateRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PodDisruptionBudgetCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PodDisruptionBudgetCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PodDisruptionBudgetCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PodDisruptionBudgetCreateRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudgetList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;

  UpdateStatus(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_PodDisruptionBudgetUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_PodDisruptionBudget__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PodDisruptionBudgetWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PodDisruptionBudgetWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PodDisruptionBudgetWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PodDisruptionBudgetWatchEvent__Output>;

}

/**
 * Pod disruption budgets. Namespaced.
 */
export interface PodDisruptionBudgetServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_PodDisruptionBudgetCreateRequest__Output, _kuorum_v1_PodDisruptionBudget>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_PodDisruptionBudget>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_PodDisruptionBudgetList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_PodDisruptionBudget>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_PodDisruptionBudgetList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_PodDisruptionBudget>;

  Update: grpc.handleUnaryCall<_kuorum_v1_PodDisruptionBudgetUpdateRequest__Output, _kuorum_v1_PodDisruptionBudget>;

  UpdateStatus: grpc.handleUnaryCall<_kuorum_v1_PodDisruptionBudgetUpdateRequest__Output, _kuorum_v1_PodDisruptionBudget>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_PodDisruptionBudgetWatchEvent>;

}

export interface PodDisruptionBudgetServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_PodDisruptionBudgetCreateRequest, _kuorum_v1_PodDisruptionBudget, _kuorum_v1_PodDisruptionBudgetCreateRequest__Output, _kuorum_v1_PodDisruptionBudget__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_PodDisruptionBudget, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_PodDisruptionBudget__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_PodDisruptionBudgetList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_PodDisruptionBudgetList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_PodDisruptionBudget, _kuorum_v1_GetRequest__Output, _kuorum_v1_PodDisruptionBudget__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_PodDisruptionBudgetList, _kuorum_v1_ListRequest__Output, _kuorum_v1_PodDisruptionBudgetList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_PodDisruptionBudget, _kuorum_v1_PatchRequest__Output, _kuorum_v1_PodDisruptionBudget__Output>
  Update: MethodDefinition<_kuorum_v1_PodDisruptionBudgetUpdateRequest, _kuorum_v1_PodDisruptionBudget, _kuorum_v1_PodDisruptionBudgetUpdateRequest__Output, _kuorum_v1_PodDisruptionBudget__Output>
  UpdateStatus: MethodDefinition<_kuorum_v1_PodDisruptionBudgetUpdateRequest, _kuorum_v1_PodDisruptionBudget, _kuorum_v1_PodDisruptionBudgetUpdateRequest__Output, _kuorum_v1_PodDisruptionBudget__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_PodDisruptionBudgetWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_PodDisruptionBudgetWatchEvent__Output>
}
