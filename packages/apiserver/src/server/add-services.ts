/** Every service that a server offers: one of each kind, and those that are about no kind. */
import type { Server, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { kindNames, kinds } from '@kuorum/api';
import { assert, mustGet } from '@kuorum/base';
import { profilePackage, serviceDefinition } from '@kuorum/wire';
import { isKnownMethod } from '../auth/attributes.js';
import type { Authorizer } from '../auth/authorize.js';
import { accessReviewService } from './access-review.js';
import { encryptionService, type EncryptionDeps } from './encryption-service.js';
import { kindVerbs, versionService } from './kind-verbs.js';
import { metricsService } from './metrics-service.js';
import { resourceService, type ServiceDeps } from './resource-service.js';
import { rulesReviewService, selfReviewService, type ReviewRules } from './self-reviews.js';

export interface AllServicesDeps extends ServiceDeps {
  /** Says what callers may do. */
  readonly review: Authorizer;
  readonly reviewRules: ReviewRules;
  readonly encryption: EncryptionDeps;
  readonly version: string;
}

/** Gives their names. */
export function addServices(server: Server, deps: AllServicesDeps): string[] {
  // Every service is needed: the files are read together.
  profilePackage('kuorum');
  const implementations = implementationsOf(deps);
  for (const [name, implementation] of implementations) addService(server, name, implementation);
  return [...implementations.keys()];
}

function implementationsOf(deps: AllServicesDeps): Map<string, UntypedServiceImplementation> {
  const { review, reviewRules, encryption, version } = deps;
  return new Map<string, UntypedServiceImplementation>([
    ...kindNames.map((kind): [string, UntypedServiceImplementation] => [
      kinds[kind].service,
      { ...resourceService(kind, deps), ...kindVerbs(kind, deps) },
    ]),
    ['kuorum.v1.SelfSubjectAccessReviewService', accessReviewService(review, deps)],
    ['kuorum.v1.MetricsService', metricsService(deps)],
    ['kuorum.v1.SelfSubjectRulesReviewService', rulesReviewService(reviewRules, deps)],
    ['kuorum.v1.SelfSubjectReviewService', selfReviewService(deps)],
    ['kuorum.v1.EncryptionService', encryptionService(encryption, deps)],
    ['kuorum.v1.VersionService', versionService(version, deps)],
  ]);
}

function addService(server: Server, name: string, implementation: UntypedServiceImplementation): void {
  for (const [method, { path }] of Object.entries(serviceDefinition(name))) {
    assert(isKnownMethod(path), `auth/attributes.ts must say what right ${path} takes`);
    mustGet(implementation[method], `handler of ${name}/${method}`);
  }
  server.addService(definitionOf(name), implementation);
}

/** What handlers made by `unary`, `serverStream` and `duplex` serve: they take bytes, and most give bytes. */
export function definitionOf(name: string): ServiceDefinition {
  const definition = { ...serviceDefinition(name) };
  for (const [method, given] of Object.entries(definition)) {
    definition[method] = {
      ...given,
      // Decoded by the handler, once it is known whose call it is.
      requestDeserialize: (bytes) => bytes,
      // Answers and watch events come encoded: objects once for all that send them.
      ...(given.responseStream && method !== 'Watch' ? {} : { responseSerialize: (bytes: unknown) => bytes as Buffer }),
    };
  }
  return definition;
}
