/** Rules of ConfigMaps, Secrets and PriorityClasses (`ValidateConfigMap`, `ValidateSecret`, `ValidatePriorityClass`). */
import { forbiddenField, invalidField, requiredField, tooLongField, type FieldError } from '../field-error.js';
import { fromUtf8, utf8 } from '@kuorum/base';
import type { ConfigMap, PriorityClass, Secret } from '../gen/types.js';
import { deepEqual, immutable, syntax } from './checks.js';

/** All values of a Secret or ConfigMap together; Kubernetes' MaxSecretSize. */
export const secretBytesMax = 1024 * 1024;

const configKeyCharsMax = 253;

/** A key of a ConfigMap or Secret: it becomes a file name in the pods that mount it. */
export function checkConfigKey(key: string): string | undefined {
  if (key.length > configKeyCharsMax) return `must be no more than ${configKeyCharsMax} characters`;
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
    return (
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' " +
      "(e.g. 'key.name', or 'KEY_NAME', or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
    );
  }
  if (key === '.') return "must not be '.'";
  if (key === '..') return "must not be '..'";
  // A JavaScript object, which is what protobuf maps are decoded into, cannot hold this one.
  if (key === '__proto__') return "must not be '__proto__'";
  return key.startsWith('..') ? "must not start with '..'" : undefined;
}

export function validateConfigMap({ data, binaryData }: ConfigMap): FieldError[] {
  const errors = [
    ...keyErrors('data', data, binaryData, 'duplicate of key present in binaryData'),
    ...keyErrors('binaryData', binaryData, data, 'duplicate of key present in data'),
  ];
  const bytes = sumBytes(Object.values(data).map(utf8)) + sumBytes(Object.values(binaryData));
  if (bytes > secretBytesMax) errors.push(tooLongField('data', secretBytesMax));
  return errors;
}

export function validateConfigMapUpdate(next: ConfigMap, old: ConfigMap): FieldError[] {
  if (old.immutable !== true) return [];
  return frozenErrors(next, [
    ['data', deepEqual(next.data, old.data)],
    ['binaryData', deepEqual(next.binaryData, old.binaryData)],
  ]);
}

export function validateSecret(secret: Secret): FieldError[] {
  const errors = keyErrors('data', secret.data, {}, '');
  if (sumBytes(Object.values(secret.data)) > secretBytesMax) errors.push(tooLongField('data', secretBytesMax));
  return [...errors, ...secretTypeErrors(secret)];
}

export function validateSecretUpdate(next: Secret, old: Secret): FieldError[] {
  const errors = immutable('type', next.type, old.type);
  if (old.immutable === true) errors.push(...frozenErrors(next, [['data', deepEqual(next.data, old.data)]]));
  return errors;
}

/** What each type of secret must have; other types are their users' own business. */
function secretTypeErrors({ type, data, metadata }: Secret): FieldError[] {
  switch (type) {
    case 'kubernetes.io/service-account-token': {
      const name = 'kubernetes.io/service-account.name';
      return (metadata.annotations[name] ?? '') === '' ? [requiredField(`metadata.annotations[${name}]`)] : [];
    }
    case 'kubernetes.io/dockercfg':
      return jsonKey(data, '.dockercfg');
    case 'kubernetes.io/dockerconfigjson':
      return jsonKey(data, '.dockerconfigjson');
    case 'kubernetes.io/basic-auth':
      if (Object.hasOwn(data, 'username') || Object.hasOwn(data, 'password')) return [];
      return [requiredField('data[username]'), requiredField('data[password]')];
    case 'kubernetes.io/ssh-auth':
      return (data['ssh-privatekey']?.length ?? 0) === 0 ? [requiredField('data[ssh-privatekey]')] : [];
    case 'kubernetes.io/tls':
      return ['tls.crt', 'tls.key']
        .filter((key) => !Object.hasOwn(data, key))
        .map((key) => requiredField(`data[${key}]`));
    default:
      return [];
  }
}

function jsonKey(data: Secret['data'], key: string): FieldError[] {
  const bytes = data[key];
  if (bytes === undefined) return [requiredField(`data[${key}]`)];
  try {
    const json: unknown = JSON.parse(fromUtf8(bytes));
    if (typeof json === 'object' && !Array.isArray(json)) return [];
  } catch {
    // Said below, without the parser's message: it quotes the text.
  }
  return [invalidField(`data[${key}]`, '<secret contents redacted>', 'must be a JSON object')];
}

function keyErrors(path: string, map: object, other: object, clash: string): FieldError[] {
  return Object.keys(map).flatMap((key) => [
    ...syntax(`${path}[${key}]`, key, checkConfigKey),
    ...(Object.hasOwn(other, key) ? [invalidField(`${path}[${key}]`, key, clash)] : []),
  ]);
}

/** What `immutable: true` forbids: changing any of `same`, and going back on it. */
function frozenErrors(
  next: { readonly immutable?: boolean },
  same: readonly (readonly [path: string, equal: boolean])[],
): FieldError[] {
  const detail = 'field is immutable when `immutable` is set';
  return [['immutable', next.immutable === true] as const, ...same]
    .filter(([, equal]) => !equal)
    .map(([path]) => forbiddenField(path, detail));
}

function sumBytes(values: readonly Uint8Array[]): number {
  return values.reduce((sum, { length }) => sum + length, 0);
}

/** Highest value that is not the system's own. */
export const userPriorityMax = 1_000_000_000;

const systemPrefix = 'system-';

/** The two classes that are always there, for what the cluster cannot do without. */
export const systemPriorityClasses = [
  {
    name: 'system-node-critical',
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
  {
    name: 'system-cluster-critical',
    value: 2_000_000_000,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
] as const;

export function validatePriorityClass({ metadata: { name }, value, globalDefault }: PriorityClass): FieldError[] {
  if (!name.startsWith(systemPrefix)) {
    if (value <= userPriorityMax) return [];
    return [forbiddenField('value', `maximum allowed value of a user defined priority is ${userPriorityMax}`)];
  }
  const known = systemPriorityClasses.find((candidate) => candidate.name === name);
  let why: string;
  if (known === undefined) why = `${name} is not a known system priority class`;
  else if (value !== known.value) why = `value of ${name} PriorityClass must be ${known.value}`;
  else if (globalDefault) why = `globalDefault of ${name} PriorityClass must be false`;
  else return [];
  const rule = `priority class names with '${systemPrefix}' prefix are reserved for system use only. error: ${why}`;
  return [forbiddenField('metadata.name', rule)];
}

/** Pods of the class have its value in them: it would no longer be theirs. */
export function validatePriorityClassUpdate(next: PriorityClass, old: PriorityClass): FieldError[] {
  const errors = immutable('preemptionPolicy', next.preemptionPolicy, old.preemptionPolicy);
  if (next.value !== old.value) errors.push(forbiddenField('value', 'may not be changed in an update.'));
  return errors;
}
