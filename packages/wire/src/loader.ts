/**
 * The one proto loader. Two profiles, and nobody loads a .proto file with other options, because the options decide
 * what a decoded message looks like:
 * - `etcd` for the store's API and the peers: 64-bit numbers are decimal strings (ids use all 64 bits; see int64.ts);
 * - `kuorum` for the resource API: numbers are JavaScript numbers, as in Kubernetes' JSON (no 64-bit field: proto3 JSON would make it a string).
 *
 * `scripts/gen.mjs` generates the types for the same options.
 */
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { loadSync, type AnyDefinition, type Options, type PackageDefinition } from '@grpc/proto-loader';
import { serviceFiles } from './gen/service-files.js';
import { protoDir } from './proto-dir.js';

export type Profile = 'etcd' | 'kuorum';

const shared: Options = { keepCase: true, enums: String, defaults: true, arrays: true, objects: true, oneofs: true };

export const profiles: Readonly<Record<Profile, Options>> = {
  etcd: { ...shared, longs: String },
  kuorum: { ...shared, longs: Number },
};

/** Loads `files` (paths below proto/) with everything they import. Bytes decode to Buffers. */
export function loadProto(files: readonly string[], profile: Profile): PackageDefinition {
  return loadSync([...files], { ...profiles[profile], includeDirs: [protoDir()] });
}

const loaded = new Map<Profile, PackageDefinition>();

/** Every .proto file of a profile, loaded once a process. */
export function profilePackage(profile: Profile): PackageDefinition {
  let definition = loaded.get(profile);
  if (definition === undefined) {
    definition = loadProto(protoFiles(profile), profile);
    loaded.set(profile, definition);
  }
  return definition;
}

/**
 * Files that are loaded one by one before all of them are. Most of a short command's calls are to one kind, whose file with
 * what it imports takes a quarter of the time that all take; a third kind makes all of them the cheaper choice.
 */
const singleFilesMax = 2;
const singles = new Map<string, PackageDefinition>();

/** The definition of a service or message by its full name. */
export function definitionOf(fullName: string): AnyDefinition | undefined {
  const profile = profileOf(fullName);
  const file = loaded.has(profile) ? undefined : serviceFiles[fullName];
  if (file === undefined) return profilePackage(profile)[fullName];
  let definition = singles.get(file);
  if (definition === undefined && singles.size < singleFilesMax) {
    definition = loadProto([join(protoDir(), file)], profile);
    singles.set(file, definition);
  }
  return (definition ?? profilePackage(profile))[fullName];
}

/** The profile that a service or message of this full name (`etcdserverpb.KV`, `kuorum.v1.PodService`) belongs to. */
export function profileOf(fullName: string): Profile {
  return fullName.startsWith('kuorum.') ? 'kuorum' : 'etcd';
}

function protoFiles(profile: Profile): string[] {
  const directory = protoDir();
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.proto'))
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !file.startsWith('google/') && !file.startsWith('grpc/'))
    .filter((file) => (profile === 'kuorum') === file.startsWith('kuorum/'))
    .sort()
    .map((file) => join(directory, file));
}
