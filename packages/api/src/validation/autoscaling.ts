/** Rules of HorizontalPodAutoscaler (`pkg/apis/autoscaling/validation`), with metrics of resources only. */
import { forbiddenField, invalidField, requiredField, type FieldError } from '../field-error.js';
import type {
  CrossVersionObjectReference,
  HorizontalPodAutoscaler,
  HPAScalingPolicy,
  HPAScalingRules,
  MetricSpec,
  MetricTarget,
} from '../gen/types.js';
import { maybeParseQuantity } from '../quantity.js';
import { notNegative, timestamp } from './checks.js';

/** Longest time that earlier recommendations count. */
export const stabilizationWindowSecondsMax = 3600;
/** Longest time that a scaling policy may speak of. */
export const policyPeriodSecondsMax = 1800;

export function validateHorizontalPodAutoscaler({ spec, status }: HorizontalPodAutoscaler): FieldError[] {
  const { minReplicas, maxReplicas, metrics, behavior } = spec;
  const errors: FieldError[] = [];
  if (minReplicas !== undefined && minReplicas < 1) {
    errors.push(invalidField('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  }
  errors.push(...positive('spec.maxReplicas', maxReplicas));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    errors.push(invalidField('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  }
  return [
    ...errors,
    ...referenceErrors('spec.scaleTargetRef', spec.scaleTargetRef),
    ...metrics.flatMap((metric, i) => metricErrors(`spec.metrics[${i}]`, metric)),
    ...rulesErrors('spec.behavior.scaleUp', behavior?.scaleUp),
    ...rulesErrors('spec.behavior.scaleDown', behavior?.scaleDown),
    ...notNegative('status.currentReplicas', status.currentReplicas),
    ...notNegative('status.desiredReplicas', status.desiredReplicas),
    ...timestamp('status.lastScaleTime', status.lastScaleTime),
  ];
}

function positive(path: string, value: number): FieldError[] {
  return value > 0 ? [] : [invalidField(path, value, 'must be greater than 0')];
}

function referenceErrors(path: string, reference: CrossVersionObjectReference): FieldError[] {
  return (['kind', 'name'] as const).flatMap((field): FieldError[] => {
    const value = reference[field];
    if (value === '') return [requiredField(`${path}.${field}`)];
    if (value === '.' || value === '..') return [invalidField(`${path}.${field}`, value, `may not be '${value}'`)];
    const character = ['/', '%'].find((each) => value.includes(each));
    return character === undefined ? [] : [invalidField(`${path}.${field}`, value, `may not contain '${character}'`)];
  });
}

function metricErrors(path: string, { type, resource, containerResource }: MetricSpec): FieldError[] {
  if (type === '') return [requiredField(`${path}.type`, 'must specify a metric source type')];
  const errors: FieldError[] = [];
  const given = { resource, containerResource };
  const expected = type === 'Resource' ? 'resource' : 'containerResource';
  const other = type === 'Resource' ? 'containerResource' : 'resource';
  if (given[expected] === undefined) {
    errors.push(requiredField(`${path}.${expected}`, 'must populate information for the given metric source'));
  }
  if (given[other] !== undefined) {
    errors.push(forbiddenField(`${path}.${other}`, 'must populate the given metric source only'));
  }
  for (const [field, source] of Object.entries(given)) {
    if (source === undefined) continue;
    if (source.name === '') errors.push(requiredField(`${path}.${field}.name`, 'must specify a resource name'));
    errors.push(...targetErrors(`${path}.${field}.target`, source.target));
  }
  if (containerResource?.container === '') {
    errors.push(requiredField(`${path}.containerResource.container`, 'must specify a container'));
  }
  return errors;
}

function targetErrors(path: string, target: MetricTarget): FieldError[] {
  const { type, averageUtilization, averageValue } = target;
  const errors = type === '' ? [requiredField(`${path}.type`, 'must specify a metric target type')] : [];
  for (const field of ['value', 'averageValue'] as const) {
    const text = target[field];
    const amount = text === undefined ? undefined : maybeParseQuantity(text);
    if (amount !== undefined && amount <= 0) errors.push(invalidField(`${path}.${field}`, text, 'must be positive'));
  }
  if (averageUtilization !== undefined) errors.push(...positive(`${path}.averageUtilization`, averageUtilization));
  if (averageUtilization === undefined && averageValue === undefined) {
    const detail = 'must set either a target raw value or a target utilization';
    errors.push(requiredField(`${path}.averageUtilization`, detail));
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    const detail = 'may not set both a target raw value and a target utilization';
    errors.push(forbiddenField(`${path}.averageValue`, detail));
  }
  return errors;
}

function rulesErrors(path: string, rules: HPAScalingRules | undefined): FieldError[] {
  if (rules === undefined) return [];
  const { stabilizationWindowSeconds, policies } = rules;
  const errors = policies.flatMap((policy, i) => policyErrors(`${path}.policies[${i}]`, policy));
  if (policies.length === 0) errors.push(requiredField(`${path}.policies`, 'must specify at least one Policy'));
  if (stabilizationWindowSeconds !== undefined) {
    const at = `${path}.stabilizationWindowSeconds`;
    if (stabilizationWindowSeconds < 0) {
      errors.push(invalidField(at, stabilizationWindowSeconds, 'must be greater than or equal to zero'));
    } else if (stabilizationWindowSeconds > stabilizationWindowSecondsMax) {
      const detail = `must be less than or equal to ${stabilizationWindowSecondsMax}`;
      errors.push(invalidField(at, stabilizationWindowSeconds, detail));
    }
  }
  return errors;
}

function policyErrors(path: string, { type, value, periodSeconds }: HPAScalingPolicy): FieldError[] {
  const errors = type === '' ? [requiredField(`${path}.type`)] : [];
  if (value <= 0) errors.push(invalidField(`${path}.value`, value, 'must be greater than zero'));
  if (periodSeconds <= 0) {
    errors.push(invalidField(`${path}.periodSeconds`, periodSeconds, 'must be greater than zero'));
  } else if (periodSeconds > policyPeriodSecondsMax) {
    const detail = `must be less than or equal to ${policyPeriodSecondsMax}`;
    errors.push(invalidField(`${path}.periodSeconds`, periodSeconds, detail));
  }
  return errors;
}
