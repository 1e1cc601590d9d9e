/** What a service-account token says, in Kubernetes' claims (`pkg/serviceaccount/claims.go`). Pure. */
import { userOf, type User } from '../user.js';

export interface ObjectClaim {
  readonly name: string;
  readonly uid: string;
}

/** Kinds that a token can be bound to: it is good for as long as the object is there. */
export const boundKinds = ['Pod', 'Secret', 'Node'] as const;
export type BoundKind = (typeof boundKinds)[number];

/** The claim `kubernetes.io`. */
export interface AccountClaims {
  readonly namespace: string;
  readonly account: ObjectClaim;
  readonly bound?: { readonly kind: BoundKind; readonly object: ObjectClaim } | undefined;
  /** Of a token that is bound to a pod: where the pod ran when the token was made. Says something, binds to nothing. */
  readonly node?: ObjectClaim | undefined;
}

export const privateClaim = 'kubernetes.io';
const userPrefix = 'system:serviceaccount:';

export function subjectOf({ namespace, account }: Pick<AccountClaims, 'namespace' | 'account'>): string {
  return `${userPrefix}${namespace}:${account.name}`;
}

export function encodeClaims({ namespace, account, bound, node }: AccountClaims): Record<string, unknown> {
  return {
    namespace,
    serviceaccount: account,
    ...(node === undefined ? {} : { node }),
    ...(bound === undefined ? {} : { [bound.kind.toLowerCase()]: bound.object }),
  };
}

/** Undefined when it is not of this form. */
export function decodeClaims(value: unknown): AccountClaims | undefined {
  const namespace = fieldOf(value, 'namespace');
  const account = objectAt(value, 'serviceaccount');
  if (typeof namespace !== 'string' || namespace === '' || account === undefined) return undefined;
  const [pod, secret, node] = (['pod', 'secret', 'node'] as const).map((field) => {
    return fieldOf(value, field) === undefined ? undefined : (objectAt(value, field) ?? 'damaged');
  });
  // A binding that cannot be read must not become none.
  if (pod === 'damaged' || secret === 'damaged' || node === 'damaged') return undefined;
  const claims = { namespace, account };
  if (pod !== undefined) return { ...claims, bound: { kind: 'Pod', object: pod }, node };
  if (secret !== undefined) return { ...claims, bound: { kind: 'Secret', object: secret } };
  return node === undefined ? claims : { ...claims, bound: { kind: 'Node', object: node } };
}

/** Who the bearer of a token is; `id` is that of the token. */
export function userOfClaims(claims: AccountClaims, id: string): User {
  const { namespace, account, bound, node } = claims;
  const pod = bound?.kind === 'Pod' ? bound.object : undefined;
  const on = bound?.kind === 'Node' ? bound.object : node;
  return userOf(subjectOf(claims), ['system:serviceaccounts', `system:serviceaccounts:${namespace}`], {
    uid: account.uid,
    extra: {
      ...extraOf('pod', pod),
      ...extraOf('node', on),
      ...(id === '' ? {} : { 'authentication.kubernetes.io/credential-id': [`JTI=${id}`] }),
    },
  });
}

function extraOf(what: 'pod' | 'node', object: ObjectClaim | undefined): Record<string, string[]> {
  if (object === undefined) return {};
  const prefix = `authentication.kubernetes.io/${what}`;
  return { [`${prefix}-name`]: [object.name], ...(object.uid === '' ? {} : { [`${prefix}-uid`]: [object.uid] }) };
}

function objectAt(value: unknown, field: string): ObjectClaim | undefined {
  const object = fieldOf(value, field);
  const [name, uid] = [fieldOf(object, 'name'), fieldOf(object, 'uid')];
  return typeof name === 'string' && name !== '' && typeof uid === 'string' && uid !== '' ? { name, uid } : undefined;
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
}
