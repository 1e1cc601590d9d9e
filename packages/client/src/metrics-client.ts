/** Usage of nodes and pods, over gRPC. */
import type { NodeMetrics, PodMetrics } from '@kuorum/api';
import type { Caller } from './caller.js';
import { selectionOf } from './selection.js';
import type { CallOptions, MetricsClient, MetricsList, Selection } from './types.js';

const metricsService = 'kuorum.v1.MetricsService';

export class GrpcMetricsClient implements MetricsClient {
  constructor(private readonly caller: Caller) {}

  nodes(options: Omit<Selection, 'namespace'> & CallOptions = {}): Promise<MetricsList<NodeMetrics>> {
    const { labelSelector, fieldSelector } = selectionOf(options);
    const method = [metricsService, 'ListNodeMetrics'] as const;
    return this.caller.unary('read', method, { labelSelector, fieldSelector }, 'NodeMetricsList', options);
  }

  pods(options: Selection & CallOptions = {}): Promise<MetricsList<PodMetrics>> {
    return this.caller.unary(
      'read',
      [metricsService, 'ListPodMetrics'],
      selectionOf(options),
      'PodMetricsList',
      options,
    );
  }
}
