/** Rules of volumes and of where containers mount them (`ValidateVolumes`, `ValidateVolumeMounts`). */
import { forbiddenField, invalidField, notFoundField, requiredField, type FieldError } from '../field-error.js';
import type { DownwardAPIVolumeFile, KeyToPath, Volume, VolumeMount, VolumeProjection } from '../gen/types.js';
import { checkDns1123Subdomain } from '../labels.js';
import { dnsLabel, requiredSyntax, syntax, unique } from './checks.js';
import { checkConfigKey } from './config.js';
import { resourceFieldRefErrors, volumeFieldRefErrors } from './env.js';

const fileModeMax = 0o777;

export function volumesErrors(path: string, volumes: readonly Volume[]): FieldError[] {
  return [
    ...volumes.flatMap((volume, i) => volumeErrors(`${path}[${i}]`, volume)),
    ...unique(volumes.map(({ name }, i) => ({ path: `${path}[${i}].name`, value: name }))),
  ];
}

function volumeErrors(path: string, { name, ...sources }: Volume): FieldError[] {
  const errors = dnsLabel(`${path}.name`, name);
  const given = Object.entries(sources).filter(([, source]) => source !== undefined);
  for (const [field] of given.slice(1)) {
    errors.push(forbiddenField(`${path}.${field}`, 'may not specify more than 1 volume type'));
  }
  if (given.length === 0) errors.push(requiredField(path, 'must specify a volume type'));
  const { hostPath, configMap, secret, downwardAPI, projected } = sources;
  if (hostPath !== undefined) {
    errors.push(...requiredSyntax(`${path}.hostPath.path`, hostPath.path, checkNoBacksteps));
  }
  if (configMap !== undefined) {
    errors.push(...requiredSyntax(`${path}.configMap.name`, configMap.name, checkDns1123Subdomain));
    errors.push(...keyFileErrors(`${path}.configMap`, configMap));
  }
  if (secret !== undefined) {
    errors.push(...requiredSyntax(`${path}.secret.secretName`, secret.secretName, checkDns1123Subdomain));
    errors.push(...keyFileErrors(`${path}.secret`, secret));
  }
  if (downwardAPI !== undefined) {
    errors.push(...mode(`${path}.downwardAPI.defaultMode`, downwardAPI.defaultMode));
    errors.push(...fieldFileErrors(`${path}.downwardAPI.items`, downwardAPI.items));
  }
  if (projected !== undefined) {
    errors.push(...mode(`${path}.projected.defaultMode`, projected.defaultMode));
    errors.push(...projectionErrors(`${path}.projected.sources`, projected.sources));
  }
  return errors;
}

function projectionErrors(path: string, sources: readonly VolumeProjection[]): FieldError[] {
  const errors: FieldError[] = [];
  const files = new Set<string>();
  sources.forEach((source, i) => {
    const at = `${path}[${i}]`;
    const { secret, configMap, downwardAPI, serviceAccountToken } = source;
    const given = Object.keys(source).filter((field) => source[field as keyof VolumeProjection] !== undefined);
    if (given.length === 0) errors.push(requiredField(at, 'must specify a volume type'));
    for (const field of given.slice(1)) {
      errors.push(forbiddenField(`${at}.${field}`, 'may not specify more than 1 volume type per source'));
    }
    for (const [field, keys] of Object.entries({ secret, configMap })) {
      if (keys === undefined) continue;
      errors.push(...requiredSyntax(`${at}.${field}.name`, keys.name, checkDns1123Subdomain));
      errors.push(...keyFileErrors(`${at}.${field}`, keys));
    }
    if (downwardAPI !== undefined) errors.push(...fieldFileErrors(`${at}.downwardAPI.items`, downwardAPI.items));
    if (serviceAccountToken !== undefined) {
      const { path: file, expirationSeconds = 3600 } = serviceAccountToken;
      errors.push(...requiredSyntax(`${at}.serviceAccountToken.path`, file, checkFilePath));
      if (expirationSeconds < 600) {
        const detail = 'may not specify a duration less than 10 minutes';
        errors.push(invalidField(`${at}.serviceAccountToken.expirationSeconds`, expirationSeconds, detail));
      }
    }
    for (const file of filesOf(source)) {
      if (files.has(file)) errors.push(invalidField(at, file, 'conflicting duplicate paths'));
      files.add(file);
    }
  });
  return errors;
}

