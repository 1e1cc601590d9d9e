import type { Server } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { assert } from '@kuorum/base';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import { descriptorSet } from './gen/descriptors.js';
import { profilePackage, type Profile } from './loader.js';

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
  new ReflectionService(compiledDescriptors(), { services: [...listed, healthService] }).addToServer(server);
}

function profileServices(profile: Profile): string[] {
  return Object.entries(profilePackage(profile))
    .filter(([, definition]) => !('format' in definition))
    .map(([name]) => name);
}

/** The reflection service reads nothing of a package definition but the encoded files. */
function compiledDescriptors(): PackageDefinition {
  const fileDescriptorProtos = splitFiles(Buffer.from(descriptorSet, 'base64'));
  return {
    descriptors: { format: 'Protocol Buffer 3 DescriptorProto', type: {}, fileDescriptorProtos },
  } as unknown as PackageDefinition;
}

const FILE_TAG = 0x0a;

/** A FileDescriptorSet is nothing but field 1, repeated: tag, length as a varint, one encoded file. */
function splitFiles(set: Buffer): Buffer[] {
  const files: Buffer[] = [];
  let at = 0;
  while (at < set.length) {
    assert(set[at++] === FILE_TAG, 'a FileDescriptorSet consists of files');
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = set.readUInt8(at++);
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    files.push(set.subarray(at, at + length));
    at += length;
  }
  return files;
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
