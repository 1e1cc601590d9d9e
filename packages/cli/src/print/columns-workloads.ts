/** The columns of the kinds that make pods, as kubectl has them. */
import {
  formatLabelSelector,
  isConditionTrue,
  isTerminating,
  type ApiObject,
  type Job,
  type Kinds,
  type LabelSelector,
  type PodTemplateSpec,
} from '@kuorum/api';
import { formatAge } from '../durations.js';
import { age, list, name, orNone, pairs, since } from './cells.js';
import type { Column } from './table.js';

type WorkloadKind = 'ReplicaSet' | 'Deployment' | 'DaemonSet' | 'Job' | 'CronJob';

/** What `-o wide` adds for every kind with a pod template. */
function wide<T extends ApiObject>(
  templateOf: (object: T) => PodTemplateSpec,
  selectorOf: (object: T) => LabelSelector | undefined,
): Column<T>[] {
  const containers = (object: T): PodTemplateSpec['spec']['containers'] => templateOf(object).spec.containers;
  return [
    { head: 'CONTAINERS', cell: (object) => list(containers(object).map((container) => container.name)), wide: true },
    { head: 'IMAGES', cell: (object) => list(containers(object).map(({ image }) => image)), wide: true },
    { head: 'SELECTOR', cell: (object) => selectorText(selectorOf(object)), wide: true },
  ];
}

export const workloadColumns: { [K in WorkloadKind]: (nowMs: number) => Column<Kinds[K]>[] } = {
  ReplicaSet: (nowMs) => [
    name(),
    { head: 'DESIRED', cell: ({ spec }) => String(spec.replicas ?? 1) },
    { head: 'CURRENT', cell: ({ status }) => String(status.replicas) },
    { head: 'READY', cell: ({ status }) => String(status.readyReplicas) },
    age(nowMs),
    ...wide<Kinds['ReplicaSet']>(
      ({ spec }) => spec.template,
      ({ spec }) => spec.selector,
    ),
  ],
  Deployment: (nowMs) => [
    name(),
    { head: 'READY', cell: ({ spec, status }) => `${status.readyReplicas}/${spec.replicas ?? 1}` },
    { head: 'UP-TO-DATE', cell: ({ status }) => String(status.updatedReplicas) },
    { head: 'AVAILABLE', cell: ({ status }) => String(status.availableReplicas) },
    age(nowMs),
    ...wide<Kinds['Deployment']>(
      ({ spec }) => spec.template,
      ({ spec }) => spec.selector,
    ),
  ],
  DaemonSet: (nowMs) => [
    name(),
    { head: 'DESIRED', cell: ({ status }) => String(status.desiredNumberScheduled) },
    { head: 'CURRENT', cell: ({ status }) => String(status.currentNumberScheduled) },
    { head: 'READY', cell: ({ status }) => String(status.numberReady) },
    { head: 'UP-TO-DATE', cell: ({ status }) => String(status.updatedNumberScheduled) },
    { head: 'AVAILABLE', cell: ({ status }) => String(status.numberAvailable) },
    { head: 'NODE SELECTOR', cell: ({ spec }) => pairs(spec.template.spec.nodeSelector) },
    age(nowMs),
    ...wide<Kinds['DaemonSet']>(
      ({ spec }) => spec.template,
      ({ spec }) => spec.selector,
    ),
  ],
  Job: (nowMs) => [
    name(),
    { head: 'STATUS', cell: jobStatusText },
    { head: 'COMPLETIONS', cell: completionsText },
    { head: 'DURATION', cell: (job) => durationText(job, nowMs) },
    age(nowMs),
    ...wide<Job>(
      ({ spec }) => spec.template,
      ({ spec }) => spec.selector,
    ),
  ],
  CronJob: (nowMs) => [
    name(),
    { head: 'SCHEDULE', cell: ({ spec }) => spec.schedule },
    { head: 'TIMEZONE', cell: ({ spec }) => orNone(spec.timeZone) },
    { head: 'SUSPEND', cell: ({ spec }) => (spec.suspend === true ? 'True' : 'False') },
    { head: 'ACTIVE', cell: ({ status }) => String(status.active.length) },
    {
      head: 'LAST SCHEDULE',
      cell: ({ status }) => (status.lastScheduleTime === '' ? '<none>' : since(status.lastScheduleTime, nowMs)),
    },
    age(nowMs),
    ...wide<Kinds['CronJob']>(
      ({ spec }) => spec.jobTemplate.spec.template,
      ({ spec }) => spec.jobTemplate.spec.selector,
    ),
  ],
};

export function selectorText(selector: LabelSelector | undefined): string {
  return selector === undefined ? '<none>' : orNone(formatLabelSelector(selector));
}

/** kubectl's STATUS of a job. */
export function jobStatusText(job: Job): string {
  const is = (type: string): boolean => isConditionTrue(job.status.conditions, type);
  if (is('Complete')) return 'Complete';
  if (is('Failed')) return 'Failed';
  if (isTerminating(job)) return 'Terminating';
  if (is('Suspended')) return 'Suspended';
  if (is('FailureTarget')) return 'FailureTarget';
  if (is('SuccessCriteriaMet')) return 'SuccessCriteriaMet';
  return 'Running';
}

export function completionsText({ spec, status }: Job): string {
  if (spec.completions !== undefined) return `${status.succeeded}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${status.succeeded}/1 of ${parallelism}` : `${status.succeeded}/1`;
}

/** From its start to its end, or to now; empty for a job that has not started. */
export function durationText({ status }: Job, nowMs: number): string {
  if (status.startTime === '') return '';
  const endMs = status.completionTime === '' ? nowMs : Date.parse(status.completionTime);
  return formatAge(endMs - Date.parse(status.startTime));
}
