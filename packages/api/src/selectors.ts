/**
 * Label and field selectors, with Kubernetes' grammar.
 *
 * Labels: `app=web`, `app==web`, `tier!=cache`, `env in (a,b)`, `env notin (a,b)`, `canary`, `!legacy`, joined by commas
 * (all must hold). `!=` and `notin` hold for objects without the label. Fields (field-selectors.ts): only on the few paths
 * that a kind offers ({@link selectableFields}).
 */
import { assertNever } from '@kuorum/base';
import { parseFieldTerms, type FieldSelector } from './field-selectors.js';
import type { LabelSelector } from './gen/types.js';
import type { ApiObject, KindName } from './kinds.js';
import { kinds } from './kinds.js';
import { badRequest } from './status-error.js';
import { checkLabelKey, checkLabelValue } from './labels.js';

export type LabelRequirement =
  | { readonly operator: 'in' | 'notIn'; readonly key: string; readonly values: readonly string[] }
  | { readonly operator: 'exists' | 'doesNotExist'; readonly key: string };

/** A selector in its parsed form: requirements that must all hold; empty matches everything. */
export type LabelRequirements = readonly LabelRequirement[];

/** Whether an object with `labels` is selected. */
export function matchesLabels(selector: LabelRequirements, labels: Readonly<Record<string, string>>): boolean {
  return selector.every((requirement) => {
    const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
    switch (requirement.operator) {
      case 'in':
        return value !== undefined && requirement.values.includes(value);
      case 'notIn':
        return value === undefined || !requirement.values.includes(value);
      case 'exists':
        return value !== undefined;
      case 'doesNotExist':
        return value === undefined;
      default:
        return assertNever(requirement);
    }
  });
}

/**
 * The map form of a selector (`spec.selector` of services and replication controllers): every pair must be among the
 * labels. An empty map matches nothing, as those kinds use it.
 */
