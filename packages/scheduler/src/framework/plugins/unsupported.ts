/**
 * What a pod insists on and no filter here can judge. Such a pod stays pending and says why: placed, it would be where it
 * said it must not be. Preferences are no such thing; they are not weighed yet.
 */
import type { PodSpec } from '@kuorum/api';
import type { FilterPlugin } from '../plugin.js';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';

function insistedOn({ affinity, topologySpreadConstraints }: PodSpec): string[] {
  const paths: string[] = [];
  for (const field of ['podAffinity', 'podAntiAffinity'] as const) {
    if ((affinity?.[field]?.[required].length ?? 0) > 0) paths.push(`spec.affinity.${field}.${required}`);
  }
  topologySpreadConstraints.forEach(({ whenUnsatisfiable }, i) => {
    if (whenUnsatisfiable === 'DoNotSchedule') paths.push(`spec.topologySpreadConstraints[${i}] (DoNotSchedule)`);
  });
  return paths;
}

/** Refuses every node, in the words of what is not supported. */
export const unsupportedConstraints: FilterPlugin = {
  name: 'Unsupported',
  filter: ({ pod }) =>
    insistedOn(pod.spec).map((path) => `node(s) could not be judged: the scheduler does not support ${path}`),
};
