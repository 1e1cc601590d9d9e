/**
 * Users, roles and the state of the auth store as the backend holds them: JSON under 'a' and 'u' or 'r' with the name,
 * and under 'a' 's' the state. Keys of permissions are hexadecimal, as they may be any bytes.
 */
import { fromUtf8, utf8 } from '@kuorum/base';
import { AuthRecordError, type Permission, type PermissionKind, type RoleRecord, type UserRecord } from './types.js';

export const AUTH_PREFIX: Uint8Array = utf8('a');
export const AUTH_STATE_KEY: Uint8Array = utf8('as');

/** `revision` counts every change of users, roles and permissions. */
export interface AuthState {
  readonly enabled: boolean;
  readonly revision: number;
}

export type AuthRecord =
  | { readonly kind: 'state'; readonly state: AuthState }
  | { readonly kind: 'user'; readonly user: UserRecord }
  | { readonly kind: 'role'; readonly role: RoleRecord };

const permissionKinds: readonly PermissionKind[] = ['read', 'write', 'readwrite'];

export function userKey(name: string): Uint8Array {
  return utf8(`au${name}`);
}

export function roleKey(name: string): Uint8Array {
  return utf8(`ar${name}`);
}

export function encodeState(state: AuthState): Uint8Array {
  return utf8(JSON.stringify(state));
}

export function encodeUser(user: UserRecord): Uint8Array {
  return utf8(JSON.stringify(user));
}

export function encodeRole({ name, permissions }: RoleRecord): Uint8Array {
  const stored = permissions.map(({ kind, key, rangeEnd }) => ({ kind, key: hex(key), rangeEnd: hex(rangeEnd) }));
  return utf8(JSON.stringify({ name, permissions: stored }));
}

/** Throws {@link AuthRecordError}. */
export function decodeAuthRecord(key: Uint8Array, value: Uint8Array): AuthRecord {
  const fields = parse(value);
  switch (fromUtf8(key.subarray(0, 2))) {
    case 'as':
      return { kind: 'state', state: readState(fields) };
    case 'au':
      return { kind: 'user', user: readUser(fields) };
    case 'ar':
      return { kind: 'role', role: readRole(fields) };
    default:
      throw new AuthRecordError('a record is of no known kind');
  }
}

type Fields = Readonly<Record<string, unknown>>;

function parse(value: Uint8Array): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(fromUtf8(value));
  } catch {
    throw new AuthRecordError('a record is not readable');
  }
  return fieldsOf(parsed);
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new AuthRecordError('a record is not an object');
  return value as Fields;
}

function readState({ enabled, revision }: Fields): AuthState {
  if (typeof enabled !== 'boolean' || !Number.isSafeInteger(revision))
    throw new AuthRecordError('the state is not whole');
  return { enabled, revision: Number(revision) };
}

function readUser({ name, passwordHash, noPassword, roles }: Fields): UserRecord {
  const whole = typeof name === 'string' && typeof passwordHash === 'string' && typeof noPassword === 'boolean';
  if (!whole || !Array.isArray(roles)) throw new AuthRecordError('a user is not whole');
  return { name, passwordHash, noPassword, roles: roles.map(text) };
}

function readRole({ name, permissions }: Fields): RoleRecord {
  if (!Array.isArray(permissions)) throw new AuthRecordError('a role is not whole');
  return { name: text(name), permissions: permissions.map((each) => readPermission(fieldsOf(each))) };
}

function readPermission({ kind, key, rangeEnd }: Fields): Permission {
  const known = permissionKinds.find((each) => each === kind);
  if (known === undefined) throw new AuthRecordError('a permission is of no known kind');
  return { kind: known, key: unhex(text(key)), rangeEnd: unhex(text(rangeEnd)) };
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new AuthRecordError('a name is not text');
  return value;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function unhex(digits: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(digits)) throw new AuthRecordError('a key is not hexadecimal');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
