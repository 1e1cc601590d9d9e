/**
 * Users, roles and whether authentication is on (etcd `server/auth/store.go`), pure and deterministic: every member
 * applies the same commands in the same order. Passwords come as hashes, tokens are the shell's.
 *
 * Invariants (invariants.ts checks them): roles of a user and permissions of a role are sorted, without repeats; a
 * user's roles exist, but for `root`, which may be granted without; while authentication is on the user `root` exists
 * and has the role `root`; the revision grows with every change and is at least 1.
 */
import { assertNever, equalBytes } from '@kuorum/base';
import {
  AUTH_STATE_KEY,
  decodeAuthRecord,
  encodeRole,
  encodeState,
  encodeUser,
  roleKey,
  userKey,
} from './auth-codec.js';
import type { AuthCommand } from './command.js';
import { keyRangeOf } from './key-ranges.js';
import { comparePermissions, grantedBy, isValid, type Access, type Granted } from './permissions.js';
import { AuthError, ROOT, type Caller, type Permission, type RoleRecord, type UserRecord } from './types.js';

/** Where the records go; read back by `restoreRecord`. */
export interface AuthBackend {
  put(key: Uint8Array, value: Uint8Array): void;
  delete(key: Uint8Array): void;
}

/** Whose tokens are void from now on. */
export type VoidTokens = readonly string[] | 'everyone';

const noTokens: VoidTokens = [];
const FIRST_REVISION = 1;

export class AuthStore {
  private readonly users = new Map<string, UserRecord>();
  private readonly roles = new Map<string, RoleRecord>();
  /** What users may do, worked out when first asked for; emptied by every change. */
  private readonly granted = new Map<string, Granted>();
  private isEnabled = false;
  private currentRevision = FIRST_REVISION;

  constructor(private readonly backend: AuthBackend) {}

  get enabled(): boolean {
    return this.isEnabled;
  }

  get revision(): number {
    return this.currentRevision;
  }

  user(name: string): UserRecord | undefined {
    return this.users.get(name);
  }

  role(name: string): RoleRecord | undefined {
    return this.roles.get(name);
  }

  userNames(): string[] {
    return [...this.users.keys()].sort();
  }

  roleNames(): string[] {
    return [...this.roles.keys()].sort();
  }

  /** One record of the backend, of those under AUTH_PREFIX. Throws AuthRecordError. */
  restoreRecord(key: Uint8Array, value: Uint8Array): void {
    const record = decodeAuthRecord(key, value);
    switch (record.kind) {
      case 'state':
        this.isEnabled = record.state.enabled;
        this.currentRevision = record.state.revision;
        return;
      case 'user':
        this.users.set(record.user.name, record.user);
        return;
      case 'role':
        this.roles.set(record.role.name, record.role);
        return;
      default:
        assertNever(record);
    }
  }

  /** Throws {@link AuthError}: then nothing was changed. Whether the caller may do it was checked before. */
  apply(command: AuthCommand): VoidTokens {
    switch (command.kind) {
      case 'enable':
        return this.enable();
      case 'disable':
        return this.disable();
      case 'userAdd':
        return this.addUser(command);
      case 'userDelete':
        return this.deleteUser(command.user);
      case 'userChangePassword':
        return this.changePassword(command.user, command.passwordHash);
      case 'userGrantRole':
        return this.grantRole(command.user, command.role);
      case 'userRevokeRole':
        return this.revokeRole(command.user, command.role);
      case 'roleAdd':
        return this.addRole(command.role);
      case 'roleDelete':
        return this.deleteRole(command.role);
      case 'roleGrantPermission':
        return this.grantPermission(command.role, command.permission);
      case 'roleRevokePermission':
        return this.revokePermission(command.role, command.key, command.rangeEnd);
      case 'authenticate':
        if (!this.isEnabled) throw new AuthError('authNotEnabled');
        // Gone, or turned into one without a password, since the password was checked.
        if (this.users.get(command.user)?.noPassword !== false) throw new AuthError('authFailed');
        return noTokens;
      default:
        return assertNever(command);
    }
  }

  /** Throws `userEmpty` for nobody and `permissionDenied` for whoever has not the role `root`. */
  checkAdmin(caller: Caller | undefined): void {
    if (!this.isEnabled) return;
    if (caller === undefined) throw new AuthError('userEmpty');
    if (!this.hasRole(caller.user, ROOT)) throw new AuthError('permissionDenied');
  }

  /** Throws `userEmpty` for nobody. */
  checkUser(caller: Caller | undefined): void {
    if (this.isEnabled && caller === undefined) throw new AuthError('userEmpty');
  }

  /**
   * Throws unless the caller may read or write every key of the range, by one permission or by several together;
   * `authOldRevision` when the caller was identified before the last change, as permissions may have been others then.
   */
  checkRange(caller: Caller | undefined, key: Uint8Array, rangeEnd: Uint8Array, access: Access): void {
    if (!this.isEnabled) return;
    if (caller === undefined) throw new AuthError('userEmpty');
    if (caller.revision < this.currentRevision) throw new AuthError('authOldRevision');
    const user = this.users.get(caller.user);
    if (user === undefined) throw new AuthError('permissionDenied');
    if (user.roles.includes(ROOT)) return;
    if (!this.grantedTo(user)[access].covers(keyRangeOf(key, rangeEnd))) throw new AuthError('permissionDenied');
  }

