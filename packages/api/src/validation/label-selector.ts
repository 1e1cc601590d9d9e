/** Rules of selector fields (`matchLabels`, `matchExpressions`), as apimachinery's `meta/v1/validation` has them. */
import { forbiddenField, invalidField, requiredField, type FieldError } from '../field-error.js';
import type { LabelSelector, LabelSelectorRequirement } from '../gen/types.js';
import { checkLabelKey, checkLabelValue } from '../labels.js';
import { labelMap, syntax } from './checks.js';

export function labelSelectorErrors(path: string, selector: LabelSelector | undefined): FieldError[] {
  if (selector === undefined) return [];
  return [
    ...labelMap(`${path}.matchLabels`, selector.matchLabels),
    ...selector.matchExpressions.flatMap((requirement, i) =>
      requirementErrors(`${path}.matchExpressions[${i}]`, requirement),
    ),
  ];
}

function requirementErrors(path: string, { key, operator, values }: LabelSelectorRequirement): FieldError[] {
  const errors: FieldError[] = [];
  const takesValues = operator === 'In' || operator === 'NotIn';
  if (operator === '') errors.push(invalidField(`${path}.operator`, operator, 'not a valid selector operator'));
  else if (takesValues && values.length === 0) {
    errors.push(requiredField(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (!takesValues && values.length > 0) {
    errors.push(forbiddenField(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  }
  errors.push(...syntax(`${path}.key`, key, checkLabelKey));
  values.forEach((value, i) => errors.push(...syntax(`${path}.values[${i}]`, value, checkLabelValue)));
  return errors;
}

/** Whether a selector says nothing at all, and so selects everything. */
export function selectsEverything({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}
