// Original file: proto/kuorum/v1/deployment.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteCollectionRequest as _kuorum_v1_DeleteCollectionRequest, DeleteCollectionRequest__Output as _kuorum_v1_DeleteCollectionRequest__Output } from '../../kuorum/v1/DeleteCollectionRequest.js';
import type { DeleteRequest as _kuorum_v1_DeleteRequest, DeleteRequest__Output as _kuorum_v1_DeleteRequest__Output } from '../../kuorum/v1/DeleteRequest.js';
import type { Deployment as _kuorum_v1_Deployment, Deployment__Output as _kuorum_v1_Deployment__Output } from '../../kuorum/v1/Deployment.js';
import type { DeploymentCreateRequest as _kuorum_v1_DeploymentCreateRequest, DeploymentCreateRequest__Output as _kuorum_v1_DeploymentCreateRequest__Output } from '../../kuorum/v1/DeploymentCreateRequest.js';
import type { DeploymentList as _kuorum_v1_DeploymentList, DeploymentList__Output as _kuorum_v1_DeploymentList__Output } from '../../kuorum/v1/DeploymentList.js';
import type { DeploymentUpdateRequest as _kuorum_v1_DeploymentUpdateRequest, DeploymentUpdateRequest__Output as _kuorum_v1_DeploymentUpdateRequest__Output } from '../../kuorum/v1/DeploymentUpdateRequest.js';
import type { DeploymentWatchEvent as _kuorum_v1_DeploymentWatchEvent, DeploymentWatchEvent__Output as _kuorum_v1_DeploymentWatchEvent__Output } from '../../kuorum/v1/DeploymentWatchEvent.js';
import type { GetRequest as _kuorum_v1_GetRequest, GetRequest__Output as _kuorum_v1_GetRequest__Output } from '../../kuorum/v1/GetRequest.js';
import type { ListRequest as _kuorum_v1_ListRequest, ListRequest__Output as _kuorum_v1_ListRequest__Output } from '../../kuorum/v1/ListRequest.js';
import type { PatchRequest as _kuorum_v1_PatchRequest, PatchRequest__Output as _kuorum_v1_PatchRequest__Output } from '../../kuorum/v1/PatchRequest.js';
import type { Scale as _kuorum_v1_Scale, Scale__Output as _kuorum_v1_Scale__Output } from '../../kuorum/v1/Scale.js';
import type { ScaleRequest as _kuorum_v1_ScaleRequest, ScaleRequest__Output as _kuorum_v1_ScaleRequest__Output } from '../../kuorum/v1/ScaleRequest.js';
import type { ScaleUpdateRequest as _kuorum_v1_ScaleUpdateRequest, ScaleUpdateRequest__Output as _kuorum_v1_ScaleUpdateRequest__Output } from '../../kuorum/v1/ScaleUpdateRequest.js';
import type { WatchRequest as _kuorum_v1_WatchRequest, WatchRequest__Output as _kuorum_v1_WatchRequest__Output } from '../../kuorum/v1/WatchRequest.js';

/**
 * Deployments. Namespaced.
 */
