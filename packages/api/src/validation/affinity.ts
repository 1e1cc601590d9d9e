/** Rules of where pods want to run (`validateAffinity`, `validateTopologySpreadConstraints`). */
import { duplicateField, forbiddenField, invalidField, requiredField, unsupportedField } from '../field-error.js';
import type { FieldError } from '../field-error.js';
import type { Affinity, NodeSelectorRequirement, NodeSelectorTerm } from '../gen/types.js';
import type { PodAffinityTerm, TopologySpreadConstraint } from '../gen/types.js';
import { checkDns1123Label, checkLabelKey } from '../labels.js';
import { syntax } from './checks.js';
import { labelSelectorErrors } from './label-selector.js';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

export function affinityErrors(path: string, affinity: Affinity): FieldError[] {
  const errors: FieldError[] = [];
  const { nodeAffinity } = affinity;
  if (nodeAffinity !== undefined) {
    const at = `${path}.nodeAffinity`;
    const terms = nodeAffinity[required]?.nodeSelectorTerms;
    if (terms?.length === 0) {
      const detail = 'must have at least one node selector term';
      errors.push(requiredField(`${at}.${required}.nodeSelectorTerms`, detail));
    }
    terms?.forEach((term, i) => errors.push(...nodeTermErrors(`${at}.${required}.nodeSelectorTerms[${i}]`, term)));
    nodeAffinity[preferred].forEach(({ weight, preference }, i) => {
      errors.push(...weightErrors(`${at}.${preferred}[${i}].weight`, weight));
      errors.push(...nodeTermErrors(`${at}.${preferred}[${i}].preference`, preference));
    });
  }
  for (const field of ['podAffinity', 'podAntiAffinity'] as const) {
    const terms = affinity[field];
    if (terms === undefined) continue;
    const at = `${path}.${field}`;
    terms[required].forEach((term, i) => errors.push(...podTermErrors(`${at}.${required}[${i}]`, term)));
    terms[preferred].forEach(({ weight, podAffinityTerm }, i) => {
      errors.push(...weightErrors(`${at}.${preferred}[${i}].weight`, weight));
      errors.push(...podTermErrors(`${at}.${preferred}[${i}].podAffinityTerm`, podAffinityTerm));
    });
  }
  return errors;
}

function weightErrors(path: string, weight: number): FieldError[] {
  return weight >= 1 && weight <= 100 ? [] : [invalidField(path, weight, 'must be in the range 1-100')];
}

function nodeTermErrors(path: string, { matchExpressions, matchFields }: NodeSelectorTerm): FieldError[] {
  return [
    ...matchExpressions.flatMap((each, i) => expressionErrors(`${path}.matchExpressions[${i}]`, each)),
    ...matchFields.flatMap((each, i) => fieldErrors(`${path}.matchFields[${i}]`, each)),
  ];
}

function expressionErrors(path: string, { key, operator, values }: NodeSelectorRequirement): FieldError[] {
  const errors = syntax(`${path}.key`, key, checkLabelKey);
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return errors;
      return [...errors, requiredField(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist': {
      if (values.length === 0) return errors;
      const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      return [...errors, forbiddenField(`${path}.values`, detail)];
    }
    case 'Gt':
    case 'Lt': {
      if (values.length === 1) return errors;
      return [
        ...errors,
        requiredField(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"),
      ];
    }
    default:
      return [...errors, invalidField(`${path}.operator`, operator, 'not a valid selector operator')];
  }
}

function fieldErrors(path: string, { key, operator, values }: NodeSelectorRequirement): FieldError[] {
  const errors: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn') {
    errors.push(invalidField(`${path}.operator`, operator, 'not a valid selector operator'));
  } else if (values.length !== 1) {
    const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    errors.push(requiredField(`${path}.values`, detail));
  }
  if (key !== 'metadata.name') errors.push(invalidField(`${path}.key`, key, 'not a valid field selector key'));
  return errors;
}

function podTermErrors(path: string, term: PodAffinityTerm): FieldError[] {
  return [
    ...labelSelectorErrors(`${path}.labelSelector`, term.labelSelector),
    ...labelSelectorErrors(`${path}.namespaceSelector`, term.namespaceSelector),
    ...term.namespaces.flatMap((name, i) => syntax(`${path}.namespaces[${i}]`, name, checkDns1123Label)),
    ...topologyKeyErrors(`${path}.topologyKey`, term.topologyKey),
  ];
}

function topologyKeyErrors(path: string, key: string): FieldError[] {
  return key === '' ? [requiredField(path, 'can not be empty')] : syntax(path, key, checkLabelKey);
}

export function spreadErrors(path: string, constraints: readonly TopologySpreadConstraint[]): FieldError[] {
  const seen = new Set<string>();
  return constraints.flatMap((constraint, i) => {
    const { maxSkew, topologyKey, whenUnsatisfiable, labelSelector, minDomains } = constraint;
    const at = `${path}[${i}]`;
    const errors = [
      ...topologyKeyErrors(`${at}.topologyKey`, topologyKey),
      ...labelSelectorErrors(`${at}.labelSelector`, labelSelector),
    ];
    if (maxSkew <= 0) errors.push(invalidField(`${at}.maxSkew`, maxSkew, 'must be greater than zero'));
    if (whenUnsatisfiable !== 'DoNotSchedule' && whenUnsatisfiable !== 'ScheduleAnyway') {
      const supported = ['DoNotSchedule', 'ScheduleAnyway'];
      errors.push(unsupportedField(`${at}.whenUnsatisfiable`, whenUnsatisfiable, supported));
    }
    if (minDomains !== undefined) {
      if (minDomains <= 0) errors.push(invalidField(`${at}.minDomains`, minDomains, 'must be greater than zero'));
      if (whenUnsatisfiable === 'ScheduleAnyway') {
        const detail = 'can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway';
        errors.push(invalidField(`${at}.minDomains`, minDomains, detail));
      }
    }
    const pair = `{${topologyKey}, ${whenUnsatisfiable}}`;
    if (seen.has(pair)) errors.push(duplicateField(`${at}.{topologyKey, whenUnsatisfiable}`, pair));
    seen.add(pair);
    return errors;
  });
}
