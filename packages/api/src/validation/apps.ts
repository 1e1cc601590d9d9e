/** Rules of ReplicaSet, Deployment and DaemonSet (`pkg/apis/apps/validation`). */
import { forbiddenField, invalidField, requiredField, unsupportedField, type FieldError } from '../field-error.js';
import type {
  DaemonSet,
  Deployment,
  DeploymentSpec,
  LabelSelector,
  PodTemplateSpec,
  ReplicaSet,
} from '../gen/types.js';
import { matchesLabelSelector } from '../selectors.js';
import { immutable, notNegative } from './checks.js';
import { labelSelectorErrors, selectsEverything } from './label-selector.js';
import { validateTemplateMetadata } from './metadata.js';
import { validatePodSpec } from './pod.js';

/** A number of pods, or a share of them. */
type IntOrPercent = number | string;

export function validateReplicaSet({ spec, status }: ReplicaSet): FieldError[] {
  return [
    ...notNegative('spec.replicas', spec.replicas),
    ...notNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...selectorErrors(spec.selector, spec.template, 'deployment'),
    ...runningTemplateErrors('ReplicaSet', spec.template),
    ...(
      ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'] as const
    ).flatMap((field) => notNegative(`status.${field}`, status[field])),
    ...(['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'] as const).flatMap((field) =>
      notGreater(`status.${field}`, status[field], status.replicas, 'status.replicas'),
    ),
    ...notGreater('status.availableReplicas', status.availableReplicas, status.readyReplicas, 'readyReplicas'),
  ];
}

export function validateReplicaSetUpdate(next: ReplicaSet, old: ReplicaSet): FieldError[] {
  return immutable('spec.selector', next.spec.selector, old.spec.selector);
}

export function validateDeployment({ spec, status }: Deployment): FieldError[] {
  return [
    ...notNegative('spec.replicas', spec.replicas),
    ...notNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...notNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
    ...progressDeadlineErrors(spec),
    ...strategyErrors(spec),
    ...selectorErrors(spec.selector, spec.template, 'deployment'),
    ...runningTemplateErrors('ReplicaSet', spec.template),
    ...(
      [
        'observedGeneration',
        'replicas',
        'updatedReplicas',
        'readyReplicas',
        'availableReplicas',
        'unavailableReplicas',
        'collisionCount',
      ] as const
    ).flatMap((field) => notNegative(`status.${field}`, status[field])),
    ...(['updatedReplicas', 'readyReplicas', 'availableReplicas'] as const).flatMap((field) =>
      notGreater(`status.${field}`, status[field], status.replicas, 'status.replicas'),
    ),
    ...notGreater('status.availableReplicas', status.availableReplicas, status.readyReplicas, 'readyReplicas'),
  ];
}

export function validateDeploymentUpdate(next: Deployment, old: Deployment): FieldError[] {
  return [
    ...immutable('spec.selector', next.spec.selector, old.spec.selector),
    ...collisionCountErrors(next.status.collisionCount, old.status.collisionCount),
  ];
}

function progressDeadlineErrors({ progressDeadlineSeconds, minReadySeconds }: DeploymentSpec): FieldError[] {
  const path = 'spec.progressDeadlineSeconds';
  const errors = notNegative(path, progressDeadlineSeconds);
  if (progressDeadlineSeconds !== undefined && progressDeadlineSeconds <= minReadySeconds) {
    errors.push(invalidField(path, progressDeadlineSeconds, 'must be greater than minReadySeconds'));
  }
  return errors;
}

