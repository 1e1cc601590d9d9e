/** Commands to the auth store (auth/command.ts) as the raft log carries them. */
import { assertNever } from '@kuorum/base';
import type { AuthCommand, PermissionKind } from '../../auth/index.js';
import { MalformedRecordError, type ByteReader, type ByteWriter } from '../byte-io.js';

/** Positions are numbers in the log: append only. */
const kinds: readonly AuthCommand['kind'][] = [
  'enable',
  'disable',
  'userAdd',
  'userDelete',
  'userChangePassword',
  'userGrantRole',
  'userRevokeRole',
  'roleAdd',
  'roleDelete',
  'roleGrantPermission',
  'roleRevokePermission',
  'authenticate',
];
const permissionKinds: readonly PermissionKind[] = ['read', 'write', 'readwrite'];

export function writeAuthCommand(w: ByteWriter, command: AuthCommand): void {
  w.u8(kinds.indexOf(command.kind));
  switch (command.kind) {
    case 'enable':
    case 'disable':
      return;
    case 'userAdd':
      w.string(command.user).string(command.passwordHash).flag(command.noPassword);
      return;
    case 'userDelete':
      w.string(command.user);
      return;
    case 'userChangePassword':
      w.string(command.user).string(command.passwordHash);
      return;
    case 'userGrantRole':
    case 'userRevokeRole':
      w.string(command.user).string(command.role);
      return;
    case 'roleAdd':
    case 'roleDelete':
      w.string(command.role);
      return;
    case 'roleGrantPermission': {
      const { kind, key, rangeEnd } = command.permission;
      w.string(command.role).u8(permissionKinds.indexOf(kind)).bytes(key).bytes(rangeEnd);
      return;
    }
    case 'roleRevokePermission':
      w.string(command.role).bytes(command.key).bytes(command.rangeEnd);
      return;
    case 'authenticate':
      w.string(command.user).string(command.token);
      return;
    default:
      assertNever(command);
  }
}

export function readAuthCommand(r: ByteReader): AuthCommand {
  const kind = at(kinds, r.u8());
  switch (kind) {
    case 'enable':
    case 'disable':
      return { kind };
    case 'userAdd':
      return { kind, user: r.string(), passwordHash: r.string(), noPassword: r.flag() };
    case 'userDelete':
      return { kind, user: r.string() };
    case 'userChangePassword':
      return { kind, user: r.string(), passwordHash: r.string() };
    case 'userGrantRole':
    case 'userRevokeRole':
      return { kind, user: r.string(), role: r.string() };
    case 'roleAdd':
    case 'roleDelete':
      return { kind, role: r.string() };
    case 'roleGrantPermission': {
      const role = r.string();
      return { kind, role, permission: { kind: at(permissionKinds, r.u8()), key: r.bytes(), rangeEnd: r.bytes() } };
    }
    case 'roleRevokePermission':
      return { kind, role: r.string(), key: r.bytes(), rangeEnd: r.bytes() };
    case 'authenticate':
      return { kind, user: r.string(), token: r.string() };
    default:
      return assertNever(kind);
  }
}

function at<T>(table: readonly T[], position: number): T {
  const found = table[position];
  if (found === undefined) throw new MalformedRecordError(`Cannot read a command: ${position} is out of its table`);
  return found;
}
