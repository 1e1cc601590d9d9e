/**
 * The one error type of the API: a Kubernetes Status that can be thrown. The server makes it, it travels as the detail
 * of a gRPC error, the client throws it again; what a program acts on is `reason`. Message texts are Kubernetes' own
 * (apimachinery, `api/errors`), so that people who know them recognise them.
 *
 * ```ts
 * try { await client.resource('Pod').get('default', 'web'); }
 * catch (error) { if (!isNotFound(error)) throw error; }
 * ```
 */
import { make } from './codec.js';
import type { FieldError } from './field-error.js';
import type { Status, StatusDetails } from './gen/types.js';
import { kinds, type KindName } from './kinds.js';

/** Why a request failed; Kubernetes' StatusReason. */
export type StatusReason = keyof typeof statusReasons;

/** Reason to Kubernetes' HTTP code and to the gRPC code that we answer with. */
export const statusReasons = {
  BadRequest: { code: 400, grpcCode: 3 /* INVALID_ARGUMENT */ },
  Unauthorized: { code: 401, grpcCode: 16 /* UNAUTHENTICATED */ },
  Forbidden: { code: 403, grpcCode: 7 /* PERMISSION_DENIED */ },
  NotFound: { code: 404, grpcCode: 5 /* NOT_FOUND */ },
  MethodNotAllowed: { code: 405, grpcCode: 12 /* UNIMPLEMENTED */ },
  AlreadyExists: { code: 409, grpcCode: 6 /* ALREADY_EXISTS */ },
  Conflict: { code: 409, grpcCode: 10 /* ABORTED */ },
  Expired: { code: 410, grpcCode: 11 /* OUT_OF_RANGE */ },
  Gone: { code: 410, grpcCode: 11 /* OUT_OF_RANGE */ },
  RequestEntityTooLarge: { code: 413, grpcCode: 3 /* INVALID_ARGUMENT */ },
  /** The caller gave up; not in Kubernetes, whose callers just close the connection. */
  Canceled: { code: 499, grpcCode: 1 /* CANCELLED */ },
  Invalid: { code: 422, grpcCode: 3 /* INVALID_ARGUMENT */ },
  TooManyRequests: { code: 429, grpcCode: 8 /* RESOURCE_EXHAUSTED */ },
  InternalError: { code: 500, grpcCode: 13 /* INTERNAL */ },
  Unknown: { code: 500, grpcCode: 2 /* UNKNOWN */ },
  ServiceUnavailable: { code: 503, grpcCode: 14 /* UNAVAILABLE */ },
  Timeout: { code: 504, grpcCode: 4 /* DEADLINE_EXCEEDED */ },
} as const satisfies Record<string, { readonly code: number; readonly grpcCode: number }>;

/** A request that failed, with everything the server said about it. */
export class ApiStatusError extends Error {
  override readonly name = 'ApiStatusError';

  constructor(
    readonly status: Status,
    options?: { cause?: unknown },
  ) {
    super(status.message, options);
  }

  get reason(): string {
    return this.status.reason;
  }

  /** Kubernetes' HTTP code. */
  get code(): number {
    return this.status.code;
  }

  get grpcCode(): number {
    return grpcCodeOf(this.status.reason);
  }

  /** What is wrong, field by field; empty unless the object was invalid. */
  get causes(): { reason: string; message: string; field: string }[] {
    return this.status.details?.causes ?? [];
  }
}

/** The gRPC code that a reason is answered with; UNKNOWN for reasons from elsewhere. */
export function grpcCodeOf(reason: string): number {
  const known = (statusReasons as Record<string, { grpcCode: number }>)[reason];
  return (known ?? statusReasons.Unknown).grpcCode;
}

const reasonsByGrpcCode: ReadonlyMap<number, StatusReason> = new Map([
  [1, 'Canceled'],
  [2, 'Unknown'],
  [3, 'BadRequest'],
  [4, 'Timeout'],
  [5, 'NotFound'],
  [6, 'AlreadyExists'],
  [7, 'Forbidden'],
  [8, 'TooManyRequests'],
  [9, 'Conflict'],
  [10, 'Conflict'],
  [11, 'Expired'],
  [12, 'MethodNotAllowed'],
  [13, 'InternalError'],
  [14, 'ServiceUnavailable'],
  [15, 'InternalError'],
  [16, 'Unauthorized'],
]);

/** The best guess at a Status for a gRPC error that came without one, such as a broken connection. */
export function fromGrpcCode(grpcCode: number, message: string, cause?: unknown): ApiStatusError {
  return statusError(reasonsByGrpcCode.get(grpcCode) ?? 'Unknown', message, undefined, cause);
}

export function statusError(
  reason: StatusReason,
  message: string,
  details?: Partial<StatusDetails>,
  cause?: unknown,
): ApiStatusError {
  const status = make('Status', {
    apiVersion: 'v1',
    kind: 'Status',
    status: 'Failure',
    message,
    reason,
    code: statusReasons[reason].code,
    ...(details === undefined ? {} : { details }),
  });
  return new ApiStatusError(status, cause === undefined ? {} : { cause });
}

