/** kube-apiserver's `--authorization-mode`: which authorizers there are, in which order. */
import { make } from '@kuorum/api';
import type { ReviewRules } from '../server/self-reviews.js';
import { firstThatAllows, mastersAuthorizer, type Authorizer } from './authorize.js';
import { nodeAuthorizer, nodeNameOf, type PodsIn } from './node/node-authorizer.js';
import type { RbacAuthorizer } from './rbac-authorizer.js';
import { SecurityError } from './security-error.js';
import { isMaster } from './user.js';

export const authorizationModes = ['Node', 'RBAC', 'AlwaysAllow'] as const;
export type AuthorizationMode = (typeof authorizationModes)[number];

export const authorizationModeDefault: readonly AuthorizationMode[] = ['Node', 'RBAC'];

/** Throws SecurityError. */
export function parseAuthorizationModes(text: string): AuthorizationMode[] {
  const wrong = (why: string): Error =>
    new SecurityError(
      `Cannot use --authorization-mode=${text}: ${why} (default: ${authorizationModeDefault.join(',')})`,
    );
  const modes = text.split(',').map((name) => {
    const mode = authorizationModes.find((each) => each === name);
    if (mode === undefined) throw wrong(`${JSON.stringify(name)} is not one of ${authorizationModes.join(', ')}`);
    return mode;
  });
  if (new Set(modes).size < modes.length) throw wrong('a mode is named twice');
  if (modes.includes('AlwaysAllow') && modes.length > 1)
    throw wrong('beside AlwaysAllow nothing else decides anything');
  if (modes.includes('Node') && !modes.includes('RBAC'))
    throw wrong('with Node alone nobody but nodes could do anything');
  return modes;
}

/** As kube-apiserver: where everybody may do everything, that is everybody who has proved who they are. */
export function takesAnonymous(modes: readonly AuthorizationMode[]): boolean {
  return !modes.includes('AlwaysAllow');
}

export function authorizerOf(modes: readonly AuthorizationMode[], rbac: RbacAuthorizer, podsIn: PodsIn): Authorizer {
  const byMode: Record<AuthorizationMode, Authorizer> = {
    Node: nodeAuthorizer(podsIn),
    RBAC: rbac.authorize,
    AlwaysAllow: () => ({ allowed: true, why: 'the server runs with --authorization-mode=AlwaysAllow' }),
  };
  return firstThatAllows([mastersAuthorizer, ...modes.map((mode) => byMode[mode])]);
}

const everything = [
  make('PolicyRule', { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }),
  make('PolicyRule', { verbs: ['*'], nonResourceURLs: ['*'] }),
];

export const everythingAllowed: ReviewRules = () => ({ rules: everything, incomplete: '' });

export function rulesReviewOf(modes: readonly AuthorizationMode[], rbac: RbacAuthorizer): ReviewRules {
  if (modes.includes('AlwaysAllow')) return everythingAllowed;
  return (user, namespace) => {
    const { rules, missing } = rbac.current().heldBy(user, namespace);
    if (isMaster(user)) return { rules: [...everything, ...rules], incomplete: '' };
    const byNode = nodeNameOf(user) === undefined || !modes.includes('Node') ? [] : [nodeText];
    return { rules, incomplete: [...byNode, ...new Set(missing)].join(', ') };
  };
}

const nodeText = 'node authorizer does not support user rule resolution';
