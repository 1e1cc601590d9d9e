/**
 * May this user do this? Authorizers are asked in turn and the first that allows it decides; when none does it is refused,
 * with what each of them had to say. Nothing refuses by itself, so an authorizer can only ever add rights.
 */
import { statusError } from '@kuorum/api';
import type { Attributes } from './attributes.js';
import { isMaster, mastersGroup } from './user.js';

export type Decision =
  | { readonly allowed: true; readonly why: string }
  /** `why` may be empty: there is just no rule. */
  | { readonly allowed: false; readonly why: string };

/** Throws Unavailable when it cannot know yet. */
export type Authorizer = (attributes: Attributes) => Decision;

/** `system:masters` may do everything, so that somebody can mend roles that lock everybody out. */
export const mastersAuthorizer: Authorizer = ({ user }) =>
  isMaster(user) ? { allowed: true, why: `${mastersGroup} may do everything` } : noOpinion;

export const noOpinion: Decision = { allowed: false, why: '' };

export function firstThatAllows(authorizers: readonly Authorizer[]): Authorizer {
  return (attributes) => {
    const whys: string[] = [];
    for (const authorize of authorizers) {
      const decision = authorize(attributes);
      if (decision.allowed) return decision;
      if (decision.why !== '') whys.push(decision.why);
    }
    return { allowed: false, why: whys.join(', ') };
  };
}

/** Throws Forbidden, in Kubernetes' words. */
export function mustBeAllowed(authorizer: Authorizer, attributes: Attributes): void {
  const { allowed, why } = authorizer(attributes);
  if (allowed) return;
  throw refusal(attributes, forbiddenText(attributes), why);
}

/** The same for who is granted nothing of the kind anywhere. */
export function forbiddenAnywhere(attributes: Attributes): Error {
  return refusal(attributes, whatText(attributes), 'it is granted to nobody who shows no credentials');
}

function refusal({ apiGroup, resource, name }: Attributes, text: string, why: string): Error {
  const qualified = apiGroup === '' ? resource : `${resource}.${apiGroup}`;
  const message = [text, ...(why === '' ? [] : [why])].join(': ');
  const details = resource === '' ? undefined : { kind: resource, group: apiGroup, name };
  const subject = resource === '' ? '' : name === '' ? `${qualified} is ` : `${qualified} ${JSON.stringify(name)} is `;
  return statusError('Forbidden', `${subject}forbidden: ${message}`, details);
}

/** `User "ada" cannot list resource "pods" in API group "" in the namespace "shop"` */
function forbiddenText(attributes: Attributes): string {
  const { resource, namespace } = attributes;
  if (resource === '') return whatText(attributes);
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  return `${whatText(attributes)} ${where}`;
}

function whatText({ user, verb, apiGroup, resource, subresource, path }: Attributes): string {
  const who = `User ${JSON.stringify(user.name)}`;
  if (resource === '') return `${who} cannot ${verb} path ${JSON.stringify(path)}`;
  const what = JSON.stringify(subresource === '' ? resource : `${resource}/${subresource}`);
  return `${who} cannot ${verb} resource ${what} in API group ${JSON.stringify(apiGroup)}`;
}
