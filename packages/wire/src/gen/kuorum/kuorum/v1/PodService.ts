// Original file: proto/kuorum/v1/pod.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BindRequest as _kuorum_v1_BindRequest, BindRequest__Output as _kuorum_v1_BindRequest__Output } from '../../kuorum/v1/BindRequest.js';
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { EvictRequest as _kuorum_v1_EvictRequest, EvictRequest__Output as _kuorum_v1_EvictRequest__Output } from '../../kuorum/v1/EvictRequest.js';
import type { ExecRequest as _kuorum_v1_ExecRequest, ExecRequest__Output as _kuorum_v1_ExecRequest__Output } from '../../kuorum/v1/ExecRequest.js';
import type { ExecResponse as _kuorum_v1_ExecResponse, ExecResponse__Output as _kuorum_v1_ExecResponse__Output } from '../../kuorum/v1/ExecResponse.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { LogsChunk as _kuorum_v1_LogsChunk, LogsChunk__Output as _kuorum_v1_LogsChunk__Output } from '../../kuorum/v1/LogsChunk.js';
import type { LogsRequest as _kuorum_v1_LogsRequest, LogsRequest__Output as _kuorum_v1_LogsRequest__Output } from '../../kuorum/v1/LogsRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { Pod as _kuorum_v1_Pod, Pod__Output as _kuorum_v1_Pod__Output } from '../../kuorum/v1/Pod.js';
import type { PodCreateRequest as _kuorum_v1_PodCreateRequest, PodCreateRequest__Output as _kuorum_v1_PodCreateRequest__Output } from '../../kuorum/v1/PodCreateRequest.js';
import type { PodList as _kuorum_v1_PodList, PodList__Output as _kuorum_v1_PodList__Output } from '../../kuorum/v1/PodList.js';
import type { PodUpdateRequest as _kuorum_v1_PodUpdateRequest, PodUpdateRequest__Output as _kuorum_v1_PodUpdateRequest__Output } from '../../kuorum/v1/PodUpdateRequest.js';
import type { PodWatchEvent as _kuorum_v1_PodWatchEvent, PodWatchEvent__Output as _kuorum_v1_PodWatchEvent__Output } from '../../kuorum/v1/PodWatchEvent.js';
import type { PortForwardRequest as _kuorum_v1_PortForwardRequest, PortForwardRequest__Output as _kuorum_v1_PortForwardRequest__Output } from '../../kuorum/v1/PortForwardRequest.js';
import type { PortForwardResponse as _kuorum_v1_PortForwardResponse, PortForwardResponse__Output as _kuorum_v1_PortForwardResponse__Output } from '../../kuorum/v1/PortForwardResponse.js';
import type { Status as _kuorum_v1_Status, Status__Output as _kuorum_v1_Status__Output } from '../../kuorum/v1/Status.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Pods. Namespaced.
 */
