/** Conditions: a list keyed by type, each with the time at which its status last changed. */
import type { Condition } from './gen/types.js';
import { make } from './codec.js';

export type ConditionStatus = 'True' | 'False' | 'Unknown';

export function findCondition(conditions: readonly Condition[], type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

/** Whether the condition is there with status True. */
export function isConditionTrue(conditions: readonly Condition[], type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/**
 * A new list with `update` in the place of the condition of its type, or at the end. `lastTransitionTime` becomes
 * `now` (RFC 3339) when the status changes and stays what it was when it does not. The input is not changed.
 */
export function setCondition(
  conditions: readonly Condition[],
  update: Partial<Condition> & { type: string; status: ConditionStatus },
  now: string,
): Condition[] {
  const before = findCondition(conditions, update.type);
  const lastTransitionTime = before?.status === update.status ? before.lastTransitionTime || now : now;
  const next = { ...make('Condition', update), lastTransitionTime };
  return before === undefined
    ? [...conditions, next]
    : conditions.map((condition) => (condition === before ? next : condition));
}