function strategyErrors({ strategy: { type, rollingUpdate } }: DeploymentSpec): FieldError[] {
  const path = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    return rollingUpdate === undefined ? [] : [forbiddenField(path, detail)];
  }
  if (rollingUpdate === undefined) return [];
  const { maxUnavailable, maxSurge } = rollingUpdate;
  const errors = [
    ...intOrPercentErrors(`${path}.maxUnavailable`, maxUnavailable),
    ...intOrPercentErrors(`${path}.maxSurge`, maxSurge),
    ...notMoreThanAll(`${path}.maxUnavailable`, maxUnavailable),
  ];
  if (isNothing(maxUnavailable) && isNothing(maxSurge)) {
    errors.push(invalidField(`${path}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  return errors;
}

export function validateDaemonSet({ spec, status }: DaemonSet): FieldError[] {
  return [
    ...selectorErrors(spec.selector, spec.template, 'daemonset'),
    ...runningTemplateErrors('DaemonSet', spec.template),
    ...notNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...notNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
    ...updateStrategyErrors(spec.updateStrategy.rollingUpdate),
    ...(
      [
        'currentNumberScheduled',
        'numberMisscheduled',
        'desiredNumberScheduled',
        'numberReady',
        'observedGeneration',
        'updatedNumberScheduled',
        'numberAvailable',
        'numberUnavailable',
        'collisionCount',
      ] as const
    ).flatMap((field) => notNegative(`status.${field}`, status[field])),
  ];
}

export function validateDaemonSetUpdate(next: DaemonSet, old: DaemonSet): FieldError[] {
  return [
    ...immutable('spec.selector', next.spec.selector, old.spec.selector),
    ...collisionCountErrors(next.status.collisionCount, old.status.collisionCount),
  ];
}

/** Either pods are missing for a while or there are two on a node, never both. */
function updateStrategyErrors(rollingUpdate: DaemonSet['spec']['updateStrategy']['rollingUpdate']): FieldError[] {
  if (rollingUpdate === undefined) return [];
  const path = 'spec.updateStrategy.rollingUpdate';
  const { maxUnavailable, maxSurge } = rollingUpdate;
  const errors = [
    ...intOrPercentErrors(`${path}.maxUnavailable`, maxUnavailable),
    ...notMoreThanAll(`${path}.maxUnavailable`, maxUnavailable),
    ...intOrPercentErrors(`${path}.maxSurge`, maxSurge),
    ...notMoreThanAll(`${path}.maxSurge`, maxSurge),
  ];
  if (errors.length > 0) return errors;
  if (!isNothing(maxUnavailable) && !isNothing(maxSurge)) {
    errors.push(invalidField(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  }
  if (isNothing(maxUnavailable) && isNothing(maxSurge)) {
    errors.push(requiredField(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
  }
  return errors;
}

/** The selector must be there, say something, and select the pods of the template. */
function selectorErrors(selector: LabelSelector | undefined, template: PodTemplateSpec, what: string): FieldError[] {
  const path = 'spec.selector';
  if (selector === undefined) return [requiredField(path)];
  if (selectsEverything(selector)) return [invalidField(path, selector, `empty selector is invalid for ${what}`)];
  return [...labelSelectorErrors(path, selector), ...templateLabelErrors(selector, template)];
}

export function templateLabelErrors(selector: LabelSelector, { metadata }: PodTemplateSpec): FieldError[] {
  if (matchesLabelSelector(selector, metadata.labels)) return [];
  const path = 'spec.template.metadata.labels';
  return [invalidField(path, metadata.labels, '`selector` does not match template `labels`')];
}

export function podTemplateErrors(path: string, { metadata, spec }: PodTemplateSpec): FieldError[] {
  return [...validateTemplateMetadata(`${path}.metadata`, metadata), ...validatePodSpec(`${path}.spec`, spec)];
}

/** Of pods that are to run for ever. */
function runningTemplateErrors(kind: 'ReplicaSet' | 'DaemonSet', template: PodTemplateSpec): FieldError[] {
  const path = 'spec.template';
  const errors = podTemplateErrors(path, template);
  const { restartPolicy, activeDeadlineSeconds } = template.spec;
  if (activeDeadlineSeconds !== undefined) {
    const detail = `activeDeadlineSeconds in ${kind} is not Supported`;
    errors.push(forbiddenField(`${path}.spec.activeDeadlineSeconds`, detail));
  }
  if (restartPolicy !== 'Always') {
    errors.push(unsupportedField(`${path}.spec.restartPolicy`, restartPolicy, ['Always']));
  }
  return errors;
}

export function notGreater(path: string, value: number, limit: number, what: string): FieldError[] {
  return value <= limit ? [] : [invalidField(path, value, `cannot be greater than ${what}`)];
}

/** A number of 0 or more, or a percentage such as "25%". */
export function intOrPercentErrors(path: string, value: IntOrPercent | undefined): FieldError[] {
  if (typeof value !== 'string') return notNegative(path, value);
  if (/^\d+%$/.test(value)) return [];
  return [invalidField(path, value, "must be an integer or percentage (e.g '5%')")];
}

export function notMoreThanAll(path: string, value: IntOrPercent | undefined): FieldError[] {
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined || Number(percent) <= 100
    ? []
    : [invalidField(path, value, 'must not be greater than 100%')];
}

/** 0, "0%", or not given. */
function isNothing(value: IntOrPercent | undefined): boolean {
  return value === undefined || Number(String(value).replace(/%$/, '')) === 0;
}

function collisionCountErrors(next: number | undefined, old: number | undefined): FieldError[] {
  if (old === undefined || (next ?? 0) >= old) return [];
  return [invalidField('status.collisionCount', next ?? 0, 'cannot be decremented')];
}
