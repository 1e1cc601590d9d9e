/**
 * What became of the writes that nobody answered, as the store's own history tells: values are written once, so an event
 * says which write it was, and a value of which no event tells was never written. Without it the judge would have to try
 * each such write at every place. Deletions have no values: they stay unknown.
 */
import { type EventLog, isReadOnly, type KvCall, type KvOperation } from '@kuorum/testing/linearizability';

export function withKnownOutcomes(calls: readonly KvCall[], log: EventLog): KvCall[] {
  const revisionOf = new Map(
    log.between(0, log.lastRevision).map(({ value, modRevision }) => [value ?? '', modRevision]),
  );
  let moment = Math.max(0, ...calls.map(({ calledAt, returnedAt }) => returnedAt ?? calledAt));
  return calls.flatMap((call) => {
    const { operation, answer } = call.operation;
    const value = valueOf(operation);
    if (answer !== undefined || isReadOnly(operation) || value === undefined) return [call];
    const revision = revisionOf.get(value);
    if (revision === undefined) return [];
    return [{ ...call, operation: { operation, answer: { revision } }, returnedAt: ++moment }];
  });
}

function valueOf(operation: KvOperation): string | undefined {
  if (operation.kind === 'put') return operation.value;
  return operation.kind === 'txn' ? operation.success.map(valueOf).find((value) => value !== undefined) : undefined;
}
