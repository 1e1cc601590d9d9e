// Original file: proto/kuorum/v1/secret.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { Secret as _kuorum_v1_Secret, Secret__Output as _kuorum_v1_Secret__Output } from '../../kuorum/v1/Secret.js';
import type { SecretCreateRequest as _kuorum_v1_SecretCreateRequest, SecretCreateRequest__Output as _kuorum_v1_SecretCreateRequest__Output } from '../../kuorum/v1/SecretCreateRequest.js';
import type { SecretList as _kuorum_v1_SecretList, SecretList__Output as _kuorum_v1_SecretList__Output } from '../../kuorum/v1/SecretList.js';
import type { SecretUpdateRequest as _kuorum_v1_SecretUpdateRequest, SecretUpdateRequest__Output as _kuorum_v1_SecretUpdateRequest__Output } from '../../kuorum/v1/SecretUpdateRequest.js';
import type { SecretWatchEvent as _kuorum_v1_SecretWatchEvent, SecretWatchEvent__Output as _kuorum_v1_SecretWatchEvent__Output } from '../../kuorum/v1/SecretWatchEvent.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Secrets. Namespaced.
 */
export interface SecretServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_SecretCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SecretCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SecretCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_SecretCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SecretCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SecretCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SecretCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_SecretCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_SecretList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_SecretUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_SecretUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_SecretUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_SecretUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_SecretUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_SecretUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_SecretUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_SecretUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Secret__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_SecretWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_SecretWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_SecretWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_SecretWatchEvent__Output>;

}

/**
 * Secrets. Namespaced.
 */
export interface SecretServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_SecretCreateRequest__Output, _kuorum_v1_Secret>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_Secret>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_SecretList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Secret>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_SecretList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_Secret>;

  Update: grpc.handleUnaryCall<_kuorum_v1_SecretUpdateRequest__Output, _kuorum_v1_Secret>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_SecretWatchEvent>;

}

export interface SecretServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_SecretCreateRequest, _kuorum_v1_Secret, _kuorum_v1_SecretCreateRequest__Output, _kuorum_v1_Secret__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_Secret, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_Secret__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_SecretList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_SecretList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Secret, _kuorum_v1_GetRequest__Output, _kuorum_v1_Secret__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_SecretList, _kuorum_v1_ListRequest__Output, _kuorum_v1_SecretList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_Secret, _kuorum_v1_PatchRequest__Output, _kuorum_v1_Secret__Output>
  Update: MethodDefinition<_kuorum_v1_SecretUpdateRequest, _kuorum_v1_Secret, _kuorum_v1_SecretUpdateRequest__Output, _kuorum_v1_Secret__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_SecretWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_SecretWatchEvent__Output>
}
