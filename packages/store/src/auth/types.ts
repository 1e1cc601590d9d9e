/** Users, roles and what they may do (etcd's RBAC, `api/authpb`). Keys and range ends as in requests. */

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
