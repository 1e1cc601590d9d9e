// Original file: proto/kuorum/v1/job.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { Job as _kuorum_v1_Job, Job__Output as _kuorum_v1_Job__Output } from '../../kuorum/v1/Job.js';
import type { JobCreateRequest as _kuorum_v1_JobCreateRequest, JobCreateRequest__Output as _kuorum_v1_JobCreateRequest__Output } from '../../kuorum/v1/JobCreateRequest.js';
import type { JobList as _kuorum_v1_JobList, JobList__Output as _kuorum_v1_JobList__Output } from '../../kuorum/v1/JobList.js';
import type { JobUpdateRequest as _kuorum_v1_JobUpdateRequest, JobUpdateRequest__Output as _kuorum_v1_JobUpdateRequest__Output } from '../../kuorum/v1/JobUpdateRequest.js';
import type { JobWatchEvent as _kuorum_v1_JobWatchEvent, JobWatchEvent__Output as _kuorum_v1_JobWatchEvent__Output } from '../../kuorum/v1/JobWatchEvent.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Jobs. Namespaced.
 */
export interface JobServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_JobCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_JobCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_JobCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_JobCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_JobCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_JobCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_JobCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_JobCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_JobList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_JobUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_JobUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_JobUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_JobUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_JobUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_JobUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_JobUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_JobUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;

  UpdateStatus(argument: _kuorum_v1_JobUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_JobUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_JobUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_JobUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_JobUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_JobUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_JobUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_JobUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Job__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_JobWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_JobWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_JobWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_JobWatchEvent__Output>;

}

/**
 * Jobs. Namespaced.
 */
export interface JobServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_JobCreateRequest__Output, _kuorum_v1_Job>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_Job>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_JobList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Job>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_JobList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_Job>;

  Update: grpc.handleUnaryCall<_kuorum_v1_JobUpdateRequest__Output, _kuorum_v1_Job>;

  UpdateStatus: grpc.handleUnaryCall<_kuorum_v1_JobUpdateRequest__Output, _kuorum_v1_Job>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_JobWatchEvent>;

}

export interface JobServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_JobCreateRequest, _kuorum_v1_Job, _kuorum_v1_JobCreateRequest__Output, _kuorum_v1_Job__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_Job, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_Job__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_JobList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_JobList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Job, _kuorum_v1_GetRequest__Output, _kuorum_v1_Job__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_JobList, _kuorum_v1_ListRequest__Output, _kuorum_v1_JobList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_Job, _kuorum_v1_PatchRequest__Output, _kuorum_v1_Job__Output>
  Update: MethodDefinition<_kuorum_v1_JobUpdateRequest, _kuorum_v1_Job, _kuorum_v1_JobUpdateRequest__Output, _kuorum_v1_Job__Output>
  UpdateStatus: MethodDefinition<_kuorum_v1_JobUpdateRequest, _kuorum_v1_Job, _kuorum_v1_JobUpdateRequest__Output, _kuorum_v1_Job__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_JobWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_JobWatchEvent__Output>
}