export interface PodServiceClient extends grpc.Client {
  /**
   * Binds a pod to a node, once: a bound pod gives Conflict.
   * Who may bind may not therefore read pods: the answer holds none of it.
   */
  Bind(argument: _kuorum_v1_BindRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  Bind(argument: _kuorum_v1_BindRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  Bind(argument: _kuorum_v1_BindRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  Bind(argument: _kuorum_v1_BindRequest, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  /**
   * Binds a pod to a node, once: a bound pod gives Conflict.
   * Who may bind may not therefore read pods: the answer holds none of it.
   */
  bind(argument: _kuorum_v1_BindRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  bind(argument: _kuorum_v1_BindRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  bind(argument: _kuorum_v1_BindRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  bind(argument: _kuorum_v1_BindRequest, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;

  Create(argument: _kuorum_v1_PodCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_PodCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_PodCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_PodCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PodCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PodCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PodCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_PodCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;

  /**
   * Deletes a pod unless a disruption budget forbids it.
   */
  Evict(argument: _kuorum_v1_EvictRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  Evict(argument: _kuorum_v1_EvictRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  Evict(argument: _kuorum_v1_EvictRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  Evict(argument: _kuorum_v1_EvictRequest, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  /**
   * Deletes a pod unless a disruption budget forbids it.
   */
  evict(argument: _kuorum_v1_EvictRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  evict(argument: _kuorum_v1_EvictRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  evict(argument: _kuorum_v1_EvictRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;
  evict(argument: _kuorum_v1_EvictRequest, callback: grpc.requestCallback<_kuorum_v1_Status__Output>): grpc.ClientUnaryCall;

  /**
   * Runs a command in a container, through the kubelet of its node. The response headers tell that it has been started.
   */
  Exec(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_kuorum_v1_ExecRequest, _kuorum_v1_ExecResponse__Output>;
  Exec(options?: grpc.CallOptions): grpc.ClientDuplexStream<_kuorum_v1_ExecRequest, _kuorum_v1_ExecResponse__Output>;
  /**
   * Runs a command in a container, through the kubelet of its node. The response headers tell that it has been started.
   */
  exec(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_kuorum_v1_ExecRequest, _kuorum_v1_ExecResponse__Output>;
  exec(options?: grpc.CallOptions): grpc.ClientDuplexStream<_kuorum_v1_ExecRequest, _kuorum_v1_ExecResponse__Output>;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_PodList__Output>): grpc.ClientUnaryCall;

  /**
   * Streams what a container wrote, through the kubelet of its node.
   */
  Logs(argument: _kuorum_v1_LogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_LogsChunk__Output>;
  Logs(argument: _kuorum_v1_LogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_LogsChunk__Output>;
  /**
   * Streams what a container wrote, through the kubelet of its node.
   */
  logs(argument: _kuorum_v1_LogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_LogsChunk__Output>;
  logs(argument: _kuorum_v1_LogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_LogsChunk__Output>;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;

  /**
   * One connection to a port of a pod. The response headers tell that somebody listens there.
   */
  PortForward(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_kuorum_v1_PortForwardRequest, _kuorum_v1_PortForwardResponse__Output>;
  PortForward(options?: grpc.CallOptions): grpc.ClientDuplexStream<_kuorum_v1_PortForwardRequest, _kuorum_v1_PortForwardResponse__Output>;
  /**
   * One connection to a port of a pod. The response headers tell that somebody listens there.
   */
  portForward(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_kuorum_v1_PortForwardRequest, _kuorum_v1_PortForwardResponse__Output>;
  portForward(options?: grpc.CallOptions): grpc.ClientDuplexStream<_kuorum_v1_PortForwardRequest, _kuorum_v1_PortForwardResponse__Output>;

  Update(argument: _kuorum_v1_PodUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_PodUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_PodUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_PodUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PodUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PodUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PodUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_PodUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;

  UpdateStatus(argument: _kuorum_v1_PodUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_PodUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_PodUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_PodUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_PodUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_PodUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_PodUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_PodUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Pod__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PodWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PodWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PodWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_PodWatchEvent__Output>;

}

/**
 * Pods. Namespaced.
 */
export interface PodServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Binds a pod to a node, once: a bound pod gives Conflict.
   * Who may bind may not therefore read pods: the answer holds none of it.
   */
  Bind: grpc.handleUnaryCall<_kuorum_v1_BindRequest__Output, _kuorum_v1_Status>;

  Create: grpc.handleUnaryCall<_kuorum_v1_PodCreateRequest__Output, _kuorum_v1_Pod>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_Pod>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_PodList>;

  /**
   * Deletes a pod unless a disruption budget forbids it.
   */
  Evict: grpc.handleUnaryCall<_kuorum_v1_EvictRequest__Output, _kuorum_v1_Status>;

  /**
   * Runs a command in a container, through the kubelet of its node. The response headers tell that it has been started.
   */
  Exec: grpc.handleBidiStreamingCall<_kuorum_v1_ExecRequest__Output, _kuorum_v1_ExecResponse>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Pod>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_PodList>;

  /**
   * Streams what a container wrote, through the kubelet of its node.
   */
  Logs: grpc.handleServerStreamingCall<_kuorum_v1_LogsRequest__Output, _kuorum_v1_LogsChunk>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_Pod>;

  /**
   * One connection to a port of a pod. The response headers tell that somebody listens there.
   */
  PortForward: grpc.handleBidiStreamingCall<_kuorum_v1_PortForwardRequest__Output, _kuorum_v1_PortForwardResponse>;

  Update: grpc.handleUnaryCall<_kuorum_v1_PodUpdateRequest__Output, _kuorum_v1_Pod>;

  UpdateStatus: grpc.handleUnaryCall<_kuorum_v1_PodUpdateRequest__Output, _kuorum_v1_Pod>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_PodWatchEvent>;

}

export interface PodServiceDefinition extends grpc.ServiceDefinition {
  Bind: MethodDefinition<_kuorum_v1_BindRequest, _kuorum_v1_Status, _kuorum_v1_BindRequest__Output, _kuorum_v1_Status__Output>
  Create: MethodDefinition<_kuorum_v1_PodCreateRequest, _kuorum_v1_Pod, _kuorum_v1_PodCreateRequest__Output, _kuorum_v1_Pod__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_Pod, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_Pod__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_PodList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_PodList__Output>
  Evict: MethodDefinition<_kuorum_v1_EvictRequest, _kuorum_v1_Status, _kuorum_v1_EvictRequest__Output, _kuorum_v1_Status__Output>
  Exec: MethodDefinition<_kuorum_v1_ExecRequest, _kuorum_v1_ExecResponse, _kuorum_v1_ExecRequest__Output, _kuorum_v1_ExecResponse__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Pod, _kuorum_v1_GetRequest__Output, _kuorum_v1_Pod__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_PodList, _kuorum_v1_ListRequest__Output, _kuorum_v1_PodList__Output>
  Logs: MethodDefinition<_kuorum_v1_LogsRequest, _kuorum_v1_LogsChunk, _kuorum_v1_LogsRequest__Output, _kuorum_v1_LogsChunk__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_Pod, _kuorum_v1_PatchRequest__Output, _kuorum_v1_Pod__Output>
  PortForward: MethodDefinition<_kuorum_v1_PortForwardRequest, _kuorum_v1_PortForwardResponse, _kuorum_v1_PortForwardRequest__Output, _kuorum_v1_PortForwardResponse__Output>
  Update: MethodDefinition<_kuorum_v1_PodUpdateRequest, _kuorum_v1_Pod, _kuorum_v1_PodUpdateRequest__Output, _kuorum_v1_Pod__Output>
  UpdateStatus: MethodDefinition<_kuorum_v1_PodUpdateRequest, _kuorum_v1_Pod, _kuorum_v1_PodUpdateRequest__Output, _kuorum_v1_Pod__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_PodWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_PodWatchEvent__Output>
}
