/**
 * Users and roles in an etcd database (authpb; `server/storage/schema/auth.go`): protobuf under their names in buckets of
 * their own, and beside them whether authentication is on and how often anything was changed.
 */
import { compareBytes, fromUtf8 } from '@kuorum/base';
import {
  encodeRole,
  encodeState,
  encodeUser,
  roleKey,
  userKey,
  AUTH_STATE_KEY,
  type AuthState,
  type Permission,
  type PermissionKind,
  type RoleRecord,
  type UserRecord,
} from '../../auth/index.js';
import type { BoltEntry, BoltReader, StoredRecord } from '../../storage/index.js';
import { ProtoError, readFields, writeBytes, writeNumber } from './proto.js';
import { bucketNames, encodeUint64 } from './schema.js';

const ENABLED_KEY = Buffer.from('authEnabled');
const REVISION_KEY = Buffer.from('authRevision');
/** Positions are authpb's numbers. */
const kinds: readonly PermissionKind[] = ['read', 'write', 'readwrite'];
/** Tags and lengths of one field. */
const FIELD_BYTES = 11;

export function encodeAuthState({ enabled, revision }: AuthState): BoltEntry[] {
  return [
    [ENABLED_KEY, Buffer.from([enabled ? 1 : 0])],
    [REVISION_KEY, encodeUint64(revision)],
  ];
}

export function encodeEtcdUser({ name, passwordHash, noPassword, roles }: UserRecord): BoltEntry {
  const key = Buffer.from(name);
  const options = noPassword ? message([], (out) => writeNumber(out, 0, 1, 1)) : new Uint8Array(0);
  const parts = [key, Buffer.from(passwordHash), ...roles.map((role) => Buffer.from(role)), options];
  const value = message(parts, (out) => {
    let at = writeBytes(out, writeBytes(out, 0, 1, key), 2, Buffer.from(passwordHash));
    for (const role of roles) at = writeBytes(out, at, 3, Buffer.from(role));
    return writeBytes(out, at, 4, options);
  });
  return [key, value];
}

export function encodeEtcdRole({ name, permissions }: RoleRecord): BoltEntry {
  const key = Buffer.from(name);
  const encoded = permissions.map(encodePermission);
  const value = message([key, ...encoded], (out) => {
    let at = writeBytes(out, 0, 1, key);
    for (const each of encoded) at = writeMessage(out, at, 2, each);
    return at;
  });
  return [key, value];
}

/** What the file knows of users and roles, as our records. Throws {@link ProtoError} and BoltError. */
export function* importAuth(file: BoltReader): Generator<StoredRecord> {
  let state: AuthState | undefined;
  for (const [key, value] of file.entries(bucketNames.auth)) {
    const { enabled, revision } = state ?? { enabled: false, revision: 0 };
    if (ENABLED_KEY.equals(key)) state = { enabled: value[0] === 1, revision };
    else if (REVISION_KEY.equals(key)) state = { enabled, revision: revisionOf(value) };
  }
  if (state !== undefined) yield [AUTH_STATE_KEY, encodeState(state)];
  for (const [, value] of file.entries(bucketNames.authUsers)) {
    const user = decodeEtcdUser(value);
    yield [userKey(user.name), encodeUser(user)];
  }
  for (const [, value] of file.entries(bucketNames.authRoles)) {
    const role = decodeEtcdRole(value);
    yield [roleKey(role.name), encodeRole(role)];
  }
}

function decodeEtcdUser(record: Uint8Array): UserRecord {
  const fields = readFields(record);
  const noPassword = readFields(fields.bytes(4)).number(1) !== 0;
  const roles = fields.list(3).map(fromUtf8).sort();
  return { name: fromUtf8(fields.bytes(1)), passwordHash: fromUtf8(fields.bytes(2)), noPassword, roles };
}

function decodeEtcdRole(record: Uint8Array): RoleRecord {
  const fields = readFields(record);
  const permissions = fields.list(2).map(decodePermission);
  permissions.sort((a, b) => compareBytes(a.key, b.key) || compareBytes(a.rangeEnd, b.rangeEnd));
  return { name: fromUtf8(fields.bytes(1)), permissions };
}

function decodePermission(record: Uint8Array): Permission {
  const fields = readFields(record);
  const kind = kinds[fields.number(1)];
  if (kind === undefined) throw new ProtoError('a permission is of no known kind');
  return { kind, key: Uint8Array.from(fields.bytes(2)), rangeEnd: Uint8Array.from(fields.bytes(3)) };
}

function encodePermission({ kind, key, rangeEnd }: Permission): Uint8Array {
  return message([key, rangeEnd], (out) =>
    writeBytes(out, writeBytes(out, writeNumber(out, 0, 1, kinds.indexOf(kind)), 2, key), 3, rangeEnd),
  );
}

/** A message inside a message is there even when it is empty. */
function writeMessage(out: Buffer, at: number, field: number, bytes: Uint8Array): number {
  if (bytes.length > 0) return writeBytes(out, at, field, bytes);
  out[at] = (field << 3) | 2;
  out[at + 1] = 0;
  return at + 2;
}

/** `write` fills in fields made of `parts` and gives where they end. */
function message(parts: readonly Uint8Array[], write: (out: Buffer) => number): Uint8Array {
  const out = Buffer.alloc(parts.reduce((sum, { length }) => sum + length + FIELD_BYTES, FIELD_BYTES));
  return out.subarray(0, write(out));
}

function revisionOf(value: Uint8Array): number {
  const revision = value.length === 8 ? Number(Buffer.from(value).readBigUInt64BE()) : NaN;
  if (!Number.isSafeInteger(revision)) throw new ProtoError('the revision of the users is not readable');
  return revision;
}
