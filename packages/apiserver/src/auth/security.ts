/**
 * Whether and how the server is secured. Without security everybody may do everything, so it listens on loopback only;
 * with it the line is TLS, and every call is authenticated and authorized.
 */
import type { Socket } from 'node:net';
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { bareHost } from '../server/listen-address.js';
import { matchesFields, unavailable, type KindName, type Pod } from '@kuorum/api';
import type { AnyObject } from '../registry/stored-object.js';
import type { AdmissionHooks } from '../server/admit-call.js';
import type { FindObject } from '../server/find-object.js';
import type { ReviewRules } from '../server/self-reviews.js';
import { createAuthenticator, type TokenAuthenticator } from './authenticate.js';
import {
  authorizationModeDefault,
  authorizerOf,
  everythingAllowed,
  rulesReviewOf,
  takesAnonymous,
  type AuthorizationMode,
} from './authorization-mode.js';
import { forbiddenAnywhere, mastersAuthorizer, mustBeAllowed, type Authorizer } from './authorize.js';
import { listPrefix } from '../registry/keys.js';
import type { PodsIn } from './node/node-authorizer.js';
import { checkNodeAccess, checkNodeToken, checkNodeWrite } from './node/node-restriction.js';
import { RbacAuthorizer, type CacheOf } from './rbac-authorizer.js';
import { checkGrant } from './rbac/escalation.js';
import { SecurityError } from './security-error.js';
import { serviceAccountAuthenticator } from './service-account/token-authenticator.js';
import { ServiceAccountTokens, type ServiceAccountTokenOptions } from './service-account/tokens.js';
import { TlsListener } from './tls-listener.js';
import type { TlsFiles } from './tls-material.js';
import { TokenFile } from './token-file.js';
import type { User } from './user.js';

export type ApiserverSecurity = InsecureOptions | SecureOptions;

/** On loopback only. */
export interface InsecureOptions {
  readonly kind: 'insecure';
}

export interface SecureOptions {
  readonly kind: 'secure';
  readonly tls: TlsFiles;
  /** Bearer tokens: `token,user,uid,"group,group"` a line. */
  readonly tokenAuthFile?: string | undefined;
  /** In which order; Node, RBAC unless told. */
  readonly authorizationModes?: readonly AuthorizationMode[] | undefined;
  /** Absent: no tokens of service accounts. */
  readonly serviceAccounts?: ServiceAccountTokenOptions | undefined;
}

/** Throws Forbidden; `old` is undefined for what is new. */
export type CheckWrite = (user: User, kind: KindName, next: AnyObject, old: AnyObject | undefined) => void;

/** Throws Forbidden when a stored object is not for `user` to see, or to delete, although the verb is. */
export type CheckAccess = (user: User, kind: KindName, stored: { readonly object: AnyObject }) => void;

/** Throws Forbidden when a token of an account is not for `user` to ask for; `podUid` is what the request says. */
export type CheckTokenFor = (user: User, account: string, pod: Pod | undefined, podUid: string) => void;

/** What a secured server is made of. */
export interface Secured {
  readonly listener: TlsListener;
  readonly hooks: AdmissionHooks;
  readonly checkWrite: CheckWrite;
  readonly checkAccess: CheckAccess;
  readonly checkTokenFor: CheckTokenFor;
  /** Undefined: this server neither makes nor takes tokens of service accounts. */
  readonly tokens: ServiceAccountTokens | undefined;
  /** Whether somebody may, and why; for questions, not for calls. */
  readonly review: Authorizer;
  /** The rules behind it. */
  readonly reviewRules: ReviewRules;
}

/** Without security there is nobody to restrict. */
export const unchecked: Pick<
  Secured,
  'checkWrite' | 'checkAccess' | 'checkTokenFor' | 'tokens' | 'review' | 'reviewRules'
> = {
  checkWrite: () => undefined,
  checkAccess: () => undefined,
  checkTokenFor: () => undefined,
  tokens: undefined,
  review: mastersAuthorizer,
  reviewRules: everythingAllowed,
};

export interface SecuredDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly accept: (socket: Socket) => void;
  readonly cacheOf: CacheOf;
  readonly find: FindObject;
}

/** Throws SecurityError when a file is not what it should be. */
export function secure(options: SecureOptions, deps: SecuredDeps): Secured {
  const { clock, logger, accept, cacheOf } = deps;
  const { serviceAccounts } = options;
  const tokens = serviceAccounts === undefined ? undefined : new ServiceAccountTokens(serviceAccounts, clock);
  // Whatever may throw comes before the listener, which holds a timer.
  const authenticators = tokenAuthenticators(options, tokens, deps);
  const rbac = new RbacAuthorizer(cacheOf);
  const { authorizationModes: modes = authorizationModeDefault } = options;
  const authorizer = authorizerOf(modes, rbac, podsOf(cacheOf));
  const listener = new TlsListener({ files: options.tls, clock, logger, accept });
  const authenticate = createAuthenticator({
    refusalOf: (peer) => listener.refusalOf(peer),
    tokens: authenticators,
    clock,
    anonymous: takesAnonymous(modes),
  });
  return {
    listener,
    hooks: {
      authenticate,
      authorize: (attributes) => mustBeAllowed(authorizer, attributes),
      mayTry: (wanted) => {
        const [first] = wanted;
        if (first === undefined || modes.includes('AlwaysAllow')) return;
        if (wanted.some((each) => rbac.current().mightAllow(each))) return;
        throw forbiddenAnywhere(first);
      },
    },
    checkWrite: (user, kind, next, old) => {
      checkNodeWrite(user, kind, next, old);
      checkGrant(() => rbac.current(), authorizer, user, kind, next, old);
    },
    checkAccess: checkNodeAccess,
    checkTokenFor: checkNodeToken,
    tokens,
    review: authorizer,
    reviewRules: rulesReviewOf(modes, rbac),
  };
}

function podsOf(cacheOf: CacheOf): PodsIn {
  return function* (namespace, node) {
    const cache = cacheOf('Pod');
    if (!cache.synced) throw unavailable('the apiserver is starting: it reads the pods');
    const bound = [{ path: 'spec.nodeName', value: node, negated: false }];
    for (const stored of cache.within(listPrefix('Pod', namespace))) {
      if (matchesFields(bound, stored.selectable)) yield stored.object as Pod;
    }
  };
}

function tokenAuthenticators(
  { tokenAuthFile }: SecureOptions,
  tokens: ServiceAccountTokens | undefined,
  { clock, logger, find }: SecuredDeps,
): TokenAuthenticator[] {
  const found: TokenAuthenticator[] = [];
  if (tokenAuthFile !== undefined) {
    const file = new TokenFile(tokenAuthFile, logger);
    found.push((token) => Promise.resolve(file.userOf(token)));
  }
  if (tokens !== undefined) found.push(serviceAccountAuthenticator(tokens, find, clock));
  return found;
}

/** Throws SecurityError unless only this machine can reach `host`. */
export function checkInsecureListen(host: string): void {
  const bare = bareHost(host);
  if (bare === 'localhost' || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare)) return;
  throw new SecurityError(
    `Cannot listen on ${host} without TLS, as everybody who reaches it may do everything: ` +
      'give --tls-cert-file, --tls-private-key-file and --client-ca-file, or listen on 127.0.0.1',
  );
}
