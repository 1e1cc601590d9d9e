/**
 * Rules of `status.conditions`. As in Kubernetes the server keeps what it is given: when a status changed is for its writer to
 * tell ({@link setCondition}). It sees to it that there is one condition a type, and that each says something. Of the kinds whose
 * conditions are `metav1.Condition` in Kubernetes it asks for a reason and a time too.
 */
import { duplicateField, requiredField, type FieldError } from '../field-error.js';
import type { Condition } from '../gen/types.js';
import type { KindName, Kinds } from '../kinds.js';
import { checkLabelKey } from '../labels.js';
import { deepEqual, notNegative, requiredSyntax, timestamp } from './checks.js';

const withReason: ReadonlySet<KindName> = new Set<KindName>(['Service', 'PodDisruptionBudget']);

export function validateConditions(kind: KindName, object: Kinds[KindName]): FieldError[] {
  const types = new Set<string>();
  return conditionsOf(object).flatMap((condition, i) => {
    const { type, status, reason, lastTransitionTime, observedGeneration } = condition;
    const path = `status.conditions[${i}]`;
    const errors = requiredSyntax(`${path}.type`, type, checkLabelKey);
    if (types.has(type)) errors.push(duplicateField(`${path}.type`, type));
    types.add(type);
    if (status === '') errors.push(requiredField(`${path}.status`));
    errors.push(
      ...notNegative(`${path}.observedGeneration`, observedGeneration),
      ...(['lastTransitionTime', 'lastHeartbeatTime', 'lastUpdateTime', 'lastProbeTime'] as const).flatMap((field) =>
        timestamp(`${path}.${field}`, condition[field]),
      ),
    );
    if (!withReason.has(kind)) return errors;
    if (lastTransitionTime === '') errors.push(requiredField(`${path}.lastTransitionTime`));
    return [...errors, ...requiredSyntax(`${path}.reason`, reason, checkReason)];
  });
}

/** Whoever writes something else is not held to what others have left behind. */
export function validateConditionsUpdate(kind: KindName, next: Kinds[KindName], old: Kinds[KindName]): FieldError[] {
  return deepEqual(conditionsOf(next), conditionsOf(old)) ? [] : validateConditions(kind, next);
}

function conditionsOf(object: Kinds[KindName]): readonly Condition[] {
  const status = 'status' in object ? object.status : undefined;
  return status !== undefined && 'conditions' in status ? status.conditions : [];
}

function checkReason(reason: string): string | undefined {
  if (/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/.test(reason)) return undefined;
  return "must be one word that begins with a letter, of letters, digits and '_', with ',' and ':' within, such as MinimumReplicasAvailable";
}
