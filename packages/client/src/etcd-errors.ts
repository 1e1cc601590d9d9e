/** What a store refuses with. Message texts are etcd's and part of its wire contract. */
import { status } from '@grpc/grpc-js';
import type { CallError } from './unary-call.js';

export class EtcdError extends Error {
  override readonly name: string = 'EtcdError';

  constructor(
    /** gRPC code. */
    readonly code: status,
    message: string,
    /** A write whose answer was lost: it may or may not have taken place. */
    readonly outcomeUnknown: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What was asked for lies before the compacted revision: read the present state and go on from there. */
export class EtcdCompactedError extends EtcdError {
  override readonly name = 'EtcdCompactedError';

  constructor(
    /** First revision that is still there, as far as the store said; else 0. */
    readonly compactRevision: number,
    options?: ErrorOptions,
  ) {
    super(status.OUT_OF_RANGE, compactedMessage, false, options);
  }
}

const compactedMessage = 'etcdserver: mvcc: required revision has been compacted';

/** Codes after which nobody knows whether a write took place. */
const unknownOutcomes: readonly status[] = [
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.CANCELLED,
  status.UNKNOWN,
  status.INTERNAL,
];

export function etcdErrorOf(error: CallError, kind: 'read' | 'write'): EtcdError {
  if (error.code === status.OUT_OF_RANGE && error.details === compactedMessage) {
    return new EtcdCompactedError(0, { cause: error });
  }
  const outcomeUnknown = kind === 'write' && !error.unsent && unknownOutcomes.includes(error.code);
  return new EtcdError(error.code, error.details, outcomeUnknown, { cause: error });
}
