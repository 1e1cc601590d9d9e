/**
 * What nodes and pods use (metrics.k8s.io): asked of the kubelets when somebody asks, in Kubernetes' metrics-server's form. A
 * node that cannot be asked is left out with its pods and named in the warnings. Of a node's word counts only what it
 * says of itself and of the pods that are bound to it.
 */
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import {
  formatBytes,
  formatNanoCores,
  make,
  type MessageTypes,
  type Node,
  type NodeMetrics,
  type Pod,
  type PodMetrics,
} from '@kuorum/api';
import { delay, type Clock } from '@kuorum/base';
import { metricsWaitMs } from '../limits.js';
import { listPrefix } from '../registry/keys.js';
import type { AnyObject } from '../registry/stored-object.js';
import { timestampOf } from '../strategy/prepare.js';
import { unary } from './calls.js';
import type { AskKubelet } from './kubelet-connection.js';
import type { NodeUsage, Usage } from './kubelet-summary.js';
import { NodeUsages, type UsageAnswer } from './node-usages.js';
import type { ServiceDeps } from './resource-service.js';
import { selectionOf } from './selection.js';

/** What metrics are made of. */
export interface MetricsSources {
  /** Of the watch cache, in order; all of them when the namespace is empty. */
  readonly list: (kind: 'Node' | 'Pod', namespace: string) => readonly AnyObject[];
  readonly askKubelet: AskKubelet;
  readonly clock: Clock;
}

interface Asked {
  readonly usages: ReadonlyMap<string, NodeUsage>;
  readonly warnings: string[];
}

export function metricsService({
  gate,
  checkReady,
  cacheOf,
  askKubelet,
  clock,
}: Pick<ServiceDeps, 'gate' | 'checkReady' | 'cacheOf' | 'clock' | 'askKubelet'>): UntypedServiceImplementation {
  const metrics = new Metrics({
    list: (kind, namespace) => {
      checkReady();
      return cacheOf(kind)
        .list(listPrefix(kind, namespace))
        .map(({ object }) => object);
    },
    ...{ askKubelet, clock },
  });
  return {
    ListNodeMetrics: unary('ListNodeMetricsRequest', 'NodeMetricsList', gate, (request, { signal }) =>
      metrics.ofNodes(request, signal),
    ),
    ListPodMetrics: unary('ListPodMetricsRequest', 'PodMetricsList', gate, (request, { signal }) =>
      metrics.ofPods(request, signal),
    ),
  };
}

export class Metrics {
  private readonly nodeUsages: NodeUsages;

  constructor(private readonly sources: MetricsSources) {
    this.nodeUsages = new NodeUsages(sources.askKubelet, sources.clock);
  }

  async ofNodes(
    request: MessageTypes['ListNodeMetricsRequest'],
    signal: AbortSignal,
  ): Promise<MessageTypes['NodeMetricsList']> {
    const { matches } = selectionOf('Node', { ...request, namespace: '' });
    const nodes = this.nodes().filter((node) => matches?.(node) ?? true);
    const { usages, warnings } = await this.ask(nodes, signal);
    const items: NodeMetrics[] = [];
    for (const node of nodes) {
      const found = usages.get(node.metadata.name);
      if (found === undefined) continue;
      if (found.node === undefined)
        warnings.push(`node ${node.metadata.name}: it has not been measured for long enough`);
      else items.push(nodeMetricsOf(node, found.node, this.now()));
    }
    return make('NodeMetricsList', { items, warnings });
  }

  async ofPods(
    request: MessageTypes['ListPodMetricsRequest'],
    signal: AbortSignal,
  ): Promise<MessageTypes['PodMetricsList']> {
    const { namespace, matches } = selectionOf('Pod', request);
    const pods = this.sources
      .list('Pod', namespace)
      .map((object) => object as Pod)
      .filter((pod) => pod.spec.nodeName !== '' && (matches?.(pod) ?? true));
    const wanted = new Set(pods.map(({ spec }) => spec.nodeName));
    const nodes = this.nodes().filter(({ metadata }) => wanted.has(metadata.name));
    const { usages, warnings } = await this.ask(nodes, signal);
    const items = pods.flatMap((pod) => {
      const containers = usages.get(pod.spec.nodeName)?.pods.get(pod.metadata.uid);
      return containers === undefined ? [] : [podMetricsOf(pod, containers, this.now())];
    });
    return make('PodMetricsList', { items, warnings });
  }

