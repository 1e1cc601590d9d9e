/**
 * Whose a service-account token is, and whether it still counts: the account is still there with the uid that the token
 * names, and so is the object that the token is bound to. Deleting one of them takes its tokens back, as in Kubernetes.
 *
 * Looked up in the watch caches; what those do not have, or have with another uid, is read from the store, so that a token
 * works on every apiserver as soon as it has been made. What is deleted counts until the cache has heard of it.
 */
import type { Clock } from '@kuorum/base';
import type { FindObject } from '../../server/find-object.js';
import type { TokenAuthenticator } from '../authenticate.js';
import { userOfClaims, type AccountClaims } from './claims.js';
import { LivingObjects } from './living-objects.js';
import type { ServiceAccountTokens } from './tokens.js';

export function serviceAccountAuthenticator(
  tokens: Pick<ServiceAccountTokens, 'verify'>,
  find: FindObject,
  clock: Pick<Clock, 'now'>,
): TokenAuthenticator {
  const living = new LivingObjects(find, clock);
  return async (token) => {
    const verified = await tokens.verify(token);
    if (verified === undefined || 'refused' in verified) return verified;
    const why = await goneOf(verified.claims, living);
    return why === undefined ? userOfClaims(verified.claims, verified.id) : { refused: why };
  };
}

/** Why the token does not count any more; undefined when it does. */
async function goneOf(
  { namespace, account, bound }: AccountClaims,
  living: LivingObjects,
): Promise<string | undefined> {
  if (!(await living.has('ServiceAccount', namespace, account)))
    return 'the service account of the token has been deleted';
  if (bound === undefined) return undefined;
  const { kind, object } = bound;
  if (await living.has(kind, kind === 'Node' ? '' : namespace, object)) return undefined;
  return `the ${kind.toLowerCase()} that the token is bound to has been deleted`;
}
