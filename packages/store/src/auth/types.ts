/** Users, roles and what they may do (etcd's RBAC, `api/authpb`). Keys and range ends as in requests. */

/** The user that must exist, with the role of the same name, while authentication is on. */
export const ROOT = 'root';

export type PermissionKind = 'read' | 'write' | 'readwrite';

/** `rangeEnd` empty = the one key; a zero byte = every key from `key` on. */
export interface Permission {
  readonly kind: PermissionKind;
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
}

/** Permissions are sorted by key and range end; no two of a role have both equal. */
export interface RoleRecord {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

/** `roles` are sorted. */
export interface UserRecord {
  readonly name: string;
  /** bcrypt; empty = no password (`noPassword`: the user comes in by certificate only). */
  readonly passwordHash: string;
  readonly noPassword: boolean;
  readonly roles: readonly string[];
}

/** Who asks, and the revision of the auth store that this was found out at. */
export interface Caller {
  readonly user: string;
  readonly revision: number;
}

export type AuthErrorCode =
  | 'rootUserNotExist'
  | 'rootRoleNotExist'
  | 'userAlreadyExist'
  | 'userEmpty'
  | 'userNotFound'
  | 'roleAlreadyExist'
  | 'roleNotFound'
  | 'roleEmpty'
  | 'authFailed'
  | 'noPasswordUser'
  | 'permissionNotGiven'
  | 'permissionDenied'
  | 'roleNotGranted'
  | 'permissionNotGranted'
  | 'authNotEnabled'
  | 'invalidAuthToken'
  | 'invalidAuthMgmt'
  | 'authOldRevision';

const errorText: Readonly<Record<AuthErrorCode, string>> = {
  rootUserNotExist: 'etcdserver: root user does not exist',
  rootRoleNotExist: 'etcdserver: root user does not have root role',
  userAlreadyExist: 'etcdserver: user name already exists',
  userEmpty: 'etcdserver: user name is empty',
  userNotFound: 'etcdserver: user name not found',
  roleAlreadyExist: 'etcdserver: role name already exists',
  roleNotFound: 'etcdserver: role name not found',
  roleEmpty: 'etcdserver: role name is empty',
  authFailed: 'etcdserver: authentication failed, invalid user ID or password',
  // The one text that etcd has no etcdserver: form of.
  noPasswordUser: 'auth: authentication failed, password was given for no password user',
  permissionNotGiven: 'etcdserver: permission not given',
  permissionDenied: 'etcdserver: permission denied',
  roleNotGranted: 'etcdserver: role is not granted to the user',
  permissionNotGranted: 'etcdserver: permission is not granted to the role',
  authNotEnabled: 'etcdserver: authentication is not enabled',
  invalidAuthToken: 'etcdserver: invalid auth token',
  invalidAuthMgmt: 'etcdserver: invalid auth management',
  authOldRevision: 'etcdserver: revision of auth store is old',
};

/** An expected refusal: nothing was changed. `message` is etcd's text. */
export class AuthError extends Error {
  override readonly name = 'AuthError';

  constructor(readonly code: AuthErrorCode) {
    super(errorText[code]);
  }
}

/** A stored user, role or state is not as it was written. Fatal. */
export class AuthRecordError extends Error {
  override readonly name = 'AuthRecordError';

  constructor(reason: string) {
    super(
      `Cannot restore the users and roles as ${reason}: the directory is damaged. Restore the data directory as a whole, as the member last left it`,
    );
  }
}