export interface DeploymentServiceClient extends grpc.Client {
  Create(argument: _kuorum_v1_DeploymentCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_DeploymentCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_DeploymentCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Create(argument: _kuorum_v1_DeploymentCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_DeploymentCreateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_DeploymentCreateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_DeploymentCreateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  create(argument: _kuorum_v1_DeploymentCreateRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;

  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  delete(argument: _kuorum_v1_DeleteRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;

  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  DeleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  deleteCollection(argument: _kuorum_v1_DeleteCollectionRequest, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;

  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  get(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;

  GetScale(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  GetScale(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  GetScale(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  GetScale(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  getScale(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  getScale(argument: _kuorum_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  getScale(argument: _kuorum_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  getScale(argument: _kuorum_v1_GetRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;

  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  List(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;
  list(argument: _kuorum_v1_ListRequest, callback: grpc.requestCallback<_kuorum_v1_DeploymentList__Output>): grpc.ClientUnaryCall;

  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  patch(argument: _kuorum_v1_PatchRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;

  /**
   * Changes only the number of replicas.
   */
  Scale(argument: _kuorum_v1_ScaleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  Scale(argument: _kuorum_v1_ScaleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  Scale(argument: _kuorum_v1_ScaleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  Scale(argument: _kuorum_v1_ScaleRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  /**
   * Changes only the number of replicas.
   */
  scale(argument: _kuorum_v1_ScaleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  scale(argument: _kuorum_v1_ScaleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  scale(argument: _kuorum_v1_ScaleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  scale(argument: _kuorum_v1_ScaleRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;

  Update(argument: _kuorum_v1_DeploymentUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_DeploymentUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_DeploymentUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  Update(argument: _kuorum_v1_DeploymentUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_DeploymentUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_DeploymentUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_DeploymentUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  update(argument: _kuorum_v1_DeploymentUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;

  UpdateScale(argument: _kuorum_v1_ScaleUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  UpdateScale(argument: _kuorum_v1_ScaleUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  UpdateScale(argument: _kuorum_v1_ScaleUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  UpdateScale(argument: _kuorum_v1_ScaleUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  updateScale(argument: _kuorum_v1_ScaleUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  updateScale(argument: _kuorum_v1_ScaleUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  updateScale(argument: _kuorum_v1_ScaleUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;
  updateScale(argument: _kuorum_v1_ScaleUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Scale__Output>): grpc.ClientUnaryCall;

  UpdateStatus(argument: _kuorum_v1_DeploymentUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_DeploymentUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_DeploymentUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  UpdateStatus(argument: _kuorum_v1_DeploymentUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_DeploymentUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_DeploymentUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_DeploymentUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;
  updateStatus(argument: _kuorum_v1_DeploymentUpdateRequest, callback: grpc.requestCallback<_kuorum_v1_Deployment__Output>): grpc.ClientUnaryCall;

  Watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_DeploymentWatchEvent__Output>;
  Watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_DeploymentWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_DeploymentWatchEvent__Output>;
  watch(argument: _kuorum_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_kuorum_v1_DeploymentWatchEvent__Output>;

}

/**
 * Deployments. Namespaced.
 */
export interface DeploymentServiceHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_kuorum_v1_DeploymentCreateRequest__Output, _kuorum_v1_Deployment>;

  Delete: grpc.handleUnaryCall<_kuorum_v1_DeleteRequest__Output, _kuorum_v1_Deployment>;

  DeleteCollection: grpc.handleUnaryCall<_kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_DeploymentList>;

  Get: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Deployment>;

  GetScale: grpc.handleUnaryCall<_kuorum_v1_GetRequest__Output, _kuorum_v1_Scale>;

  List: grpc.handleUnaryCall<_kuorum_v1_ListRequest__Output, _kuorum_v1_DeploymentList>;

  Patch: grpc.handleUnaryCall<_kuorum_v1_PatchRequest__Output, _kuorum_v1_Deployment>;

  /**
   * Changes only the number of replicas.
   */
  Scale: grpc.handleUnaryCall<_kuorum_v1_ScaleRequest__Output, _kuorum_v1_Scale>;

  Update: grpc.handleUnaryCall<_kuorum_v1_DeploymentUpdateRequest__Output, _kuorum_v1_Deployment>;

  UpdateScale: grpc.handleUnaryCall<_kuorum_v1_ScaleUpdateRequest__Output, _kuorum_v1_Scale>;

  UpdateStatus: grpc.handleUnaryCall<_kuorum_v1_DeploymentUpdateRequest__Output, _kuorum_v1_Deployment>;

  Watch: grpc.handleServerStreamingCall<_kuorum_v1_WatchRequest__Output, _kuorum_v1_DeploymentWatchEvent>;

}

export interface DeploymentServiceDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_kuorum_v1_DeploymentCreateRequest, _kuorum_v1_Deployment, _kuorum_v1_DeploymentCreateRequest__Output, _kuorum_v1_Deployment__Output>
  Delete: MethodDefinition<_kuorum_v1_DeleteRequest, _kuorum_v1_Deployment, _kuorum_v1_DeleteRequest__Output, _kuorum_v1_Deployment__Output>
  DeleteCollection: MethodDefinition<_kuorum_v1_DeleteCollectionRequest, _kuorum_v1_DeploymentList, _kuorum_v1_DeleteCollectionRequest__Output, _kuorum_v1_DeploymentList__Output>
  Get: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Deployment, _kuorum_v1_GetRequest__Output, _kuorum_v1_Deployment__Output>
  GetScale: MethodDefinition<_kuorum_v1_GetRequest, _kuorum_v1_Scale, _kuorum_v1_GetRequest__Output, _kuorum_v1_Scale__Output>
  List: MethodDefinition<_kuorum_v1_ListRequest, _kuorum_v1_DeploymentList, _kuorum_v1_ListRequest__Output, _kuorum_v1_DeploymentList__Output>
  Patch: MethodDefinition<_kuorum_v1_PatchRequest, _kuorum_v1_Deployment, _kuorum_v1_PatchRequest__Output, _kuorum_v1_Deployment__Output>
  Scale: MethodDefinition<_kuorum_v1_ScaleRequest, _kuorum_v1_Scale, _kuorum_v1_ScaleRequest__Output, _kuorum_v1_Scale__Output>
  Update: MethodDefinition<_kuorum_v1_DeploymentUpdateRequest, _kuorum_v1_Deployment, _kuorum_v1_DeploymentUpdateRequest__Output, _kuorum_v1_Deployment__Output>
  UpdateScale: MethodDefinition<_kuorum_v1_ScaleUpdateRequest, _kuorum_v1_Scale, _kuorum_v1_ScaleUpdateRequest__Output, _kuorum_v1_Scale__Output>
  UpdateStatus: MethodDefinition<_kuorum_v1_DeploymentUpdateRequest, _kuorum_v1_Deployment, _kuorum_v1_DeploymentUpdateRequest__Output, _kuorum_v1_Deployment__Output>
  Watch: MethodDefinition<_kuorum_v1_WatchRequest, _kuorum_v1_DeploymentWatchEvent, _kuorum_v1_WatchRequest__Output, _kuorum_v1_DeploymentWatchEvent__Output>
}