/** `pods "web" not found` */
export function notFound(kind: KindName, name: string): ApiStatusError {
  return statusError('NotFound', `${kinds[kind].groupResource} "${name}" not found`, detailsOf(kind, name));
}

/** `pods "web" already exists` */
export function alreadyExists(kind: KindName, name: string): ApiStatusError {
  return statusError('AlreadyExists', `${kinds[kind].groupResource} "${name}" already exists`, detailsOf(kind, name));
}

export const objectModified =
  'the object has been modified; please apply your changes to the latest version and try again';

/** `Operation cannot be fulfilled on pods "web": the object has been modified; …` */
export function conflict(kind: KindName, name: string, why: string = objectModified): ApiStatusError {
  const message = `Operation cannot be fulfilled on ${kinds[kind].groupResource} "${name}": ${why}`;
  return statusError('Conflict', message, detailsOf(kind, name));
}

/** `Pod "web" is invalid: spec.containers: Required value` */
export function invalid(kind: KindName, name: string, errors: readonly FieldError[]): ApiStatusError {
  return statusError('Invalid', `${qualifiedKind(kind)} "${name}" is invalid: ${describeErrors(errors)}`, {
    ...detailsOf(kind, name),
    kind,
    causes: errors.map(({ path, reason, message }) => ({ reason, message, field: path })),
  });
}

/** The request itself makes no sense, whatever is stored; `errors` say where when it is about fields. */
export function badRequest(message: string, errors: readonly FieldError[] = []): ApiStatusError {
  const causes = errors.map((error) => ({ reason: error.reason, message: error.message, field: error.path }));
  return statusError('BadRequest', message, causes.length === 0 ? undefined : { causes });
}

/** The resourceVersion or continue token is older than what the server still knows. */
export function expired(message: string): ApiStatusError {
  return statusError('Expired', message);
}

/** `too old resource version: 5 (12)`: list again. */
export function gone(requested: string | number, oldest: string | number): ApiStatusError {
  return statusError('Expired', `too old resource version: ${requested} (${oldest})`);
}

/** `pods "web" is forbidden: unable to create new content in namespace x because it is being terminated` */
export function forbidden(
  kind: KindName,
  name: string,
  why: string,
  causes: StatusDetails['causes'] = [],
): ApiStatusError {
  const details = { ...detailsOf(kind, name), ...(causes.length === 0 ? {} : { causes }) };
  return statusError('Forbidden', `${kinds[kind].groupResource} "${name}" is forbidden: ${why}`, details);
}

export function tooLarge(kind: KindName, name: string, bytes: number, bytesMax: number): ApiStatusError {
  return statusError(
    'RequestEntityTooLarge',
    `${kinds[kind].groupResource} "${name}" is too large: ${bytes} bytes, at most ${bytesMax} can be stored`,
    detailsOf(kind, name),
  );
}

export function methodNotAllowed(message: string): ApiStatusError {
  return statusError('MethodNotAllowed', message);
}

export function tooManyRequests(message: string, retryAfterSeconds = 1): ApiStatusError {
  return statusError('TooManyRequests', message, { retryAfterSeconds });
}

export function internal(message: string, cause?: unknown): ApiStatusError {
  return statusError('InternalError', `Internal error occurred: ${message}`, undefined, cause);
}

export function unavailable(message: string, cause?: unknown): ApiStatusError {
  return statusError('ServiceUnavailable', message, undefined, cause);
}

export function timeout(message: string, cause?: unknown): ApiStatusError {
  return statusError('Timeout', message, undefined, cause);
}

export function isNotFound(error: unknown): boolean {
  return hasReason(error, 'NotFound');
}

export function isAlreadyExists(error: unknown): boolean {
  return hasReason(error, 'AlreadyExists');
}

export function isConflict(error: unknown): boolean {
  return hasReason(error, 'Conflict');
}

export function isInvalid(error: unknown): boolean {
  return hasReason(error, 'Invalid');
}

export function isForbidden(error: unknown): boolean {
  return hasReason(error, 'Forbidden');
}

/** The version asked for is no longer known: list again. */
export function isGone(error: unknown): boolean {
  return hasReason(error, 'Expired', 'Gone');
}

/** The server could not be reached or was not ready; whether a write took place is unknown. */
export function isUnavailable(error: unknown): boolean {
  return hasReason(error, 'ServiceUnavailable', 'Timeout');
}

function hasReason(error: unknown, ...reasons: StatusReason[]): boolean {
  return error instanceof ApiStatusError && (reasons as string[]).includes(error.reason);
}

function detailsOf(kind: KindName, name: string): Partial<StatusDetails> {
  const { group, plural } = kinds[kind];
  return { name, kind: plural, group };
}

/** `Pod`, `Deployment.apps`. */
function qualifiedKind(kind: KindName): string {
  const { group } = kinds[kind];
  return group === '' ? kind : `${kind}.${group}`;
}

/** `a: Required value`, or `[a: Required value, b: Invalid value: 3: must be …]` when there are several. */
export function describeErrors(errors: readonly FieldError[]): string {
  const texts = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}
