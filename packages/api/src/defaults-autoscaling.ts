/** Defaults of HorizontalPodAutoscaler (`pkg/apis/autoscaling/v2/defaults.go`). */
import { make } from './codec.js';
import type { HorizontalPodAutoscaler, HPAScalingRules } from './gen/types.js';

/** Share of the requested cpu that pods should use when nothing is said. */
export const cpuUtilizationPercentDefault = 80;

const periodSeconds = 15;
/** Replicas may double, or grow by four, whatever is more, and shrink to nothing, every 15 s. */
const double = { type: 'Percent', value: 100, periodSeconds } as const;
const growByFour = { type: 'Pods', value: 4, periodSeconds } as const;

export function defaultHorizontalPodAutoscaler({ spec }: HorizontalPodAutoscaler): void {
  spec.minReplicas ??= 1;
  if (spec.metrics.length === 0) {
    const target = { type: 'Utilization', averageUtilization: cpuUtilizationPercentDefault } as const;
    spec.metrics = [make('MetricSpec', { type: 'Resource', resource: { name: 'cpu', target } })];
  }
  const { behavior } = spec;
  if (behavior === undefined) return;
  behavior.scaleUp = completed(
    behavior.scaleUp,
    make('HPAScalingRules', { stabilizationWindowSeconds: 0, policies: [growByFour, double] }),
  );
  behavior.scaleDown = completed(behavior.scaleDown, make('HPAScalingRules', { policies: [double] }));
}

/** What `rules` do not say, `defaults` say. How long shrinking waits is the controller's affair when nobody says it. */
function completed(rules: HPAScalingRules | undefined, defaults: HPAScalingRules): HPAScalingRules {
  const window = rules?.stabilizationWindowSeconds ?? defaults.stabilizationWindowSeconds;
  const given = rules?.policies ?? [];
  return {
    ...(window === undefined ? {} : { stabilizationWindowSeconds: window }),
    selectPolicy: rules?.selectPolicy || 'Max',
    policies: given.length === 0 ? defaults.policies : given,
  };
}
