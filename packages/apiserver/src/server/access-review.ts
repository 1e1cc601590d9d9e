/** Answers whether the caller may do something, with the very authorizer that decides about calls. Nothing is stored. */
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { badRequest, make, type MessageTypes } from '@kuorum/api';
import { noFields, type Attributes } from '../auth/attributes.js';
import type { Authorizer } from '../auth/authorize.js';
import type { User } from '../auth/user.js';
import { unary } from './calls.js';
import type { ServiceDeps } from './resource-service.js';

type Review = MessageTypes['SelfSubjectAccessReview'];

export function accessReviewService(
  authorizer: Authorizer,
  { gate, checkReady }: Pick<ServiceDeps, 'gate' | 'checkReady'>,
): UntypedServiceImplementation {
  return {
    Create: unary(
      'SelfSubjectAccessReviewCreateRequest',
      'SelfSubjectAccessReview',
      gate,
      ({ object: { spec } }, { user }) => {
        checkReady();
        const { allowed, why } = authorizer(wantedIn(spec, user));
        const status = make('SubjectAccessReviewStatus', { allowed, reason: why });
        const head = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' };
        return Promise.resolve({ ...make('SelfSubjectAccessReview', head), spec, status });
      },
    ),
  };
}

/** A namespace is in itself, as in calls. Throws BadRequest when it is not clear what is asked. */
function wantedIn({ resourceAttributes: on, nonResourceAttributes: at }: Review['spec'], user: User): Attributes {
  if ((on === undefined) === (at === undefined)) {
    throw badRequest('spec: exactly one of nonResourceAttributes or resourceAttributes must be specified');
  }
  if (on === undefined) {
    const { verb = '', path = '' } = at ?? {};
    if (verb === '' || path === '') throw badRequest('spec.nonResourceAttributes: verb and path must be given');
    return { user, verb, apiGroup: '', resource: '', subresource: '', namespace: '', name: '', fields: noFields, path };
  }
  const { verb, group: apiGroup, resource, subresource, name } = on;
  if (verb === '' || resource === '') throw badRequest('spec.resourceAttributes: verb and resource must be given');
  const isNamespace = apiGroup === '' && resource === 'namespaces' && on.namespace === '';
  const namespace = isNamespace ? name : on.namespace;
  return { user, verb, apiGroup, resource, subresource, namespace, name, fields: noFields, path: '' };
}
