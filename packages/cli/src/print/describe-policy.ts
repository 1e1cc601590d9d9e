/** Descriptions of PodDisruptionBudget and HorizontalPodAutoscaler. */
import type { ApiObject, HorizontalPodAutoscaler, HPAScalingRules, KindName, PodDisruptionBudget } from '@kuorum/api';
import { metricText } from './columns-policy.js';
import { selectorText } from './columns-workloads.js';
import type { Fact } from './facts.js';

/** What is special to these kinds; undefined for others. */
export function policyFacts(kind: KindName, object: ApiObject): Fact[] | undefined {
  switch (kind) {
    case 'PodDisruptionBudget':
      return disruptionBudgetFacts(object as PodDisruptionBudget);
    case 'HorizontalPodAutoscaler':
      return autoscalerFacts(object as HorizontalPodAutoscaler);
    default:
      return undefined;
  }
}

function disruptionBudgetFacts({ spec, status }: PodDisruptionBudget): Fact[] {
  return [
    ...(spec.minAvailable === undefined ? [] : [['Min available', String(spec.minAvailable)] as Fact]),
    ...(spec.maxUnavailable === undefined ? [] : [['Max unavailable', String(spec.maxUnavailable)] as Fact]),
    ['Selector', selectorText(spec.selector)],
    ['Disruptions', `${status.disruptionsAllowed} allowed`],
    ['Healthy', `${status.currentHealthy} current / ${status.desiredHealthy} desired`],
    ['Total', String(status.expectedPods)],
  ];
}

function autoscalerFacts({ spec, status }: HorizontalPodAutoscaler): Fact[] {
  const { scaleTargetRef, metrics, behavior } = spec;
  return [
    ['Reference', `${scaleTargetRef.kind}/${scaleTargetRef.name}`],
    ['Metrics', metrics.map((metric, i) => metricText(metric, status.currentMetrics[i]))],
    ['Min replicas', String(spec.minReplicas ?? '<unset>')],
    ['Max replicas', String(spec.maxReplicas)],
    ...rulesFact('Scale Up', behavior?.scaleUp),
    ...rulesFact('Scale Down', behavior?.scaleDown),
    ['Replicas', `${status.currentReplicas} current / ${status.desiredReplicas} desired`],
    ...(status.lastScaleTime === '' ? [] : [['Last Scale', status.lastScaleTime] as Fact]),
  ];
}

function rulesFact(label: string, rules: HPAScalingRules | undefined): Fact[] {
  if (rules === undefined) return [];
  const { stabilizationWindowSeconds, selectPolicy, policies } = rules;
  const window = stabilizationWindowSeconds === undefined ? '<default>' : `${stabilizationWindowSeconds}s`;
  return [
    [
      label,
      [
        `Stabilization Window: ${window}, Select Policy: ${selectPolicy}`,
        ...policies.map(({ type, value, periodSeconds }) => `${type}: ${value} in ${periodSeconds}s`),
      ],
    ],
  ];
}
