// Original file: proto/kuorum/v1/service_account.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { ServiceAccount as _kuorum_v1_ServiceAccount, ServiceAccount__Output as _kuorum_v1_ServiceAccount__Output } from '../../kuorum/v1/ServiceAccount.js';
import type { ServiceAccountCreateRequest as _kuorum_v1_ServiceAccountCreateRequest, ServiceAccountCreateRequest__Output as _kuorum_v1_ServiceAccountCreateRequest__Output } from '../../kuorum/v1/ServiceAccountCreateRequest.js';
import type { ServiceAccountList as _kuorum_v1_ServiceAccountList, ServiceAccountList__Output as _kuorum_v1_ServiceAccountList__Output } from '../../kuorum/v1/ServiceAccountList.js';
import type { ServiceAccountUpdateRequest as _kuorum_v1_ServiceAccountUpdateRequest, ServiceAccountUpdateRequest__Output as _kuorum_v1_ServiceAccountUpdateRequest__Output } from '../../kuorum/v1/ServiceAccountUpdateRequest.js';
import type { ServiceAccountWatchEvent as _kuorum_v1_ServiceAccountWatchEvent, ServiceAccountWatchEvent__Output as _kuorum_v1_ServiceAccountWatchEvent__Output } from '../../kuorum/v1/ServiceAccountWatchEvent.js';
import type { TokenCreateRequest as _kuorum_v1_TokenCreateRequest, TokenCreateRequest__Output as _kuorum_v1_TokenCreateRequest__Output } from '../../kuorum/v1/TokenCreateRequest.js';
import type { TokenRequest as _kuorum_v1_TokenRequest, TokenRequest__Output as _kuorum_v1_TokenRequest__Output } from '../../kuorum/v1/TokenRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Service accounts. Namespaced.
 */
export interface ServiceAccountServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_ServiceAccountCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ServiceAccountCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ServiceAccountCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_ServiceAccountCreateRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ServiceAccountCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ServiceAccountCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ServiceAccountCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_ServiceAccountCreateRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;

  CreateToken(argument: _kuorum_v1_TokenCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_TokenRequest__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _kuorum_v1_TokenCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_TokenRequest__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _kuorum_v1_TokenCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_TokenRequest__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _kuorum_v1_TokenCreateRequest, callback: grpc.requestCallback<_kuorum_v1_TokenRequest__Output>): grpc.ClientUnaryCall;
  createToken(argument: _kuorum_v1_TokenCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_TokenRequest__Output>): grpc.ClientUnaryCall;
  createToken(argument: _kuorum_v1_TokenCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_TokenRequest__Output>): grpc.ClientUnaryCall;
  createToken(argument: _kuorum_v1_TokenCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_TokenRequest__Output>): grpc.ClientUnaryCall;
  createToken(argument: _kuorum_v1_TokenCreateRequest, callback: grpc.requestCallback<_kuorum_v1_TokenRequest__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccountList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_ServiceAccountUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ServiceAccountUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ServiceAccountUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_ServiceAccountUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ServiceAccountUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ServiceAccountUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ServiceAccountUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_ServiceAccountUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_ServiceAccount__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ServiceAccountWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ServiceAccountWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ServiceAccountWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_ServiceAccountWatchEvent__Output>;

}

/**
 * Service accounts. Namespaced.
 */
export interface ServiceAccountServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_ServiceAccountCreateRequest__Output, _kuorum_v1_ServiceAccount>;

  CreateToken: grpc.handleUnaryCall<_kuorum_v1_TokenCreateRequest__Output, _kuorum_v1_TokenRequest>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_ServiceAccount>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ServiceAccountList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_ServiceAccount>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_ServiceAccountList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_ServiceAccount>;

  Update: grpc.handleUnaryCall<_kuorum_v1_ServiceAccountUpdateRequest__Output, _kuorum_v1_ServiceAccount>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_ServiceAccountWatchEvent>;

}

export interface ServiceAccountServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_ServiceAccountCreateRequest, _kuorum_v1_ServiceAccount, _kuorum_v1_ServiceAccountCreateRequest__Output, _kuorum_v1_ServiceAccount__Output>
  CreateToken: MethodDefinition<_kuorum_v1_TokenCreateRequest, _kuorum_v1_TokenRequest, _kuorum_v1_TokenCreateRequest__Output, _kuorum_v1_TokenRequest__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_ServiceAccount, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_ServiceAccount__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_ServiceAccountList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_ServiceAccountList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_ServiceAccount, _kuorum_v1_GetRequest__Output, _kuorum_v1_ServiceAccount__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_ServiceAccountList, _kuorum_v1_ListRequest__Output, _kuorum_v1_ServiceAccountList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_ServiceAccount, _kuorum_v1_PatchRequest__Output, _kuorum_v1_ServiceAccount__Output>
  Update: MethodDefinition<_kuorum_v1_ServiceAccountUpdateRequest, _kuorum_v1_ServiceAccount, _kuorum_v1_ServiceAccountUpdateRequest__Output, _kuorum_v1_ServiceAccount__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_ServiceAccountWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_ServiceAccountWatchEvent__Output>
}
