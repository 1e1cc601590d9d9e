/** Checks that rules of several kinds are made of; each gives the errors it found. */
import { duplicateField, invalidField, requiredField, type FieldError } from '../field-error.js';
import { checkDns1123Label, checkLabelKey, checkLabelValue } from '../labels.js';
import { equalBytes } from '@kuorum/base';

/** Runs a syntax check of labels.ts on a value. */
export function syntax(path: string, value: string, check: (value: string) => string | undefined): FieldError[] {
  const wrong = check(value);
  return wrong === undefined ? [] : [invalidField(path, value, wrong)];
}

/** As {@link syntax}, but an empty value is an error of its own. */
export function requiredSyntax(
  path: string,
  value: string,
  check: (value: string) => string | undefined,
): FieldError[] {
  return value === '' ? [requiredField(path)] : syntax(path, value, check);
}

export function labelMap(path: string, labels: Readonly<Record<string, string>>): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...syntax(path, key, checkLabelKey),
    ...syntax(`${path}[${key}]`, value, checkLabelValue),
  ]);
}

export function portNumber(path: string, port: number): FieldError[] {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return [];
  return [invalidField(path, port, 'must be between 1 and 65535, inclusive')];
}

/** Name of a port, as IANA registers service names (RFC 6335). */
export function checkPortName(name: string): string | undefined {
  if (name.length > 15) return 'must be no more than 15 characters';
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    return "must contain only lower case alphanumeric characters (a-z, 0-9) and '-', not at its ends";
  }
  if (name.includes('--')) return 'must not contain consecutive hyphens';
  return /[a-z]/.test(name) ? undefined : 'must contain at least one letter (a-z)';
}

/** A port by number or by the name of a container port. */
export function portReference(path: string, port: number | string | undefined): FieldError[] {
  if (port === undefined || port === '') return [requiredField(path)];
  return typeof port === 'number' ? portNumber(path, port) : syntax(path, port, checkPortName);
}

export function notNegative(path: string, value: number | undefined): FieldError[] {
  return value === undefined || value >= 0 ? [] : [invalidField(path, value, 'must be greater than or equal to 0')];
}

/** One error for each value that was there before; empty values do not count. */
export function unique(
  entries: readonly { readonly path: string; readonly value: string | number; readonly among?: string }[],
): FieldError[] {
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  for (const { path, value, among = '' } of entries) {
    if (value === '' || value === 0) continue;
    const key = `${among}/${value}`;
    if (seen.has(key)) errors.push(duplicateField(path, value));
    seen.add(key);
  }
  return errors;
}

export function checkIPv4(text: string): string | undefined {
  const parts = text.split('.');
  const valid = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return valid ? undefined : 'must be a valid IPv4 address, such as 10.9.8.7';
}

export function checkCidr(text: string): string | undefined {
  const [address = '', bits = '', ...rest] = text.split('/');
  const valid =
    rest.length === 0 && checkIPv4(address) === undefined && /^(0|[1-9]\d?)$/.test(bits) && Number(bits) <= 32;
  return valid ? undefined : 'must be a valid CIDR value, such as 10.9.8.0/24';
}

/** RFC 3339, with or without fractions of a second. */
export function timestamp(path: string, text: string): FieldError[] {
  const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
  if (text === '' || (pattern.test(text) && !Number.isNaN(Date.parse(text)))) return [];
  return [invalidField(path, text, 'must be an RFC 3339 time, such as 2006-01-02T15:04:05Z')];
}

export function dnsLabel(path: string, value: string): FieldError[] {
  return requiredSyntax(path, value, checkDns1123Label);
}

/** Equality of plain data (JSON shapes), whatever the order of keys. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return equalBytes(a, b);
  const keysOfA = Object.keys(a).filter((key) => (a as Record<string, unknown>)[key] !== undefined);
  const keysOfB = Object.keys(b).filter((key) => (b as Record<string, unknown>)[key] !== undefined);
  return (
    keysOfA.length === keysOfB.length &&
    keysOfA.every((key) => deepEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

export const immutableDetail = 'field is immutable';

export function immutable(path: string, next: unknown, old: unknown): FieldError[] {
  return deepEqual(next, old) ? [] : [invalidField(path, next, immutableDetail)];
}