  hasRole(user: string, role: string): boolean {
    return this.users.get(user)?.roles.includes(role) === true;
  }

  private enable(): VoidTokens {
    if (this.isEnabled) return noTokens;
    if (!this.users.has(ROOT)) throw new AuthError('rootUserNotExist');
    if (!this.hasRole(ROOT, ROOT)) throw new AuthError('rootRoleNotExist');
    this.isEnabled = true;
    // As in etcd this is no change of what anyone may do: the revision stays.
    this.putState();
    return noTokens;
  }

  private disable(): VoidTokens {
    if (!this.isEnabled) return noTokens;
    this.isEnabled = false;
    this.changed();
    return 'everyone';
  }

  private addUser({ user: name, passwordHash, noPassword }: AuthCommand & { kind: 'userAdd' }): VoidTokens {
    if (name === '') throw new AuthError('userEmpty');
    if (this.users.has(name)) throw new AuthError('userAlreadyExist');
    this.putUser({ name, passwordHash: noPassword ? '' : passwordHash, noPassword, roles: [] });
    this.changed();
    return noTokens;
  }

  private deleteUser(name: string): VoidTokens {
    if (this.isEnabled && name === ROOT) throw new AuthError('invalidAuthMgmt');
    this.mustFindUser(name);
    this.users.delete(name);
    this.backend.delete(userKey(name));
    this.changed();
    return [name];
  }

  /** A user without a password stays one, as in etcd. */
  private changePassword(name: string, passwordHash: string): VoidTokens {
    const user = this.mustFindUser(name);
    this.putUser({ ...user, passwordHash: user.noPassword ? '' : passwordHash });
    this.changed();
    return [name];
  }

  private grantRole(name: string, role: string): VoidTokens {
    const user = this.mustFindUser(name);
    if (role !== ROOT) this.mustFindRole(role);
    if (user.roles.includes(role)) return noTokens;
    this.putUser({ ...user, roles: [...user.roles, role].sort() });
    this.changed();
    return noTokens;
  }

  private revokeRole(name: string, role: string): VoidTokens {
    if (this.isEnabled && name === ROOT && role === ROOT) throw new AuthError('invalidAuthMgmt');
    const user = this.mustFindUser(name);
    if (!user.roles.includes(role)) throw new AuthError('roleNotGranted');
    this.putUser({ ...user, roles: user.roles.filter((each) => each !== role) });
    this.changed();
    return noTokens;
  }

  private addRole(name: string): VoidTokens {
    if (name === '') throw new AuthError('roleEmpty');
    if (this.roles.has(name)) throw new AuthError('roleAlreadyExist');
    this.putRole({ name, permissions: [] });
    this.changed();
    return noTokens;
  }

  private deleteRole(name: string): VoidTokens {
    if (this.isEnabled && name === ROOT) throw new AuthError('invalidAuthMgmt');
    this.mustFindRole(name);
    this.roles.delete(name);
    this.backend.delete(roleKey(name));
    const concerned = [...this.users.values()].filter((user) => user.roles.includes(name));
    for (const user of concerned) this.putUser({ ...user, roles: user.roles.filter((each) => each !== name) });
    this.changed();
    return noTokens;
  }

  private grantPermission(name: string, permission: Permission): VoidTokens {
    if (!isValid(permission)) throw new AuthError('invalidAuthMgmt');
    const role = this.mustFindRole(name);
    const others = role.permissions.filter((each) => comparePermissions(each, permission) !== 0);
    this.putRole({ name, permissions: [...others, permission].sort(comparePermissions) });
    this.changed();
    return noTokens;
  }

  private revokePermission(name: string, key: Uint8Array, rangeEnd: Uint8Array): VoidTokens {
    const role = this.mustFindRole(name);
    const left = role.permissions.filter((each) => !equalBytes(each.key, key) || !equalBytes(each.rangeEnd, rangeEnd));
    if (left.length === role.permissions.length) throw new AuthError('permissionNotGranted');
    this.putRole({ name, permissions: left });
    this.changed();
    return noTokens;
  }

  private grantedTo(user: UserRecord): Granted {
    const known = this.granted.get(user.name);
    if (known !== undefined) return known;
    const granted = grantedBy(user.roles.flatMap((role) => this.roles.get(role)?.permissions ?? []));
    this.granted.set(user.name, granted);
    return granted;
  }

  private mustFindUser(name: string): UserRecord {
    const user = this.users.get(name);
    if (user === undefined) throw new AuthError('userNotFound');
    return user;
  }

  private mustFindRole(name: string): RoleRecord {
    const role = this.roles.get(name);
    if (role === undefined) throw new AuthError('roleNotFound');
    return role;
  }

  private putUser(user: UserRecord): void {
    this.users.set(user.name, user);
    this.backend.put(userKey(user.name), encodeUser(user));
  }

  private putRole(role: RoleRecord): void {
    this.roles.set(role.name, role);
    this.backend.put(roleKey(role.name), encodeRole(role));
  }

  private changed(): void {
    this.currentRevision++;
    this.granted.clear();
    this.putState();
  }

  private putState(): void {
    this.backend.put(AUTH_STATE_KEY, encodeState({ enabled: this.isEnabled, revision: this.currentRevision }));
  }
}
