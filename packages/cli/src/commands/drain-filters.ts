/** Which pods of a node a drain takes away, which it leaves there, and which keep it from beginning. Pure; kubectl's rules. */
import { controllerOf, type Pod } from '@kuorum/api';

export interface DrainRules {
  readonly force: boolean;
  readonly ignoreDaemonsets: boolean;
  readonly deleteEmptydirData: boolean;
  /** Pods whose deletion began longer ago than this are not waited for; 0: all are. */
  readonly skipDeletedAfterMs: number;
  readonly nowMs: number;
  /** Why the DaemonSet of a pod, by `namespace/name`, is not there. */
  readonly absentDaemonSets: ReadonlyMap<string, string>;
}

/** What is to become of one pod. `why` is what the others with the same fate are told of together with. */
type Verdict =
  | { readonly kind: 'go'; readonly why?: string }
  | { readonly kind: 'stay'; readonly why?: string }
  | { readonly kind: 'refuse'; readonly why: string };

export interface DrainPlan {
  readonly pods: readonly Pod[];
  /** Sentences of what happens that somebody may not want. */
  readonly warnings: readonly string[];
  /** Sentences of what must be allowed first; with any of them nothing is done. */
  readonly refusals: readonly string[];
}

export function planDrain(pods: readonly Pod[], rules: DrainRules): DrainPlan {
  const going: Pod[] = [];
  const warnings = new Map<string, string[]>();
  const refusals = new Map<string, string[]>();
  for (const pod of pods) {
    const verdict = verdictOf(pod, rules);
    if (verdict.kind === 'go') going.push(pod);
    if (verdict.why === undefined) continue;
    const told = verdict.kind === 'refuse' ? refusals : warnings;
    told.set(verdict.why, [...(told.get(verdict.why) ?? []), `${pod.metadata.namespace}/${pod.metadata.name}`]);
  }
  const sentences = (all: Map<string, string[]>, verb: string): string[] =>
    [...all].map(([why, names]) => `${verb}${why}: ${names.join(', ')}`);
  return { pods: going, warnings: sentences(warnings, ''), refusals: sentences(refusals, 'cannot delete ') };
}

export function daemonSetOf(pod: Pod): string | undefined {
  const owner = controllerOf(pod);
  return owner?.kind === 'DaemonSet' ? `${pod.metadata.namespace}/${owner.name}` : undefined;
}

/** The kubelet shows a pod from a file on its node by such an object; to delete it would not end the pod. */
const mirrorAnnotation = 'kubernetes.io/config.mirror';

function verdictOf(pod: Pod, rules: DrainRules): Verdict {
  const { annotations, deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== '' && rules.skipDeletedAfterMs > 0) {
    if (rules.nowMs - Date.parse(deletionTimestamp) > rules.skipDeletedAfterMs) return { kind: 'stay' };
  }
  const finished = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  const daemonSet = daemonSetOf(pod);
  if (daemonSet !== undefined && !finished) {
    const absent = rules.absentDaemonSets.get(daemonSet);
    if (absent !== undefined) return rules.force ? { kind: 'go', why: absent } : { kind: 'refuse', why: absent };
    if (rules.ignoreDaemonsets) return { kind: 'stay', why: 'ignoring DaemonSet-managed Pods' };
    return { kind: 'refuse', why: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
  }
  if (Object.hasOwn(annotations, mirrorAnnotation)) return { kind: 'stay' };
  if (finished) return { kind: 'go' };
  const hasLocal = pod.spec.volumes.some(({ emptyDir }) => emptyDir !== undefined);
  if (hasLocal && !rules.deleteEmptydirData) {
    return { kind: 'refuse', why: 'Pods with local storage (use --delete-emptydir-data to override)' };
  }
  if (controllerOf(pod) === undefined) {
    if (rules.force) return { kind: 'go', why: 'deleting Pods that declare no controller' };
    return { kind: 'refuse', why: 'Pods that declare no controller (use --force to override)' };
  }
  return hasLocal ? { kind: 'go', why: 'deleting Pods with local storage' } : { kind: 'go' };
}
