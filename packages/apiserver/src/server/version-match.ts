/**
 * What the resourceVersion of a list or watch asks for, by Kubernetes' rules (`resourceVersionMatch`,
 * `sendInitialEvents`), and the refusals when the options do not go together.
 */
import {
  badRequest,
  describeErrors,
  forbiddenField,
  statusError,
  unsupportedField,
  type ApiStatusError,
  type FieldError,
  type MessageTypes,
} from '@kuorum/api';
import { parseVersion } from './selection.js';

/** The state that is wanted. */
export type WantedState =
  /** As new as the newest acknowledged write. */
  | { readonly state: 'newest' }
  /** Whatever is at hand. */
  | { readonly state: 'any' }
  | { readonly state: 'notOlderThan'; readonly revision: number }
  | { readonly state: 'exact'; readonly revision: number };

export interface WatchStart {
  /** Sent first, as ADDED events; undefined: nothing is. */
  readonly initial: WantedState | undefined;
  /** Changes after this version; undefined: after the initial state, or from now on. */
  readonly after: number | undefined;
  /** Whether a bookmark says where the initial events end. */
  readonly markEnd: boolean;
}

export function wantedByList(request: MessageTypes['ListRequest']): WantedState {
  const { resourceVersion, resourceVersionMatch: match, limit } = request;
  const revision = resourceVersion === '' ? 0 : parseVersion(resourceVersion);
  const continued = request.continue !== '';
  const errors: FieldError[] = [];
  if (match !== '') {
    const forbid = (why: string): unknown => errors.push(forbiddenField('resourceVersionMatch', why));
    if (resourceVersion === '') forbid('resourceVersionMatch is forbidden unless resourceVersion is provided');
    if (continued) forbid('resourceVersionMatch is forbidden when continue is provided');
    if (match !== 'Exact' && match !== 'NotOlderThan') {
      errors.push(unsupportedField('resourceVersionMatch', match, ['Exact', 'NotOlderThan']));
    }
    if (match === 'Exact' && resourceVersion === '0') {
      forbid('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
    }
  }
  if (errors.length > 0) throw invalidOptions(errors);
  // The token of a page says its version itself.
  if (continued && revision > 0) throw badRequest('specifying resource version is not allowed when using continue');
  if (resourceVersion === '' || continued) return { state: 'newest' };
  if (revision === 0) return { state: 'any' };
  const exact = match === 'Exact' || (match === '' && limit > 0);
  return { state: exact ? 'exact' : 'notOlderThan', revision };
}

export function startOfWatch(request: MessageTypes['WatchRequest']): WatchStart {
  const { resourceVersion, resourceVersionMatch: match, sendInitialEvents } = request;
  const revision = resourceVersion === '' ? 0 : parseVersion(resourceVersion);
  const errors: FieldError[] = [];
  if (sendInitialEvents === undefined && match !== '') {
    const why = 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided';
    errors.push(forbiddenField('resourceVersionMatch', why));
  }
  if (sendInitialEvents !== undefined && match === '') {
    const why = 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
    errors.push(forbiddenField('resourceVersionMatch', why));
  } else if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
    errors.push(unsupportedField('resourceVersionMatch', match, ['NotOlderThan']));
  }
  if (errors.length > 0) throw invalidOptions(errors);
  const unversioned: WantedState = { state: resourceVersion === '' ? 'newest' : 'any' };
  const wanted: WantedState = revision === 0 ? unversioned : { state: 'notOlderThan', revision };
  if (sendInitialEvents === true) return { initial: wanted, after: undefined, markEnd: true };
  if (revision > 0) return { initial: undefined, after: revision, markEnd: false };
  return { initial: sendInitialEvents === false ? undefined : wanted, after: undefined, markEnd: false };
}

/** No state of that version is there yet, here or in the store: it was given by another cluster, or before a restore. */
export function tooLargeVersion(requested: number, current: number): ApiStatusError {
  return statusError('Timeout', `Too large resource version: ${requested}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version', field: '' }],
    retryAfterSeconds: 1,
  });
}

function invalidOptions(errors: readonly FieldError[]): ApiStatusError {
  return statusError('Invalid', `ListOptions.meta.k8s.io "" is invalid: ${describeErrors(errors)}`, {
    kind: 'ListOptions',
    group: 'meta.k8s.io',
    causes: errors.map(({ path, reason, message }) => ({ reason, message, field: path })),
  });
}
