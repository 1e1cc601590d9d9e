// Original file: proto/kuorum/v1/cron_job.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CronJob as _kuorum_v1_CronJob, CronJob__Output as _kuorum_v1_CronJob__Output } from '../../kuorum/v1/CronJob.js';
import type { CronJobCreateRequest as _kuorum_v1_CronJobCreateRequest, CronJobCreateRequest__Output as _kuorum_v1_CronJobCreateRequest__Output } from '../../kuorum/v1/CronJobCreateRequest.js';
import type { CronJobList as _kuorum_v1_CronJobList, CronJobList__Output as _kuorum_v1_CronJobList__Output } from '../../kuorum/v1/CronJobList.js';
import type { CronJobUpdateRequest as _kuorum_v1_CronJobUpdateRequest, CronJobUpdateRequest__Output as _kuorum_v1_CronJobUpdateRequest__Output } from '../../kuorum/v1/CronJobUpdateRequest.js';
import type { CronJobWatchEvent as _kuorum_v1_CronJobWatchEvent, CronJobWatchEvent__Output as _kuorum_v1_CronJobWatchEvent__Output } from '../../kuorum/v1/CronJobWatchEvent.js';
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Cron jobs. Namespaced.
 */
export interface CronJobServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_CronJobCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_CronJobCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_CronJobCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_CronJobCreateRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_CronJobCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_CronJobCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_CronJobCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_CronJobCreateRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_CronJobList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_CronJobUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_CronJobUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_CronJobUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_CronJobUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_CronJobUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_CronJobUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_CronJobUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_CronJobUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;

  UpdateStatus(argument: _kuorum_v1_CronJobUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_CronJobUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_CronJobUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_CronJobUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_CronJobUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_CronJobUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_CronJobUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_CronJobUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_CronJob__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_CronJobWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_CronJobWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_CronJobWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_CronJobWatchEvent__Output>;

}

/**
 * Cron jobs. Namespaced.
 */
export interface CronJobServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_CronJobCreateRequest__Output, _kuorum_v1_CronJob>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_CronJob>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_CronJobList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_CronJob>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_CronJobList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_CronJob>;

  Update: grpc.handleUnaryCall<_kuorum_v1_CronJobUpdateRequest__Output, _kuorum_v1_CronJob>;

  UpdateStatus: grpc.handleUnaryCall<_kuorum_v1_CronJobUpdateRequest__Output, _kuorum_v1_CronJob>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_CronJobWatchEvent>;

}

export interface CronJobServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_CronJobCreateRequest, _kuorum_v1_CronJob, _kuorum_v1_CronJobCreateRequest__Output, _kuorum_v1_CronJob__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_CronJob, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_CronJob__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_CronJobList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_CronJobList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_CronJob, _kuorum_v1_GetRequest__Output, _kuorum_v1_CronJob__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_CronJobList, _kuorum_v1_ListRequest__Output, _kuorum_v1_CronJobList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_CronJob, _kuorum_v1_PatchRequest__Output, _kuorum_v1_CronJob__Output>
  Update: MethodDefinition<_kuorum_v1_CronJobUpdateRequest, _kuorum_v1_CronJob, _kuorum_v1_CronJobUpdateRequest__Output, _kuorum_v1_CronJob__Output>
  UpdateStatus: MethodDefinition<_kuorum_v1_CronJobUpdateRequest, _kuorum_v1_CronJob, _kuorum_v1_CronJobUpdateRequest__Output, _kuorum_v1_CronJob__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_CronJobWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_CronJobWatchEvent__Output>
}
