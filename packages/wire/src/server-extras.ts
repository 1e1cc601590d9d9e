import type { Server } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { profilePackage, type Profile } from './loader.js';
import { addReflection } from './reflection.js';

const healthService = 'grpc.health.v1.Health';

/**
 * Server reflection (v1 and v1alpha), so that `grpcurl list` and `buf curl` work. `services` are full names; those of
 * the profile unless told. The health service is listed with them.
 */
export function enableReflection(
  server: Pick<Server, 'addService'>,
  profile: Profile,
  services?: readonly string[],
): void {
  const listed = services ?? profileServices(profile);
  addReflection(server, [...listed, healthService]);
}

function profileServices(profile: Profile): string[] {
  return Object.entries(profilePackage(profile))
    .filter(([, definition]) => !('format' in definition))
    .map(([name]) => name);
}

export interface Health {
  /** `service` '' stands for the whole server. Watchers of the health service are told. */
  setServing(service: string, serving: boolean): void;
}

/** grpc.health.v1 for the server as a whole and each of `services`; everything starts as NOT_SERVING. */
export function enableHealth(server: Pick<Server, 'addService'>, services: readonly string[]): Health {
  const names = ['', ...services];
  const health = new HealthImplementation(Object.fromEntries(names.map((name) => [name, 'NOT_SERVING' as const])));
  health.addToServer(server);
  return { setServing: (service, serving) => health.setStatus(service, serving ? 'SERVING' : 'NOT_SERVING') };
}
