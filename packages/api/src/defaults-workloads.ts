/** Defaults of the kinds that make pods (`pkg/apis/apps/v1/defaults.go`, `pkg/apis/batch/v1/defaults.go`). */
import type { CronJob, DaemonSet, Deployment, Job, JobSpec, ReplicaSet } from './gen/types.js';

/** Old ReplicaSets, or templates, that are kept to go back to. */
export const revisionHistoryLimitDefault = 10;
/** Time without progress after which a rollout counts as failed. */
export const progressDeadlineSecondsDefault = 600;
/** Share of the replicas that a rollout may add, and may take away, at a time. */
export const rollingUpdateShareDefault = '25%';
/** Failures after which a job has failed. */
export const backoffLimitDefault = 6;

export function defaultReplicaSet({ spec }: ReplicaSet): void {
  spec.replicas ??= 1;
}

export function defaultDeployment({ spec }: Deployment): void {
  const { strategy } = spec;
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= revisionHistoryLimitDefault;
  spec.progressDeadlineSeconds ??= progressDeadlineSecondsDefault;
  strategy.type ||= 'RollingUpdate';
  if (strategy.type !== 'RollingUpdate') return;
  strategy.rollingUpdate ??= {};
  strategy.rollingUpdate.maxUnavailable ??= rollingUpdateShareDefault;
  strategy.rollingUpdate.maxSurge ??= rollingUpdateShareDefault;
}

export function defaultDaemonSet({ spec }: DaemonSet): void {
  const { updateStrategy } = spec;
  spec.revisionHistoryLimit ??= revisionHistoryLimitDefault;
  updateStrategy.type ||= 'RollingUpdate';
  if (updateStrategy.type !== 'RollingUpdate') return;
  updateStrategy.rollingUpdate ??= {};
  updateStrategy.rollingUpdate.maxUnavailable ??= 1;
  updateStrategy.rollingUpdate.maxSurge ??= 0;
}

export function defaultJob({ metadata, spec }: Job): void {
  defaultJobSpec(spec);
  if (Object.keys(metadata.labels).length === 0) metadata.labels = { ...spec.template.metadata.labels };
}

/** A job that says neither how many pods to run nor how many must succeed is one pod. */
function defaultJobSpec(spec: JobSpec): void {
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= backoffLimitDefault;
  spec.completionMode ||= 'NonIndexed';
  spec.suspend ??= false;
}

/** The job of the template gets its defaults when it is made, as in Kubernetes. */
export function defaultCronJob({ spec }: CronJob): void {
  spec.concurrencyPolicy ||= 'Allow';
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
}
