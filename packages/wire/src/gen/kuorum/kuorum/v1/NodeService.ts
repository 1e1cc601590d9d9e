// Original file: proto/kuorum/v1/node.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { Node as _kuorum_v1_Node, Node__Output as _kuorum_v1_Node__Output } from '../../kuorum/v1/Node.js';
import type { NodeCreateRequest as _kuorum_v1_NodeCreateRequest, NodeCreateRequest__Output as _kuorum_v1_NodeCreateRequest__Output } from '../../kuorum/v1/NodeCreateRequest.js';
import type { NodeList as _kuorum_v1_NodeList, NodeList__Output as _kuorum_v1_NodeList__Output } from '../../kuorum/v1/NodeList.js';
import type { NodeUpdateRequest as _kuorum_v1_NodeUpdateRequest, NodeUpdateRequest__Output as _kuorum_v1_NodeUpdateRequest__Output } from '../../kuorum/v1/NodeUpdateRequest.js';
import type { NodeWatchEvent as _kuorum_v1_NodeWatchEvent, NodeWatchEvent__Output as _kuorum_v1_NodeWatchEvent__Output } from '../../kuorum/v1/NodeWatchEvent.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Nodes. Cluster-scoped.
 */
export interface NodeServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_NodeCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_NodeCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_NodeCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_NodeCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_NodeCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_NodeCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_NodeCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_NodeCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_NodeList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_NodeUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_NodeUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_NodeUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_NodeUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_NodeUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_NodeUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_NodeUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_NodeUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;

  UpdateStatus(argument: _kuorum_v1_NodeUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_NodeUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_NodeUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_NodeUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_NodeUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_NodeUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_NodeUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_NodeUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Node__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_NodeWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_NodeWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_NodeWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_NodeWatchEvent__Output>;

}

/**
 * Nodes. Cluster-scoped.
 */
export interface NodeServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_NodeCreateRequest__Output, _kuorum_v1_Node>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_Node>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_NodeList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Node>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_NodeList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_Node>;

  Update: grpc.handleUnaryCall<_kuorum_v1_NodeUpdateRequest__Output, _kuorum_v1_Node>;

  UpdateStatus: grpc.handleUnaryCall<_kuorum_v1_NodeUpdateRequest__Output, _kuorum_v1_Node>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_NodeWatchEvent>;

}

export interface NodeServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_NodeCreateRequest, _kuorum_v1_Node, _kuorum_v1_NodeCreateRequest__Output, _kuorum_v1_Node__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_Node, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_Node__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_NodeList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_NodeList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Node, _kuorum_v1_GetRequest__Output, _kuorum_v1_Node__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_NodeList, _kuorum_v1_ListRequest__Output, _kuorum_v1_NodeList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_Node, _kuorum_v1_PatchRequest__Output, _kuorum_v1_Node__Output>
  Update: MethodDefinition<_kuorum_v1_NodeUpdateRequest, _kuorum_v1_Node, _kuorum_v1_NodeUpdateRequest__Output, _kuorum_v1_Node__Output>
  UpdateStatus: MethodDefinition<_kuorum_v1_NodeUpdateRequest, _kuorum_v1_Node, _kuorum_v1_NodeUpdateRequest__Output, _kuorum_v1_Node__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_NodeWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_NodeWatchEvent__Output>
}
