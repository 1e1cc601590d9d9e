/**
 * Whose a service-account token is, and whether it still counts: the account is still there with the uid that the token
 * names, and so is the object that the token is bound to. Deleting one of them takes its tokens back, as in Kubernetes.
 *
 * Looked up in the watch caches; what those do not have, or have with another uid, is read from the store, so that a token
 * works on every apiserver as soon as it has been made. What is deleted counts until the cache has heard of it.
 */
import type { KindName, Kinds } from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import { deletedOwnerGraceMs } from '../../limits.js';
import type { FindObject } from '../../server/find-object.js';
import type { TokenAuthenticator } from '../authenticate.js';
import { userOfClaims, type AccountClaims, type ObjectClaim } from './claims.js';
import type { ServiceAccountTokens } from './tokens.js';

type AnyKind = Kinds[KindName];

export function serviceAccountAuthenticator(
  tokens: Pick<ServiceAccountTokens, 'verify'>,
  find: FindObject,
  clock: Pick<Clock, 'now'>,
): TokenAuthenticator {
  return async (token) => {
    const verified = await tokens.verify(token);
    if (verified === undefined || 'refused' in verified) return verified;
    const why = await goneOf(verified.claims, find, clock);
    return why === undefined ? userOfClaims(verified.claims, verified.id) : { refused: why };
  };
}

/** Why the token does not count any more; undefined when it does. */
async function goneOf(
  { namespace, account, bound }: AccountClaims,
  find: FindObject,
  clock: Pick<Clock, 'now'>,
): Promise<string | undefined> {
  const isThere = async (kind: KindName, where: string, { name, uid }: ObjectClaim): Promise<boolean> => {
    const counts = (object: AnyKind | undefined): boolean =>
      object?.metadata.uid === uid && !isLongDeleted(object, clock.now());
    return counts(find.recent(kind, where, name)) || counts(await find.newest(kind, where, name));
  };
  if (!(await isThere('ServiceAccount', namespace, account)))
    return 'the service account of the token has been deleted';
  if (bound === undefined) return undefined;
  const { kind, object } = bound;
  if (await isThere(kind, kind === 'Node' ? '' : namespace, object)) return undefined;
  return `the ${kind.toLowerCase()} that the token is bound to has been deleted`;
}

/** What is on its way out may still end its work: a pod's token for as long as the pod has to end, and a while after. */
function isLongDeleted({ metadata: { deletionTimestamp } }: AnyKind, nowMs: number): boolean {
  return deletionTimestamp !== '' && Date.parse(deletionTimestamp) + deletedOwnerGraceMs < nowMs;
}
