/**
 * What a rule of a role allows (`pkg/apis/rbac/v1/evaluation_helpers.go`), and whether rules that somebody holds cover
 * rules that he wants to give away (`validation/policy_comparator.go`). Pure.
 */
import type { PolicyRule } from '@kuorum/api';
import type { Attributes } from '../attributes.js';

const everything = '*';

export type Wanted = Pick<Attributes, 'verb' | 'apiGroup' | 'resource' | 'subresource' | 'name' | 'path'>;

export function ruleAllows(rule: PolicyRule, wanted: Wanted): boolean {
  if (!has(rule.verbs, wanted.verb)) return false;
  if (wanted.resource === '') return rule.nonResourceURLs.some((pattern) => matchesPath(pattern, wanted.path));
  if (!has(rule.apiGroups, wanted.apiGroup)) return false;
  if (!matchesResource(rule.resources, wanted.resource, wanted.subresource)) return false;
  return rule.resourceNames.length === 0 || rule.resourceNames.includes(wanted.name);
}

/** Whether there is a name that the rule allows it on. */
export function ruleMightAllow(rule: PolicyRule, wanted: Wanted): boolean {
  return ruleAllows({ ...rule, resourceNames: [] }, wanted);
}

/** `pods`, `pods/log`, `*\/scale` or `*`; a resource does not stand for its subresources. */
function matchesResource(resources: readonly string[], resource: string, subresource: string): boolean {
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  if (has(resources, combined)) return true;
  return subresource !== '' && resources.includes(`*/${subresource}`);
}

function matchesPath(pattern: string, path: string): boolean {
  if (pattern === everything || pattern === path) return true;
  return pattern.endsWith(everything) && path.startsWith(pattern.slice(0, -1));
}

function has(allowed: readonly string[], wanted: string): boolean {
  return allowed.includes(everything) || allowed.includes(wanted);
}

/**
 * The wanted rules that `held` does not cover, in their smallest parts: one verb on one resource. They are as many as a
 * rule's lists multiplied, millions in a few kilobytes: made one at a time, and counted first ({@link partCount}) when
 * the rules are a stranger's.
 */
export function* notCovered(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): Generator<PolicyRule> {
  for (const rule of wanted) {
    for (const part of partsOf(rule)) {
      if (!held.some((one) => covers(one, part))) yield part;
    }
  }
}

/** Smallest parts of the rules, without making them. */
export function partCount(rules: readonly PolicyRule[]): number {
  return rules.reduce((sum, { verbs, apiGroups, resources, resourceNames, nonResourceURLs }) => {
    const onResources = apiGroups.length * resources.length * Math.max(resourceNames.length, 1);
    return sum + verbs.length * (nonResourceURLs.length + onResources);
  }, 0);
}

/** One verb, one group, one resource, at most one name each. */
function* partsOf(rule: PolicyRule): Generator<PolicyRule> {
  const { verbs, resources, nonResourceURLs } = rule;
  // Without resources there is nothing to give, however many verbs and groups there are to walk.
  const apiGroups = resources.length === 0 ? [] : rule.apiGroups;
  const names = rule.resourceNames.length === 0 ? [[]] : rule.resourceNames.map((name) => [name]);
  const none = { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
  for (const verb of verbs) {
    for (const url of nonResourceURLs) yield { ...none, verbs: [verb], nonResourceURLs: [url] };
    for (const group of apiGroups) {
      for (const resource of resources) {
        for (const resourceNames of names) {
          yield { ...none, verbs: [verb], apiGroups: [group], resources: [resource], resourceNames };
        }
      }
    }
  }
}

/** A `*` is covered by a `*` only: all there is today is less than all there will be. */
function covers(rule: PolicyRule, part: PolicyRule): boolean {
  const [verb = ''] = part.verbs;
  if (!has(rule.verbs, verb)) return false;
  const [url] = part.nonResourceURLs;
  if (url !== undefined) return rule.nonResourceURLs.some((pattern) => matchesPath(pattern, url));
  const [group = ''] = part.apiGroups;
  const [combined = ''] = part.resources;
  if (!has(rule.apiGroups, group)) return false;
  const slash = combined.indexOf('/');
  const [resource, subresource] = slash < 0 ? [combined, ''] : [combined.slice(0, slash), combined.slice(slash + 1)];
  if (!matchesResource(rule.resources, resource, subresource)) return false;
  const [name] = part.resourceNames;
  return rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name));
}

/** `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get"]}`, as Kubernetes prints a rule. */
export function describeRule({ apiGroups, resources, resourceNames, nonResourceURLs, verbs }: PolicyRule): string {
  const parts = Object.entries({
    APIGroups: apiGroups,
    Resources: resources,
    ResourceNames: resourceNames,
    NonResourceURLs: nonResourceURLs,
    Verbs: verbs,
  });
  const given = parts.filter(([, values]) => values.length > 0);
  return `{${given.map(([name, values]) => `${name}:${JSON.stringify(values)}`).join(', ')}}`;
}