export function matchesSelector(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  const pairs = Object.entries(selector);
  return pairs.length > 0 && pairs.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

/** What a selector field of an object asks for. An expression whose operator nobody knows holds for nothing. */
export function requirementsOf({ matchLabels, matchExpressions }: LabelSelector): LabelRequirements {
  return [
    ...Object.entries(matchLabels).map(([key, value]): LabelRequirement => ({ operator: 'in', key, values: [value] })),
    ...matchExpressions.map(({ key, operator, values }): LabelRequirement => {
      switch (operator) {
        case 'In':
          return { operator: 'in', key, values };
        case 'NotIn':
          return { operator: 'notIn', key, values };
        case 'Exists':
          return { operator: 'exists', key };
        case 'DoesNotExist':
          return { operator: 'doesNotExist', key };
        default:
          // Whatever word it is: what comes here may not have been validated yet.
          operator satisfies '';
          return { operator: 'in', key, values: [] };
      }
    }),
  ];
}

/** The `matchLabels`, `matchExpressions` form of a selector. One that is not there selects nothing, an empty one everything. */
export function matchesLabelSelector(
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>>,
): boolean {
  return selector !== undefined && matchesLabels(requirementsOf(selector), labels);
}

/** The text form, as on the command line: `app=web,tier in (a,b),!legacy`; what was parsed from it is the same. */
export function formatLabelSelector(selector: LabelSelector): string {
  return [
    formatSelector(selector.matchLabels),
    ...selector.matchExpressions.map(({ key, operator, values }) => {
      switch (operator) {
        case 'In':
          return `${key} in (${values.join(',')})`;
        case 'NotIn':
          return `${key} notin (${values.join(',')})`;
        case 'Exists':
          return key;
        case 'DoesNotExist':
          return `!${key}`;
        default:
          operator satisfies '';
          return `${key}?`;
      }
    }),
  ]
    .filter((part) => part !== '')
    .join(',');
}

/** `{ app: 'web', tier: 'front' }` as `app=web,tier=front`. */
export function formatSelector(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** Parses the text form; throws BadRequest that shows the text and what is wrong with it. */
export function parseLabelSelector(text: string): LabelRequirements {
  return splitTopLevel(text).map((part) => parseLabelRequirement(part, text));
}

const setBased = /^([^\s!=,()]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const equality = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/;
const existence = /^(!?)\s*([^\s!=,()]+)$/;

function parseLabelRequirement(part: string, text: string): LabelRequirement {
  const requirement = maybeParseLabelRequirement(part);
  const fail = (why: string): never => {
    throw badRequest(`unable to parse label selector ${JSON.stringify(text)}: ${why}`);
  };
  if (requirement === undefined)
    return fail(
      `cannot read ${JSON.stringify(part)}: write KEY=VALUE, KEY!=VALUE, KEY, !KEY, KEY in (A,B) or KEY notin (A,B)`,
    );
  const wrongKey = checkLabelKey(requirement.key);
  if (wrongKey !== undefined) return fail(`key ${JSON.stringify(requirement.key)}: ${wrongKey}`);
  for (const value of 'values' in requirement ? requirement.values : []) {
    const wrongValue = checkLabelValue(value);
    if (wrongValue !== undefined) return fail(`value ${JSON.stringify(value)}: ${wrongValue}`);
  }
  return requirement;
}

function maybeParseLabelRequirement(part: string): LabelRequirement | undefined {
  const set = setBased.exec(part);
  if (set !== null) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return { operator: set[2] === 'in' ? 'in' : 'notIn', key: set[1] ?? '', values };
  }
  const equal = equality.exec(part);
  if (equal !== null) {
    return { operator: equal[2] === '!=' ? 'notIn' : 'in', key: equal[1] ?? '', values: [equal[3] ?? ''] };
  }
  const exists = existence.exec(part);
  if (exists === null) return undefined;
  return { operator: exists[1] === '!' ? 'doesNotExist' : 'exists', key: exists[2] ?? '' };
}

/** Splits at commas outside parentheses; empty text gives no parts. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const char of text) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === ',' && depth === 0) {
      parts.push(current.trim());
      current = '';
    } else {
      current += char;
    }
  }
  parts.push(current.trim());
  return parts.length === 1 && parts[0] === '' ? [] : parts;
}

/** Fields a selector may name, besides metadata.name and metadata.namespace; Kubernetes' choice for each kind. */
const fieldsByKind: Partial<Record<KindName, readonly string[]>> = {
  Namespace: ['status.phase'],
  Node: ['spec.unschedulable'],
  Pod: ['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'status.phase', 'status.podIP'],
  ReplicationController: ['status.replicas'],
  ReplicaSet: ['status.replicas'],
  Job: ['status.successful'],
  Service: ['spec.clusterIP', 'spec.type'],
  Secret: ['type'],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
};

export function selectableFields(kind: KindName): readonly string[] {
  const scope = kinds[kind].namespaced ? ['metadata.name', 'metadata.namespace'] : ['metadata.name'];
  return [...scope, ...(fieldsByKind[kind] ?? [])];
}

/** Parses `a=b,c!=d`; throws BadRequest that lists the fields the kind offers when another one is named. */
export function parseFieldSelector(kind: KindName, text: string): FieldSelector {
  const offered = selectableFields(kind);
  const terms = parseFieldTerms(text);
  const other = terms.find(({ path }) => !offered.includes(path));
  if (other === undefined) return terms;
  throw badRequest(
    `field label not supported: ${other.path}: ${kinds[kind].plural} can be selected by ${offered.join(', ')}`,
  );
}

/** What selectors look at: an object, or as much of one as {@link selectableOf} leaves. */
export interface Selectable {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
}

/** Of an object only its labels and what its kind can be selected by. Shares memory with `object`. */
export function selectableOf(kind: KindName, object: ApiObject): Selectable {
  const part: Record<string, unknown> = { metadata: { labels: object.metadata.labels } };
  for (const path of selectableFields(kind)) {
    const steps = stepsOf(path);
    const value = valueAt(object, steps);
    if (value === undefined) continue;
    let at = part;
    for (const step of steps.slice(0, -1)) at = (at[step] ??= {}) as Record<string, unknown>;
    at[steps.at(-1) ?? ''] = value;
  }
  return part as unknown as Selectable;
}

/** Whether `object` is selected. Numbers and booleans compare by their text; a field not there compares as "". */
export function matchesFields(selector: FieldSelector, object: Selectable): boolean {
  return selector.every(({ path, value, negated }) => (fieldText(object, path) === value) !== negated);
}

/** Kubernetes' job field "status.successful" means status.succeeded. */
function stepsOf(path: string): readonly string[] {
  return path === 'status.successful' ? ['status', 'succeeded'] : path.split('.');
}

function valueAt(object: object, steps: readonly string[]): unknown {
  let value: unknown = object;
  for (const step of steps) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

function fieldText(object: Selectable, path: string): string {
  let value = valueAt(object, stepsOf(path));
  // Kubernetes' event field "source" means the component.
  if (path === 'source' && value !== null && typeof value === 'object') {
    value = (value as { component?: unknown }).component;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
