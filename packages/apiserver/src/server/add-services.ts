/** Every service that a server offers: one of each kind, and those that are about no kind. */
import type { Server, UntypedServiceImplementation } from '@grpc/grpc-js';
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
  const definition = { ...serviceDefinition(name) };
  for (const [method, { path, responseStream }] of Object.entries(definition)) {
    assert(isKnownMethod(path), `auth/attributes.ts must say what right ${path} takes`);
    mustGet(implementation[method], `handler of ${name}/${method}`);
    if (responseStream && method !== 'Watch') continue;
    // Answers and watch events come encoded: objects once for all that send them.
    definition[method] = { ...mustGet(definition[method], method), responseSerialize: (bytes) => bytes as Buffer };
  }
  server.addService(definition, implementation);
}
