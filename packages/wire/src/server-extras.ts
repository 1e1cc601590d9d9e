import type { Server } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import { profilePackage, type Profile } from './loader.js';

/** Server reflection (v1 and v1alpha), so that `grpcurl list` works. `services` are full names; all of the profile unless told. */
export function enableReflection(server: Server, profile: Profile, services?: readonly string[]): void {
  const options = services === undefined ? {} : { services: [...services] };
  new ReflectionService(profilePackage(profile), options).addToServer(server);
}

export interface Health {
  /** `service` '' stands for the whole server. Watchers of the health service are told. */
  setServing(service: string, serving: boolean): void;
}

/** grpc.health.v1 for the server as a whole and each of `services`; everything starts as NOT_SERVING. */
export function enableHealth(server: Server, services: readonly string[]): Health {
  const names = ['', ...services];
  const health = new HealthImplementation(Object.fromEntries(names.map((name) => [name, 'NOT_SERVING' as const])));
  health.addToServer(server);
  return { setServing: (service, serving) => health.setStatus(service, serving ? 'SERVING' : 'NOT_SERVING') };
}
