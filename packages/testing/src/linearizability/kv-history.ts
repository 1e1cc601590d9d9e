/**
 * What clients ask of a store with etcd's data model, and what they saw of the answers: the words of the checkers.
 * Keys and values are strings. Everything about an answer is optional: what was not observed is not checked.
 */
export type KvOperation = KvGet | KvPut | KvDelete | KvTxn | KvRevoke;

/** `end`: the half-open range [key, end); absent = the one key. */
export interface KvGet {
  readonly kind: 'get';
  readonly key: string;
  readonly end?: string | undefined;
}

export interface KvPut {
  readonly kind: 'put';
  readonly key: string;
  readonly value: string;
  readonly lease?: bigint | undefined;
}

export interface KvDelete {
  readonly kind: 'delete';
  readonly key: string;
  readonly end?: string | undefined;
}

export interface KvTxn {
  readonly kind: 'txn';
  readonly compare: readonly KvCompare[];
  readonly success: readonly (KvGet | KvPut | KvDelete)[];
  readonly failure: readonly (KvGet | KvPut | KvDelete)[];
}

/** A lease ended, by request or by time, and took its keys along in one revision. */
export interface KvRevoke {
  readonly kind: 'revoke';
  readonly lease: bigint;
}

/** An absent key has the numbers 0, and never a value. */
export interface KvCompare {
  readonly key: string;
  readonly target:
    | { readonly field: 'version' | 'create' | 'mod'; readonly number: number }
    | { readonly field: 'value'; readonly value: string };
  readonly result: 'equal' | 'notEqual' | 'greater' | 'less';
}

export interface KvSeen {
  readonly key: string;
  readonly value: string;
  readonly createRevision?: number | undefined;
  readonly modRevision?: number | undefined;
  readonly version?: number | undefined;
  readonly lease?: bigint | undefined;
}

export interface KvAnswer {
  /** Of the header. Only of the whole answer, not of the answers inside a transaction. */
  readonly revision?: number | undefined;
  /** get: in key order. */
  readonly kvs?: readonly KvSeen[] | undefined;
  /** delete */
  readonly deleted?: number | undefined;
  /** txn */
  readonly succeeded?: boolean | undefined;
  readonly responses?: readonly KvAnswer[] | undefined;
}

/** `answer` undefined = the outcome is unknown. */
export interface KvObservation {
  readonly operation: KvOperation;
  readonly answer: KvAnswer | undefined;
}

export function isReadOnly(operation: KvOperation): boolean {
  switch (operation.kind) {
    case 'get':
      return true;
    case 'txn':
      return [...operation.success, ...operation.failure].every(isReadOnly);
    case 'put':
    case 'delete':
    case 'revoke':
      return false;
  }
}

/** Keys that an operation names; undefined = it may touch any (a range, a lease). */
export function keysOf(operation: KvOperation): readonly string[] | undefined {
  switch (operation.kind) {
    case 'revoke':
      return undefined;
    case 'txn': {
      const all = [...operation.success, ...operation.failure].map(keysOf);
      const named = operation.compare.map(({ key }) => key);
      return all.includes(undefined) ? undefined : [...named, ...all.flatMap((keys) => keys ?? [])];
    }
    case 'get':
    case 'delete':
      return operation.end === undefined ? [operation.key] : undefined;
    case 'put':
      return [operation.key];
  }
}

export function showObservation({ operation, answer }: KvObservation): string {
  return `${showOperation(operation)} → ${answer === undefined ? 'unknown' : showAnswer(answer)}`;
}

function showOperation(operation: KvOperation): string {
  switch (operation.kind) {
    case 'put':
      return `put ${operation.key}=${operation.value}${operation.lease ? ` lease ${operation.lease}` : ''}`;
    case 'get':
    case 'delete':
      return `${operation.kind} ${operation.key}${operation.end === undefined ? '' : `…${operation.end}`}`;
    case 'revoke':
      return `revoke lease ${operation.lease}`;
    case 'txn': {
      const conditions = operation.compare.map(({ key, target, result }) => {
        const wanted = target.field === 'value' ? target.value : target.number;
        return `${target.field}(${key}) ${result} ${wanted}`;
      });
      const branch = (operations: readonly KvOperation[]): string =>
        operations.map(showOperation).join('; ') || 'nothing';
      return `if ${conditions.join(' and ')} then ${branch(operation.success)} else ${branch(operation.failure)}`;
    }
  }
}

function showAnswer({ revision, kvs, deleted, succeeded, responses }: KvAnswer): string {
  const parts: string[] = [];
  if (succeeded !== undefined) parts.push(succeeded ? 'then' : 'else');
  if (kvs !== undefined) parts.push(kvs.map(showKv).join(', ') || 'nothing there');
  if (deleted !== undefined) parts.push(`${deleted} deleted`);
  for (const response of responses ?? []) parts.push(`(${showAnswer(response)})`);
  if (revision !== undefined) parts.push(`at revision ${revision}`);
  return parts.join(' ') || 'done';
}

export function showKv({ key, value, modRevision, version }: KvSeen): string {
  return `${key}=${value}${modRevision === undefined ? '' : ` (mod ${modRevision}, version ${version ?? '?'})`}`;
}
