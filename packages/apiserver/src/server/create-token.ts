/**
 * CreateToken, Kubernetes' TokenRequest (`registry/core/serviceaccount/storage/token.go`): a signed token that proves that
 * its bearer is a service account. Read linearizably: who asks must not be told yes about an account or pod that is gone.
 */
import {
  badRequest,
  conflict,
  describeErrors,
  invalidField,
  isTerminating,
  make,
  methodNotAllowed,
  requiredField,
  statusError,
  tooManyField,
  type FieldError,
  type Kinds,
  type MessageTypes,
  type Pod,
} from '@kuorum/api';
import { boundKinds, type AccountClaims, type BoundKind } from '../auth/service-account/claims.js';
import { tokenAudiencesMax, tokenLifeSecondsDefault, tokenLifeSecondsMax, tokenLifeSecondsMin } from '../limits.js';
import { timestampOf } from '../strategy/prepare.js';
import type { CallContext } from './calls.js';
import { finderOf } from './find-object.js';
import type { ServiceDeps } from './resource-service.js';
import { targetOf } from './selection.js';

type Request = MessageTypes['TokenCreateRequest'];
type Spec = MessageTypes['TokenRequestSpec'];

export async function createToken(
  deps: ServiceDeps,
  request: Request,
  { user, signal }: CallContext,
): Promise<MessageTypes['TokenRequest']> {
  deps.checkReady();
  const { tokens } = deps;
  if (tokens?.canSign !== true) {
    throw methodNotAllowed('this server makes no tokens: it runs without --service-account-signing-key-file');
  }
  const { namespace, name } = targetOf('ServiceAccount', request);
  const { spec } = request;
  checkSpec(name, spec);
  const { object: account } = await deps.registry.get('ServiceAccount', namespace, name, signal);
  const bound = await findBound(deps, namespace, spec, signal);
  if (bound !== undefined) checkBound(spec, bound, name);
  const pod = bound?.kind === 'Pod' ? (bound.object as Pod) : undefined;
  deps.checkTokenFor(user, name, pod, spec.boundObjectRef?.uid ?? '');
  const claims: AccountClaims = {
    namespace,
    account: { name, uid: account.metadata.uid },
    ...(bound === undefined ? {} : { bound: { kind: bound.kind, object: identityOf(bound.object) } }),
    node: pod === undefined ? undefined : nodeOf(deps, pod),
  };
  const audiences = spec.audiences.length === 0 ? [...tokens.audiences] : spec.audiences;
  const seconds = Math.min(spec.expirationSeconds ?? tokenLifeSecondsDefault, tokenLifeSecondsMax);
  const { token, expiresAtMs } = await tokens.sign(claims, audiences, seconds);
  return make('TokenRequest', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { name, namespace, creationTimestamp: timestampOf(deps.clock.now()) },
    spec: { ...spec, audiences, expirationSeconds: seconds },
    status: { token, expirationTimestamp: timestampOf(expiresAtMs) },
  });
}

function checkSpec(name: string, { audiences, expirationSeconds, boundObjectRef }: Spec): void {
  const errors: FieldError[] = [];
  if (expirationSeconds !== undefined && expirationSeconds < tokenLifeSecondsMin) {
    const why = 'may not specify a duration less than 10 minutes';
    errors.push(invalidField('spec.expirationSeconds', expirationSeconds, why));
  }
  if (audiences.length > tokenAudiencesMax) {
    errors.push(tooManyField('spec.audiences', audiences.length, tokenAudiencesMax));
  }
  for (const [i, audience] of audiences.entries()) {
    if (audience === '') errors.push(requiredField(`spec.audiences[${i}]`));
  }
  if (boundObjectRef?.name === '') errors.push(requiredField('spec.boundObjectRef.name'));
  if (errors.length === 0) return;
  const message = `TokenRequest.authentication.k8s.io ${JSON.stringify(name)} is invalid: ${describeErrors(errors)}`;
  const causes = errors.map(({ path, reason, message: text }) => ({ reason, message: text, field: path }));
  throw statusError('Invalid', message, { group: 'authentication.k8s.io', kind: 'TokenRequest', name, causes });
}

interface Bound {
  readonly kind: BoundKind;
  readonly object: Kinds[BoundKind];
}

async function findBound(
  { registry }: ServiceDeps,
  namespace: string,
  { boundObjectRef: ref }: Spec,
  signal: AbortSignal,
): Promise<Bound | undefined> {
  if (ref === undefined) return undefined;
  const kind = boundKinds.find((each) => each === ref.kind);
  if (kind === undefined || (ref.apiVersion !== '' && ref.apiVersion !== 'v1')) {
    const what = [ref.apiVersion, ref.kind].filter((text) => text !== '').join(', Kind=');
    throw badRequest(`cannot bind token to object of type ${what}: it must be a ${boundKinds.join(', a ')} of v1`);
  }
  const { object } = await registry.get(kind, kind === 'Node' ? '' : namespace, ref.name, signal);
  return { kind, object: object as Kinds[BoundKind] };
}

function checkBound({ boundObjectRef: ref }: Spec, { kind, object }: Bound, account: string): void {
  const { name, uid } = object.metadata;
  if (kind === 'Pod') {
    const { serviceAccountName } = (object as Pod).spec;
    if (serviceAccountName !== account) {
      const which = `serviceaccount ${JSON.stringify(account)}`;
      throw badRequest(`cannot bind token for ${which} to pod running with different serviceaccount name.`);
    }
  }
  if (ref !== undefined && ref.uid !== '' && ref.uid !== uid) {
    throw conflict(
      kind,
      name,
      `the UID in the bound object reference (${ref.uid}) does not match the UID in record. ` +
        'The object might have been deleted and then recreated',
    );
  }
  if (isTerminating(object) && kind !== 'Pod') {
    throw conflict(kind, name, `it is being deleted: a token that is bound to it would soon be void`);
  }
}

/** Where the pod runs. A node that the cache does not know is left out: nothing depends on it. */
function nodeOf(deps: ServiceDeps, { spec }: Pod): AccountClaims['node'] {
  const node = spec.nodeName === '' ? undefined : finderOf(deps).recent('Node', '', spec.nodeName);
  return node === undefined ? undefined : identityOf(node);
}

function identityOf({ metadata: { name, uid } }: Kinds[BoundKind]): { name: string; uid: string } {
  return { name, uid };
}