  private now(): string {
    return timestampOf(this.sources.clock.now());
  }

  private nodes(): Node[] {
    return this.sources.list('Node', '').map((object) => object as Node);
  }

  /** All of them at once, and no longer than `metricsWaitMs`: what comes later serves those who ask later. */
  private async ask(nodes: readonly Node[], signal: AbortSignal): Promise<Asked> {
    const answered = new AbortController();
    const { clock } = this.sources;
    const late: Promise<UsageAnswer> = delay(clock, metricsWaitMs, AbortSignal.any([signal, answered.signal])).then(
      () => ({ problem: `its kubelet has not answered within ${metricsWaitMs} ms` }),
      () => ({ problem: 'nobody waits for it any more' }),
    );
    const answers = await Promise.all(nodes.map((node) => Promise.race([this.askOne(node), late])));
    answered.abort();
    const usages = new Map<string, NodeUsage>();
    const warnings: string[] = [];
    for (const [i, { metadata }] of nodes.entries()) {
      const answer = answers[i];
      if (answer === undefined || 'problem' in answer) warnings.push(`node ${metadata.name}: ${answer?.problem ?? ''}`);
      else usages.set(metadata.name, answer);
    }
    return { usages, warnings };
  }

  /** Of a node that has fallen silent it is known that it would not answer. */
  private askOne(node: Node): Promise<UsageAnswer> {
    const ready = node.status.conditions.find(({ type }) => type === 'Ready');
    if (ready?.status === 'Unknown')
      return Promise.resolve({ problem: 'it does not report, so its kubelet is not asked' });
    return this.nodeUsages.of(node);
  }
}

function nodeMetricsOf({ metadata }: Node, usage: Usage, now: string): NodeMetrics {
  const { name, labels } = metadata;
  return {
    ...make('NodeMetrics', {
      ...head('NodeMetrics'),
      metadata: { name, labels, creationTimestamp: now },
      ...whenOf([usage]),
    }),
    usage: amountsOf(usage),
  };
}

function podMetricsOf({ metadata }: Pod, containers: ReadonlyMap<string, Usage>, now: string): PodMetrics {
  const { namespace, name, labels } = metadata;
  return make('PodMetrics', {
    ...head('PodMetrics'),
    metadata: { namespace, name, labels, creationTimestamp: now },
    ...whenOf([...containers.values()]),
    containers: [...containers].map(([container, usage]) => ({ name: container, usage: amountsOf(usage) })),
  });
}

function head(kind: string): { apiVersion: string; kind: string } {
  return { apiVersion: 'metrics.k8s.io/v1beta1', kind };
}

/** Of several containers the oldest measurement counts, and the longest window. */
function whenOf(usages: readonly Usage[]): { timestamp: string; window: string } {
  const times = usages.map(({ time }) => Date.parse(time));
  const windowMs = Math.max(...usages.map((usage) => usage.windowMs));
  return { timestamp: timestampOf(Math.min(...times)), window: durationText(windowMs) };
}

function amountsOf({ nanoCores, workingSetBytes }: Usage): Record<string, string> {
  return { cpu: formatNanoCores(nanoCores), memory: formatBytes(workingSetBytes) };
}

/** As Go writes durations: `15.04s`, `1m0s`, `2h0m3s`. */
export function durationText(ms: number): string {
  const seconds = (ms / 1000) % 60;
  const minutes = Math.floor(ms / 60_000);
  if (minutes === 0) return `${seconds}s`;
  const whole = `${minutes % 60}m${Number(seconds.toFixed(3))}s`;
  return minutes < 60 ? whole : `${Math.floor(minutes / 60)}h${whole}`;
}