/** Names of files that a source says it makes; all keys of a whole ConfigMap are not known here. */
function filesOf({ secret, configMap, downwardAPI, serviceAccountToken }: VolumeProjection): string[] {
  const items = [...(secret?.items ?? []), ...(configMap?.items ?? []), ...(downwardAPI?.items ?? [])];
  const token = serviceAccountToken === undefined ? [] : [serviceAccountToken.path];
  return [...items.map(({ path }) => path), ...token].filter((path) => path !== '');
}

function keyFileErrors(
  path: string,
  { items, defaultMode }: { readonly items: readonly KeyToPath[]; readonly defaultMode?: number },
): FieldError[] {
  const errors = mode(`${path}.defaultMode`, defaultMode);
  items.forEach((item, i) => {
    const at = `${path}.items[${i}]`;
    errors.push(...requiredSyntax(`${at}.key`, item.key, checkConfigKey));
    errors.push(...requiredSyntax(`${at}.path`, item.path, checkFilePath), ...mode(`${at}.mode`, item.mode));
  });
  return errors;
}

function fieldFileErrors(path: string, items: readonly DownwardAPIVolumeFile[]): FieldError[] {
  return items.flatMap((item, i) => {
    const at = `${path}[${i}]`;
    const { fieldRef, resourceFieldRef } = item;
    const errors = requiredSyntax(`${at}.path`, item.path, checkFilePath);
    errors.push(...mode(`${at}.mode`, item.mode));
    if (fieldRef !== undefined) {
      errors.push(...volumeFieldRefErrors(`${at}.fieldRef`, fieldRef));
      if (resourceFieldRef !== undefined) {
        errors.push(invalidField(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
      }
    } else if (resourceFieldRef !== undefined) {
      const { containerName } = resourceFieldRef;
      if (containerName === '') errors.push(requiredField(`${at}.resourceFieldRef.containerName`));
      errors.push(...resourceFieldRefErrors(`${at}.resourceFieldRef`, resourceFieldRef));
    } else errors.push(requiredField(at, 'either fieldRef or resourceFieldRef is required'));
    return errors;
  });
}

function mode(path: string, value: number | undefined): FieldError[] {
  if (value === undefined || (value >= 0 && value <= fileModeMax)) return [];
  return [invalidField(path, value, 'must be a number between 0 and 0777 (octal), both inclusive')];
}

function checkNoBacksteps(path: string): string | undefined {
  return path.split('/').includes('..') ? "must not contain '..'" : undefined;
}

/** A path that stays below where it begins. */
function checkRelativePath(path: string): string | undefined {
  return path.startsWith('/') ? 'must be a relative path' : checkNoBacksteps(path);
}

/** A file of a volume. Names that begin with two dots are what the kubelet swaps volumes' contents by. */
function checkFilePath(path: string): string | undefined {
  return checkRelativePath(path) ?? (path.startsWith('..') ? "must not start with '..'" : undefined);
}

export function mountsErrors(path: string, mounts: readonly VolumeMount[], volumes: ReadonlySet<string>): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  mounts.forEach(({ name, mountPath, subPath }, i) => {
    const at = `${path}[${i}]`;
    if (name === '') errors.push(requiredField(`${at}.name`));
    else if (!volumes.has(name)) errors.push(notFoundField(`${at}.name`, name));
    if (mountPath === '') errors.push(requiredField(`${at}.mountPath`));
    else if (seen.has(mountPath)) errors.push(invalidField(`${at}.mountPath`, mountPath, 'must be unique'));
    seen.add(mountPath);
    if (subPath !== '') errors.push(...syntax(`${at}.subPath`, subPath, checkRelativePath));
  });
  return errors;
}
