/** Rules of PodDisruptionBudget (`pkg/apis/policy/validation`). */
import { invalidField, type FieldError } from '../field-error.js';
import type { PodDisruptionBudget } from '../gen/types.js';
import { intOrPercentErrors, notMoreThanAll } from './apps.js';
import { notNegative, timestamp } from './checks.js';
import { labelSelectorErrors } from './label-selector.js';

export function validatePodDisruptionBudget({ spec, status }: PodDisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable } = spec;
  const errors: FieldError[] = [];
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    errors.push(
      invalidField('spec', { minAvailable, maxUnavailable }, 'minAvailable and maxUnavailable cannot be both set'),
    );
  }
  for (const [path, value] of [
    ['spec.minAvailable', minAvailable],
    ['spec.maxUnavailable', maxUnavailable],
  ] as const) {
    errors.push(...intOrPercentErrors(path, value), ...notMoreThanAll(path, value));
  }
  errors.push(...labelSelectorErrors('spec.selector', spec.selector));
  for (const field of ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const) {
    errors.push(...notNegative(`status.${field}`, status[field]));
  }
  for (const [pod, time] of Object.entries(status.disruptedPods)) {
    errors.push(...timestamp(`status.disruptedPods[${pod}]`, time));
  }
  return errors;
}
