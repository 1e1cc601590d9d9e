/**
 * What an object is given once and nobody else may have. Each is a claim, a key of its own in the store, written in the
 * same transaction as the object: exact however many apiservers there are, and nothing to repair after a crash.
 */
import {
  forbidden,
  invalid,
  invalidField,
  type ApiStatusError,
  type KindName,
  type PriorityClass,
  type Service,
} from '@kuorum/api';
import { fromUtf8 } from '@kuorum/base';
import { claimKey } from '../registry/keys.js';
import type { AnyObject } from '../registry/stored-object.js';
import { claimsOf, type Claim } from './service.js';

/** Everything that `object` holds or, before it is stored, asks for. */
export function claimsFor(kind: KindName, object: AnyObject): Claim[] {
  switch (kind) {
    case 'Service':
      return claimsOf(object as Service);
    case 'PriorityClass':
      return (object as PriorityClass).globalDefault ? [globalDefaultClaim] : [];
    default:
      return [];
  }
}

const globalDefaultClaim: Claim = {
  key: claimKey('priorityclasses', 'globaldefault'),
  path: 'globalDefault',
  value: 'true',
};

/** Written beside an object for each thing it claims, so that a person can see whose it is. */
export function claimValue(kind: KindName, { metadata }: AnyObject): Uint8Array {
  const { namespace, name, uid } = metadata;
  return Buffer.from(JSON.stringify({ kind, namespace, name, uid }));
}

/** Why `claim` cannot be had: `holder` is what {@link claimValue} wrote for somebody else. */
export function claimTaken(kind: KindName, name: string, claim: Claim, holder: Uint8Array | undefined): ApiStatusError {
  if (claim.key !== globalDefaultClaim.key) {
    return invalid(kind, name, [invalidField(claim.path, claim.value, 'provided value is already allocated')]);
  }
  const other = holder === undefined ? '' : ((JSON.parse(fromUtf8(holder)) as { name?: string }).name ?? '');
  const why = `PriorityClass ${other} is already marked as default. Only one default can exist`;
  return forbidden(kind, name, why);
}
