/** Rules of environment variables and of what they, and volumes, are filled from (`validateEnvVarValueFrom` …). */
import { invalidField, requiredField, unsupportedField, type FieldError } from '../field-error.js';
import type { EnvFromSource, EnvVar, EnvVarSource, ObjectFieldSelector, ResourceFieldSelector } from '../gen/types.js';
import { checkDns1123Subdomain } from '../labels.js';
import { syntax } from './checks.js';
import { checkConfigKey } from './config.js';

/** What the downward API gives in variables; labels and annotations take a key: metadata.labels['app']. */
export const fieldRefPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.podIP',
] as const;

/** In volumes: of the metadata only, but all labels and annotations at once, too. */
const volumeFieldRefPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'metadata.labels',
  'metadata.annotations',
] as const;

const resourceRefs = ['limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'] as const;

const divisors: Readonly<Record<string, readonly string[]>> = {
  cpu: ['1m', '1'],
  memory: ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'],
};

function checkEnvName(name: string): string | undefined {
  if (/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) return undefined;
  return (
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', " +
    'and must not start with a digit'
  );
}

export function envErrors(path: string, { name, value, valueFrom }: EnvVar): FieldError[] {
  const errors = name === '' ? [requiredField(`${path}.name`)] : syntax(`${path}.name`, name, checkEnvName);
  if (valueFrom === undefined) return errors;
  const at = `${path}.valueFrom`;
  const sources = Object.values(valueFrom).filter((source) => source !== undefined).length;
  if (sources === 0) {
    const detail = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
    errors.push(invalidField(at, '', detail));
  } else if (value !== '') {
    errors.push(invalidField(at, '', 'may not be specified when `value` is not empty'));
  } else if (sources > 1) errors.push(invalidField(at, '', 'may not have more than one field specified at a time'));
  return [...errors, ...sourceErrors(at, valueFrom)];
}

function sourceErrors(path: string, source: EnvVarSource): FieldError[] {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  const errors: FieldError[] = [];
  if (fieldRef !== undefined) errors.push(...fieldRefErrors(`${path}.fieldRef`, fieldRef, fieldRefPaths));
  if (resourceFieldRef !== undefined) {
    errors.push(...resourceFieldRefErrors(`${path}.resourceFieldRef`, resourceFieldRef));
  }
  for (const [field, reference] of Object.entries({ configMapKeyRef, secretKeyRef })) {
    if (reference === undefined) continue;
    errors.push(...syntax(`${path}.${field}.name`, reference.name, checkDns1123Subdomain));
    if (reference.key === '') errors.push(requiredField(`${path}.${field}.key`));
    else errors.push(...syntax(`${path}.${field}.key`, reference.key, checkConfigKey));
  }
  return errors;
}

export function envFromErrors(path: string, { prefix, configMapRef, secretRef }: EnvFromSource): FieldError[] {
  const errors = prefix === '' ? [] : syntax(`${path}.prefix`, prefix, checkEnvName);
  if (configMapRef !== undefined && secretRef !== undefined) {
    errors.push(invalidField(path, '', 'may not have more than one field specified at a time'));
  }
  if (configMapRef === undefined && secretRef === undefined) {
    errors.push(invalidField(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
  }
  for (const [field, reference] of Object.entries({ configMapRef, secretRef })) {
    if (reference === undefined) continue;
    if (reference.name === '') errors.push(requiredField(`${path}.${field}.name`));
    else errors.push(...syntax(`${path}.${field}.name`, reference.name, checkDns1123Subdomain));
  }
  return errors;
}

/** A field of the pod for a volume's file. */
export function volumeFieldRefErrors(path: string, reference: ObjectFieldSelector): FieldError[] {
  return fieldRefErrors(path, reference, volumeFieldRefPaths);
}

function fieldRefErrors(path: string, { fieldPath }: ObjectFieldSelector, supported: readonly string[]): FieldError[] {
  if (fieldPath === '') return [requiredField(`${path}.fieldPath`)];
  if (supported.includes(fieldPath) || /^metadata\.(labels|annotations)\['[^']+'\]$/.test(fieldPath)) return [];
  const all = [...supported, "metadata.labels['KEY']", "metadata.annotations['KEY']"];
  return [unsupportedField(`${path}.fieldPath`, fieldPath, all)];
}

export function resourceFieldRefErrors(path: string, { resource, divisor }: ResourceFieldSelector): FieldError[] {
  if (resource === '') return [requiredField(`${path}.resource`)];
  if (!(resourceRefs as readonly string[]).includes(resource)) {
    return [unsupportedField(`${path}.resource`, resource, resourceRefs)];
  }
  const kind = resource.slice(resource.indexOf('.') + 1);
  const allowed = divisors[kind] ?? [];
  if (divisor === '' || divisor === '0' || allowed.includes(divisor)) return [];
  const detail = `only divisor's values ${allowed.join(', ')} are supported with the ${kind} resource`;
  return [invalidField(`${path}.divisor`, divisor, detail)];
}
