/** Which pods an object is about, and what they are made from; undefined for kinds that are about none. */
import type { LabelSelector, PodTemplateSpec } from './gen/types.js';
import type { ApiObject, KindName, Kinds } from './kinds.js';
import { requirementsOf, type LabelRequirements } from './selectors.js';

/** The template that pods are made from, at first or second hand. */
export function podTemplateOf(kind: KindName, object: ApiObject): PodTemplateSpec | undefined {
  switch (kind) {
    case 'ReplicationController':
    case 'ReplicaSet':
    case 'Deployment':
    case 'DaemonSet':
    case 'Job':
      return (object as Kinds[typeof kind]).spec.template;
    case 'CronJob':
      return (object as Kinds[typeof kind]).spec.jobTemplate.spec.template;
    default:
      return undefined;
  }
}

/** What pods of its namespace an object selects; the map selectors of old kinds select nothing when they are empty. */
export function podSelectorOf(kind: KindName, object: ApiObject): LabelRequirements | undefined {
  switch (kind) {
    case 'ReplicationController':
    case 'Service':
      return fromMap((object as Kinds[typeof kind]).spec.selector);
    case 'ReplicaSet':
    case 'Deployment':
    case 'DaemonSet':
    case 'Job':
      return fromField((object as Kinds[typeof kind]).spec.selector);
    default:
      return undefined;
  }
}

function fromMap(matchLabels: Record<string, string>): LabelRequirements | undefined {
  return Object.keys(matchLabels).length === 0 ? undefined : requirementsOf({ matchLabels, matchExpressions: [] });
}

function fromField(selector: LabelSelector | undefined): LabelRequirements | undefined {
  return selector === undefined ? undefined : requirementsOf(selector);
}
