/** The columns of PodDisruptionBudget and HorizontalPodAutoscaler, as kubectl has them. */
import type { HorizontalPodAutoscaler, Kinds, MetricSpec, MetricStatus } from '@kuorum/api';
import { age, name } from './cells.js';
import type { Column } from './table.js';

type PolicyKind = 'PodDisruptionBudget' | 'HorizontalPodAutoscaler';

export const policyColumns: { [K in PolicyKind]: (nowMs: number) => Column<Kinds[K]>[] } = {
  PodDisruptionBudget: (nowMs) => [
    name(),
    { head: 'MIN AVAILABLE', cell: ({ spec }) => String(spec.minAvailable ?? 'N/A') },
    { head: 'MAX UNAVAILABLE', cell: ({ spec }) => String(spec.maxUnavailable ?? 'N/A') },
    { head: 'ALLOWED DISRUPTIONS', cell: ({ status }) => String(status.disruptionsAllowed) },
    age(nowMs),
  ],
  HorizontalPodAutoscaler: (nowMs) => [
    name(),
    { head: 'REFERENCE', cell: ({ spec }) => `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}` },
    { head: 'TARGETS', cell: targetsText },
    { head: 'MINPODS', cell: ({ spec }) => String(spec.minReplicas ?? '<unset>') },
    { head: 'MAXPODS', cell: ({ spec }) => String(spec.maxReplicas) },
    { head: 'REPLICAS', cell: ({ status }) => String(status.currentReplicas) },
    age(nowMs),
  ],
};

/** Metrics shown before "+ n more...". */
const metricsShownMax = 2;

function targetsText({ spec, status }: HorizontalPodAutoscaler): string {
  if (spec.metrics.length === 0) return '<none>';
  const texts = spec.metrics.map((metric, i) => metricText(metric, status.currentMetrics[i]));
  const more = texts.length - metricsShownMax;
  return texts.slice(0, metricsShownMax).join(', ') + (more > 0 ? ` + ${more} more...` : '');
}

/** `cpu: 20%/80%`: what it is and what it should be. */
export function metricText(metric: MetricSpec, status: MetricStatus | undefined): string {
  const source = metric.resource ?? metric.containerResource;
  const current = (status?.resource ?? status?.containerResource)?.current;
  if (source === undefined) return '<unknown type>';
  const { averageValue, averageUtilization } = source.target;
  const [is, shouldBe] =
    averageValue !== undefined
      ? [current?.averageValue, averageValue]
      : [percent(current?.averageUtilization), percent(averageUtilization) ?? '<auto>'];
  return `${source.name}: ${is ?? '<unknown>'}/${shouldBe}`;
}

function percent(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value}%`;
}
