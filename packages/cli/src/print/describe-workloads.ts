/** Descriptions of the kinds that make pods: ReplicaSet, Deployment, DaemonSet, Job, CronJob. */
import type { ApiObject, CronJob, DaemonSet, Deployment, Job, KindName, Pod, ReplicaSet } from '@kuorum/api';
import { orNone, pairs } from './cells.js';
import { completionsText, durationText, selectorText } from './columns-workloads.js';
import type { Fact } from './facts.js';

/** What is special to these kinds; undefined for others. `pods` are those that the object selects. */
export function workloadFacts(
  kind: KindName,
  object: ApiObject,
  pods: readonly Pod[],
  nowMs: number,
): Fact[] | undefined {
  switch (kind) {
    case 'ReplicaSet':
      return replicaSetFacts(object as ReplicaSet, pods);
    case 'Deployment':
      return deploymentFacts(object as Deployment);
    case 'DaemonSet':
      return daemonSetFacts(object as DaemonSet, pods);
    case 'Job':
      return jobFacts(object as Job, nowMs);
    case 'CronJob':
      return cronJobFacts(object as CronJob);
    default:
      return undefined;
  }
}

function replicaSetFacts({ spec, status }: ReplicaSet, pods: readonly Pod[]): Fact[] {
  return [
    ['Selector', selectorText(spec.selector)],
    ['Replicas', `${status.replicas} current / ${spec.replicas ?? 1} desired`],
    podsStatus(pods),
  ];
}

function deploymentFacts({ spec, status }: Deployment): Fact[] {
  const { type, rollingUpdate } = spec.strategy;
  const replicas = [
    `${spec.replicas ?? 1} desired`,
    `${status.updatedReplicas} updated`,
    `${status.replicas} total`,
    `${status.availableReplicas} available`,
    `${status.unavailableReplicas} unavailable`,
  ];
  return [
    ['Selector', selectorText(spec.selector)],
    ['Replicas', replicas.join(' | ')],
    ['StrategyType', type],
    ['MinReadySeconds', String(spec.minReadySeconds)],
    ...rollingUpdateFact(rollingUpdate),
    ...(spec.paused ? [['Paused', 'true'] as Fact] : []),
  ];
}

function rollingUpdateFact(
  rollingUpdate: { maxUnavailable?: number | string; maxSurge?: number | string } | undefined,
): Fact[] {
  if (rollingUpdate === undefined) return [];
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
  return [['RollingUpdate', `${maxUnavailable} max unavailable, ${maxSurge} max surge`]];
}

function daemonSetFacts({ spec, status }: DaemonSet, pods: readonly Pod[]): Fact[] {
  return [
    ['Selector', selectorText(spec.selector)],
    ['Node-Selector', pairs(spec.template.spec.nodeSelector)],
    ['Update Strategy', spec.updateStrategy.type],
    ...rollingUpdateFact(spec.updateStrategy.rollingUpdate),
    ['Desired Nodes', String(status.desiredNumberScheduled)],
    ['Current Nodes', `${status.currentNumberScheduled}, up to date ${status.updatedNumberScheduled}`],
    ['Available Nodes', String(status.numberAvailable)],
    ['Misscheduled', String(status.numberMisscheduled)],
    podsStatus(pods),
  ];
}

function jobFacts(job: Job, nowMs: number): Fact[] {
  const { spec, status } = job;
  const given = (label: string, value: number | string | undefined): Fact[] =>
    value === undefined || value === '' ? [] : [[label, String(value)]];
  return [
    ['Selector', selectorText(spec.selector)],
    ['Parallelism', String(spec.parallelism ?? 1)],
    ['Completions', spec.completions === undefined ? '<unset>' : String(spec.completions)],
    ['Completion Mode', orNone(spec.completionMode)],
    ['Suspend', String(spec.suspend ?? false)],
    ['Backoff Limit', String(spec.backoffLimit ?? 0)],
    ...given('TTL Seconds', spec.ttlSecondsAfterFinished),
    ...given('Active Deadline', spec.activeDeadlineSeconds === undefined ? '' : `${spec.activeDeadlineSeconds}s`),
    ...given('Start Time', status.startTime),
    ...given('Completed At', status.completionTime),
    ...given('Duration', durationText(job, nowMs)),
    ['Completed', completionsText(job)],
    [
      'Pods Statuses',
      `${status.active} Active (${status.ready ?? 0} Ready) / ${status.succeeded} Succeeded / ${status.failed} Failed`,
    ],
    ...given('Completed Indexes', status.completedIndexes),
  ];
}

function cronJobFacts({ spec, status }: CronJob): Fact[] {
  const { jobTemplate } = spec;
  const unset = (value: number | string | undefined): string => (value === undefined ? '<unset>' : String(value));
  return [
    ['Schedule', spec.schedule],
    ['Time Zone', unset(spec.timeZone)],
    ['Concurrency', spec.concurrencyPolicy],
    ['Suspend', String(spec.suspend ?? false)],
    ['Succeeded Kept', unset(spec.successfulJobsHistoryLimit)],
    ['Failed Kept', unset(spec.failedJobsHistoryLimit)],
    ['Start Deadline', spec.startingDeadlineSeconds === undefined ? '<unset>' : `${spec.startingDeadlineSeconds}s`],
    ['Parallelism', unset(jobTemplate.spec.parallelism)],
    ['Completions', unset(jobTemplate.spec.completions)],
    ['Last Schedule', status.lastScheduleTime === '' ? '<unset>' : status.lastScheduleTime],
    ['Active Jobs', status.active.length === 0 ? '<none>' : status.active.map(({ name }) => name).join(', ')],
  ];
}

/** How many of the pods are in each phase. */
export function podsStatus(pods: readonly Pod[]): Fact {
  const count = (phase: string): number => pods.filter(({ status }) => (status.phase || 'Pending') === phase).length;
  return ['Pods Status', ['Running', 'Pending', 'Succeeded', 'Failed'].map((p) => `${count(p)} ${p}`).join(' / ')];
}
