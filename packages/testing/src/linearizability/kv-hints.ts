/** What the answers of some operations tell of those without one. */
import type { Call } from './checker.js';
import type { KvAnswer, KvObservation, KvOperation } from './kv-history.js';

export interface Hints {
  /** An operation of unknown outcome that put these values cannot have had this revision. */
  forbids(revision: number, values: readonly string[]): boolean;
  /** The revision of an operation without an answer, from what readers saw of it. */
  revisionOf(operation: KvOperation): number | undefined;
}

/** What the answers tell of the operations without one; without it each of those would have to be tried everywhere. */
export function hintsOf(calls: readonly Call<KvObservation>[]): Hints {
  const owned = new Set<number>();
  const puts = new Map<string, number>();
  const modOf = new Map<string, number>();
  const noteSeen = ({ kvs = [], responses = [] }: KvAnswer): void => {
    for (const { value, modRevision } of kvs) if (modRevision !== undefined) modOf.set(value, modRevision);
    responses.forEach(noteSeen);
  };
  for (const { operation: observation } of calls) {
    for (const value of valuesOf(observation.operation)) puts.set(value, (puts.get(value) ?? 0) + 1);
    const { answer } = observation;
    if (answer === undefined) continue;
    noteSeen(answer);
    if (answer.revision !== undefined && surelyWrote(observation.operation, answer)) owned.add(answer.revision);
  }
  const seenAt = (value: string): number | undefined => (puts.get(value) === 1 ? modOf.get(value) : undefined);
  return {
    forbids: (revision, values) =>
      owned.has(revision) || values.some((value) => (seenAt(value) ?? revision) !== revision),
    revisionOf: (operation) =>
      valuesOf(operation)
        .map(seenAt)
        .find((revision) => revision !== undefined),
  };
}

function valuesOf(operation: KvOperation): string[] {
  if (operation.kind === 'put') return [operation.value];
  return operation.kind === 'txn' ? [...operation.success, ...operation.failure].flatMap(valuesOf) : [];
}

function surelyWrote(operation: KvOperation, { deleted, succeeded, responses }: KvAnswer): boolean {
  switch (operation.kind) {
    case 'put':
      return true;
    case 'delete':
      return (deleted ?? 0) > 0;
    case 'get':
    case 'revoke':
      return false;
    case 'txn': {
      if (succeeded === undefined) return false;
      const branch = succeeded ? operation.success : operation.failure;
      return branch.some((each, i) => surelyWrote(each, responses?.[i] ?? {}));
    }
  }
}
