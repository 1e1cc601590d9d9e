// Original file: proto/kuorum/v1/metrics.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ListNodeMetricsRequest as _kuorum_v1_ListNodeMetricsRequest, ListNodeMetricsRequest__Output as _kuorum_v1_ListNodeMetricsRequest__Output } from '../../kuorum/v1/ListNodeMetricsRequest.js';
import type { ListPodMetricsRequest as _kuorum_v1_ListPodMetricsRequest, ListPodMetricsRequest__Output as _kuorum_v1_ListPodMetricsRequest__Output } from '../../kuorum/v1/ListPodMetricsRequest.js';
import type { NodeMetricsList as _kuorum_v1_NodeMetricsList, NodeMetricsList__Output as _kuorum_v1_NodeMetricsList__Output } from '../../kuorum/v1/NodeMetricsList.js';
import type { PodMetricsList as _kuorum_v1_PodMetricsList, PodMetricsList__Output as _kuorum_v1_PodMetricsList__Output } from '../../kuorum/v1/PodMetricsList.js';

/**
 * What nodes and pods use at the moment: kuorum top, and what scales by it.
 */
export interface MetricsServiceClient extends grpc.Client {
  ListNodeMetrics(argument: _kuorum_v1_ListNodeMetricsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeMetricsList__Output>): grpc.ClientUnaryCall;
  ListNodeMetrics(argument: _kuorum_v1_ListNodeMetricsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_NodeMetricsList__Output>): grpc.ClientUnaryCall;
  ListNodeMetrics(argument: _kuorum_v1_ListNodeMetricsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeMetricsList__Output>): grpc.ClientUnaryCall;
  ListNodeMetrics(argument: _kuorum_v1_ListNodeMetricsRequest, callback: grpc.requestCallback<_kuorum_v1_NodeMetricsList__Output>): grpc.ClientUnaryCall;
  listNodeMetrics(argument: _kuorum_v1_ListNodeMetricsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeMetricsList__Output>): grpc.ClientUnaryCall;
  listNodeMetrics(argument: _kuorum_v1_ListNodeMetricsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_NodeMetricsList__Output>): grpc.ClientUnaryCall;
  listNodeMetrics(argument: _kuorum_v1_ListNodeMetricsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_NodeMetricsList__Output>): grpc.ClientUnaryCall;
  listNodeMetrics(argument: _kuorum_v1_ListNodeMetricsRequest, callback: grpc.requestCallback<_kuorum_v1_NodeMetricsList__Output>): grpc.ClientUnaryCall;

  ListPodMetrics(argument: _kuorum_v1_ListPodMetricsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodMetricsList__Output>): grpc.ClientUnaryCall;
  ListPodMetrics(argument: _kuorum_v1_ListPodMetricsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodMetricsList__Output>): grpc.ClientUnaryCall;
  ListPodMetrics(argument: _kuorum_v1_ListPodMetricsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodMetricsList__Output>): grpc.ClientUnaryCall;
  ListPodMetrics(argument: _kuorum_v1_ListPodMetricsRequest, callback: grpc.requestCallback<_kuorum_v1_PodMetricsList__Output>): grpc.ClientUnaryCall;
  listPodMetrics(argument: _kuorum_v1_ListPodMetricsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodMetricsList__Output>): grpc.ClientUnaryCall;
  listPodMetrics(argument: _kuorum_v1_ListPodMetricsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_kuorum_v1_PodMetricsList__Output>): grpc.ClientUnaryCall;
  listPodMetrics(argument: _kuorum_v1_ListPodMetricsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_kuorum_v1_PodMetricsList__Output>): grpc.ClientUnaryCall;
  listPodMetrics(argument: _kuorum_v1_ListPodMetricsRequest, callback: grpc.requestCallback<_kuorum_v1_PodMetricsList__Output>): grpc.ClientUnaryCall;

}

/**
 * What nodes and pods use at the moment: kuorum top, and what scales by it.
 */
export interface MetricsServiceHandlers extends grpc.UntypedServiceImplementation {
  ListNodeMetrics: grpc.handleUnaryCall<_kuorum_v1_ListNodeMetricsRequest__Output, _kuorum_v1_NodeMetricsList>;

  ListPodMetrics: grpc.handleUnaryCall<_kuorum_v1_ListPodMetricsRequest__Output, _kuorum_v1_PodMetricsList>;

}

export interface MetricsServiceDefinition extends grpc.ServiceDefinition {
  ListNodeMetrics: MethodDefinition<_kuorum_v1_ListNodeMetricsRequest, _kuorum_v1_NodeMetricsList, _kuorum_v1_ListNodeMetricsRequest__Output, _kuorum_v1_NodeMetricsList__Output>
  ListPodMetrics: MethodDefinition<_kuorum_v1_ListPodMetricsRequest, _kuorum_v1_PodMetricsList, _kuorum_v1_ListPodMetricsRequest__Output, _kuorum_v1_PodMetricsList__Output>
}
