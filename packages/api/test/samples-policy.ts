/** One good object of each kind that limits or scales others, as a manifest would have it. */
import type { DeepPartial, Kinds } from '@kuorum/api';

export const policySamples = {
  PodDisruptionBudget: {
    metadata: { name: 'web', namespace: 'default' },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
  },
  HorizontalPodAutoscaler: {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [
        {
          type: 'Resource' as const,
          resource: { name: 'cpu', target: { type: 'Utilization' as const, averageUtilization: 50 } },
        },
      ],
    },
  },
} satisfies { [K in keyof Kinds]?: DeepPartial<Kinds[K]> };
