/** Rules of Job and CronJob (`pkg/apis/batch/validation`). */
import { invalidField, requiredField, unsupportedField, type FieldError } from '../field-error.js';
import type { Affinity, CronJob, CronJobSpec, Job, JobSpec, NodeAffinity, PodTemplateSpec } from '../gen/types.js';
import { checkTimeZone, parseCron } from '../cron.js';
import { jobLabels } from '../job.js';
import { matchesLabelSelector } from '../selectors.js';
import { podTemplateErrors, templateLabelErrors } from './apps.js';
import { immutable, notNegative, timestamp } from './checks.js';
import { labelSelectorErrors } from './label-selector.js';

/** Pods that an indexed job may run at a time. */
export const indexedParallelismMax = 100_000;

/** Letters of a CronJob's name: its jobs' names have eleven more and must be labels themselves. */
export const cronJobNameCharsMax = 63 - 11;

export function validateJob(job: Job): FieldError[] {
  const { spec, status } = job;
  const errors = [...generatedSelectorErrors(job), ...jobSpecErrors('spec', spec)];
  if (spec.selector === undefined) errors.push(requiredField('spec.selector'));
  else
    errors.push(
      ...labelSelectorErrors('spec.selector', spec.selector),
      ...templateLabelErrors(spec.selector, spec.template),
    );
  for (const field of ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const) {
    errors.push(...notNegative(`status.${field}`, status[field]));
  }
  for (const field of ['startTime', 'completionTime'] as const) {
    errors.push(...timestamp(`status.${field}`, status[field]));
  }
  return errors;
}

/** What the server made of selector and labels must be what it would make. */
function generatedSelectorErrors({ metadata, spec }: Job): FieldError[] {
  if (spec.manualSelector === true || spec.selector === undefined) return [];
  const expected = jobLabels(metadata);
  const path = 'spec.template.metadata.labels';
  const { labels } = spec.template.metadata;
  const errors = Object.entries(expected).flatMap(([key, value]): FieldError[] => {
    if (!Object.hasOwn(labels, key)) return [requiredField(`${path}[${key}]`, `must be '${value}'`)];
    return labels[key] === value ? [] : [invalidField(`${path}[${key}]`, labels[key], `must be '${value}'`)];
  });
  if (!matchesLabelSelector(spec.selector, expected)) {
    errors.push(invalidField('spec.selector', spec.selector, '`selector` not auto-generated'));
  }
  return errors;
}

function jobSpecErrors(path: string, spec: JobSpec): FieldError[] {
  const errors = [
    ...(
      ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'] as const
    ).flatMap((field) => notNegative(`${path}.${field}`, spec[field])),
    ...podTemplateErrors(`${path}.template`, spec.template),
  ];
  if (spec.completionMode === 'Indexed') {
    if (spec.completions === undefined) {
      errors.push(requiredField(`${path}.completions`, 'when completion mode is Indexed'));
    }
    if (spec.parallelism !== undefined && spec.parallelism > indexedParallelismMax) {
      const detail = `must be less than or equal to ${indexedParallelismMax} when completion mode is Indexed`;
      errors.push(invalidField(`${path}.parallelism`, spec.parallelism, detail));
    }
  }
  return [...errors, ...restartPolicyErrors(`${path}.template.spec.restartPolicy`, spec.template)];
}

/** Always is what a pod gets that says nothing, so it counts as nothing said. */
function restartPolicyErrors(path: string, { spec: { restartPolicy } }: PodTemplateSpec): FieldError[] {
  if (restartPolicy === 'OnFailure' || restartPolicy === 'Never') return [];
  if (restartPolicy === 'Always' || restartPolicy === '') {
    return [requiredField(path, 'valid values: "OnFailure", "Never"')];
  }
  return [unsupportedField(path, restartPolicy, ['OnFailure', 'Never'])];
}

export function validateJobUpdate(next: Job, old: Job): FieldError[] {
  return [
    ...completionsUpdateErrors(next.spec, old.spec),
    ...immutable('spec.selector', next.spec.selector, old.spec.selector),
    ...immutable('spec.template', templateToCompare(next, old), old.spec.template),
    ...immutable('spec.completionMode', next.spec.completionMode, old.spec.completionMode),
  ];
}

/** An indexed job may grow and shrink, if as many may run as must succeed. */
function completionsUpdateErrors(next: JobSpec, old: JobSpec): FieldError[] {
  const path = 'spec.completions';
  if (old.completionMode !== 'Indexed') return immutable(path, next.completions, old.completions);
  if (next.completions === old.completions || next.completions === next.parallelism) return [];
  return [invalidField(path, next.completions, 'can only be modified in tandem with parallelism')];
}

/** A job that is suspended and has not started may still be told where its pods go. */
function templateToCompare({ spec: { template } }: Job, { spec, status }: Job): PodTemplateSpec {
  if (spec.suspend !== true || status.startTime !== '') return template;
  const { labels, annotations } = spec.template.metadata;
  const { nodeSelector, tolerations, affinity } = spec.template.spec;
  const { affinity: nextAffinity, ...rest } = template.spec;
  const compared = withNodeAffinity(nextAffinity, affinity?.nodeAffinity);
  return {
    metadata: { ...template.metadata, labels, annotations },
    spec: { ...rest, nodeSelector, tolerations, ...(compared === undefined ? {} : { affinity: compared }) },
  };
}

/** `affinity` with another wish for nodes; undefined when it then says nothing. */
function withNodeAffinity(affinity: Affinity = {}, nodeAffinity: NodeAffinity | undefined): Affinity | undefined {
  const { nodeAffinity: _replaced, ...others } = affinity;
  const result = nodeAffinity === undefined ? others : { ...others, nodeAffinity };
  return Object.keys(result).length === 0 ? undefined : result;
}

export function validateCronJob({ metadata, spec }: CronJob): FieldError[] {
  const errors = [...scheduleErrors(spec), ...jobSpecErrors('spec.jobTemplate.spec', spec.jobTemplate.spec)];
  if (metadata.name.length > cronJobNameCharsMax) {
    errors.push(invalidField('metadata.name', metadata.name, `must be no more than ${cronJobNameCharsMax} characters`));
  }
  for (const field of ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const) {
    errors.push(...notNegative(`spec.${field}`, spec[field]));
  }
  const { selector, manualSelector } = spec.jobTemplate.spec;
  const path = 'spec.jobTemplate.spec';
  if (selector !== undefined)
    errors.push(invalidField(`${path}.selector`, selector, '`selector` will be auto-generated'));
  if (manualSelector === true) errors.push(unsupportedField(`${path}.manualSelector`, true, ['nil', 'false']));
  return errors;
}

function scheduleErrors({ schedule, timeZone }: CronJobSpec): FieldError[] {
  const path = 'spec.schedule';
  const errors: FieldError[] = [];
  if (schedule === '') errors.push(requiredField(path));
  else if (/^(CRON_)?TZ=/.test(schedule)) {
    const detail =
      timeZone === undefined
        ? 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'
        : 'cannot use both timeZone field and TZ or CRON_TZ in schedule';
    errors.push(invalidField(path, schedule, detail));
  } else {
    const { error } = parseCron(schedule);
    if (error !== undefined) errors.push(invalidField(path, schedule, error));
  }
  const wrongZone = timeZone === undefined ? undefined : checkTimeZone(timeZone);
  if (wrongZone !== undefined) errors.push(invalidField('spec.timeZone', timeZone, wrongZone));
  return errors;
}
