/** Questions of callers about themselves: who they are, and all that they may do. Nothing is stored. */
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { badRequest, make, type PolicyRule } from '@kuorum/api';
import { unary } from './calls.js';
import type { ServiceDeps } from './resource-service.js';
import type { User } from '../auth/user.js';

/** What somebody may do in a namespace, as far as it is written down in rules. */
export interface RulesOfUser {
  readonly rules: readonly PolicyRule[];
  /** Why there may be more, or less; empty when the rules say all. */
  readonly incomplete: string;
}

export type ReviewRules = (user: User, namespace: string) => RulesOfUser;

type Deps = Pick<ServiceDeps, 'gate' | 'checkReady'>;

export function rulesReviewService(rulesOf: ReviewRules, { gate, checkReady }: Deps): UntypedServiceImplementation {
  return {
    Create: unary(
      'SelfSubjectRulesReviewCreateRequest',
      'SelfSubjectRulesReview',
      gate,
      ({ object: { spec } }, { user }) => {
        checkReady();
        if (spec.namespace === '') throw badRequest('no namespace on request');
        const { rules, incomplete } = rulesOf(user, spec.namespace);
        const status = make('SubjectRulesReviewStatus', {
          resourceRules: rules
            .filter(({ resources }) => resources.length > 0)
            .map(({ verbs, apiGroups, resources, resourceNames }) => ({ verbs, apiGroups, resources, resourceNames })),
          nonResourceRules: rules
            .filter(({ nonResourceURLs }) => nonResourceURLs.length > 0)
            .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
          incomplete: incomplete !== '',
          evaluationError: incomplete,
        });
        const head = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview' };
        return Promise.resolve({ ...make('SelfSubjectRulesReview', head), spec, status });
      },
    ),
  };
}

export function selfReviewService({ gate, checkReady }: Deps): UntypedServiceImplementation {
  return {
    Create: unary('SelfSubjectReviewCreateRequest', 'SelfSubjectReview', gate, (_request, { user }) => {
      checkReady();
      const extra = Object.entries(user.extra).map(([key, values]) => ({ key, values: [...values] }));
      const userInfo = { username: user.name, uid: user.uid, groups: [...user.groups], extra };
      const head = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
      return Promise.resolve(make('SelfSubjectReview', { ...head, status: { userInfo } }));
    }),
  };
}
