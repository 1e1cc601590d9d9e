/**
 * What is recorded of which calls: the subset of Kubernetes' audit.k8s.io/v1 Policy that names users, groups, verbs,
 * resources, namespaces and stages. The first rule that matches says the level; no rule, no record.
 *
 * What holds secrets is never recorded beyond who did what to it, whatever a rule says.
 */
import type { Attributes } from '../auth/attributes.js';

export const auditLevels = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;
export type AuditLevel = (typeof auditLevels)[number];

export const auditStages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] as const;
export type AuditStage = (typeof auditStages)[number];

export interface ResourceRule {
  /** '' for v1. */
  readonly group: string;
  /** `pods`, `pods/log`, `pods/*`, `*`, `*` + `/status`; empty: everything of the group. */
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

/** An empty list matches everything. */
export interface AuditRule {
  readonly level: AuditLevel;
  readonly users: readonly string[];
  readonly userGroups: readonly string[];
  readonly verbs: readonly string[];
  readonly resources: readonly ResourceRule[];
  readonly namespaces: readonly string[];
  /** Paths of what is no resource, `/version`; a `*` at the end stands for the rest. */
  readonly nonResourceURLs: readonly string[];
  readonly omitStages: readonly AuditStage[];
}

export interface AuditPolicy {
  readonly omitStages: readonly AuditStage[];
  readonly rules: readonly AuditRule[];
}

/** Without a policy file: who did what, once it is done. */
export const defaultAuditPolicy: AuditPolicy = {
  omitStages: ['RequestReceived'],
  rules: [anyRule('Metadata')],
};

function anyRule(level: AuditLevel): AuditRule {
  return {
    level,
    users: [],
    userGroups: [],
    verbs: [],
    resources: [],
    namespaces: [],
    nonResourceURLs: [],
    omitStages: [],
  };
}

export interface Verdict {
  readonly level: AuditLevel;
  readonly omitStages: ReadonlySet<AuditStage>;
}

export function auditVerdict({ rules, omitStages }: AuditPolicy, call: Attributes): Verdict {
  const rule = rules.find((each) => matches(each, call));
  const level = rule === undefined ? 'None' : holdsSecrets(call) ? atMostMetadata(rule.level) : rule.level;
  return { level, omitStages: new Set([...omitStages, ...(rule?.omitStages ?? [])]) };
}

function holdsSecrets({ resource, subresource }: Attributes): boolean {
  return resource === 'secrets' || resource === 'configmaps' || subresource === 'token';
}

function atMostMetadata(level: AuditLevel): AuditLevel {
  return level === 'None' ? 'None' : 'Metadata';
}

function matches(rule: AuditRule, call: Attributes): boolean {
  const { user, verb, namespace } = call;
  if (rule.users.length > 0 && !rule.users.includes(user.name)) return false;
  if (rule.userGroups.length > 0 && !rule.userGroups.some((group) => user.groups.includes(group))) return false;
  if (rule.verbs.length > 0 && !rule.verbs.includes(verb) && !rule.verbs.includes('*')) return false;
  if (rule.namespaces.length > 0 && (call.resource === '' || !rule.namespaces.includes(namespace))) return false;
  if (rule.resources.length === 0 && rule.nonResourceURLs.length === 0) return true;
  return call.resource === ''
    ? rule.nonResourceURLs.some((url) => isPath(url, call.path))
    : rule.resources.some((resource) => isResource(resource, call));
}

function isPath(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

function isResource({ group, resources, resourceNames }: ResourceRule, call: Attributes): boolean {
  if (group !== call.apiGroup) return false;
  if (resourceNames.length > 0 && !resourceNames.includes(call.name)) return false;
  const { resource, subresource } = call;
  const names = subresource === '' ? [resource] : [`${resource}/${subresource}`, `${resource}/*`, `*/${subresource}`];
  return resources.length === 0 || resources.includes('*') || resources.some((each) => names.includes(each));
}

/** Reads a policy from parsed YAML or JSON. Throws an Error that names what is wrong with which field. */
export function parseAuditPolicy(value: unknown): AuditPolicy {
  const policy = fieldsOf(value, 'policy', ['apiVersion', 'kind', 'metadata', 'omitStages', 'rules']);
  if (policy['apiVersion'] !== 'audit.k8s.io/v1' || policy['kind'] !== 'Policy') {
    throw wrong('apiVersion, kind', 'must be audit.k8s.io/v1, Policy');
  }
  const rules = listAt(policy, 'rules', 'rules');
  if (rules.length === 0) throw wrong('rules', 'must have at least one rule, else nothing would be recorded');
  return {
    omitStages: stagesAt(policy, 'omitStages'),
    rules: rules.map((rule, i) => parseRule(rule, `rules[${i}]`)),
  };
}

const textLists = ['users', 'userGroups', 'verbs', 'namespaces', 'nonResourceURLs'] as const;

function parseRule(value: unknown, path: string): AuditRule {
  const rule = fieldsOf(value, path, ['level', 'resources', 'omitStages', ...textLists]);
  const level = auditLevels.find((each) => each === rule['level']);
  if (level === undefined) throw wrong(`${path}.level`, `must be one of ${auditLevels.join(', ')}`);
  const texts = Object.fromEntries(textLists.map((field) => [field, textsAt(rule, field, path)]));
  const resources = listAt(rule, 'resources', `${path}.resources`).map((each, i) =>
    parseResource(each, `${path}.resources[${i}]`),
  );
  return { ...anyRule(level), ...texts, resources, omitStages: stagesAt(rule, 'omitStages', path) };
}

function parseResource(value: unknown, path: string): ResourceRule {
  const rule = fieldsOf(value, path, ['group', 'resources', 'resourceNames']);
  const { group = '' } = rule;
  if (typeof group !== 'string') throw wrong(`${path}.group`, 'must be a string');
  return { group, resources: textsAt(rule, 'resources', path), resourceNames: textsAt(rule, 'resourceNames', path) };
}

function stagesAt(source: Record<string, unknown>, field: string, path = ''): AuditStage[] {
  return textsAt(source, field, path).map((text) => {
    const stage = auditStages.find((each) => each === text);
    if (stage === undefined) throw wrong(join(path, field), `must be of ${auditStages.join(', ')}: ${text}`);
    return stage;
  });
}

function textsAt(source: Record<string, unknown>, field: string, path: string): string[] {
  return listAt(source, field, join(path, field)).map((each) => {
    if (typeof each !== 'string') throw wrong(join(path, field), 'must be a list of strings');
    return each;
  });
}

function listAt(source: Record<string, unknown>, field: string, path: string): unknown[] {
  const value = source[field] ?? [];
  if (!Array.isArray(value)) throw wrong(path, 'must be a list');
  return value as unknown[];
}

function fieldsOf(value: unknown, path: string, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(path, 'must be an object');
  const unknown = Object.keys(value).find((field) => !known.includes(field));
  if (unknown !== undefined) throw wrong(join(path === 'policy' ? '' : path, unknown), 'is not supported');
  return value as Record<string, unknown>;
}

function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

function wrong(path: string, what: string): Error {
  return new Error(`Cannot read the audit policy: ${path} ${what}`);
}
