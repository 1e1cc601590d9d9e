/**
 * What changes users, roles and their state, as the raft log carries it. Passwords are hashed before: a command holds
 * what decides its result on every member, and no secret that could be used as it stands.
 */
import type { Permission } from './types.js';

export type AuthCommand =
  | { readonly kind: 'enable' }
  | { readonly kind: 'disable' }
  | { readonly kind: 'userAdd'; readonly user: string; readonly passwordHash: string; readonly noPassword: boolean }
  | { readonly kind: 'userDelete'; readonly user: string }
  | { readonly kind: 'userChangePassword'; readonly user: string; readonly passwordHash: string }
  | { readonly kind: 'userGrantRole'; readonly user: string; readonly role: string }
  | { readonly kind: 'userRevokeRole'; readonly user: string; readonly role: string }
  | { readonly kind: 'roleAdd'; readonly role: string }
  | { readonly kind: 'roleDelete'; readonly role: string }
  | { readonly kind: 'roleGrantPermission'; readonly role: string; readonly permission: Permission }
  | {
      readonly kind: 'roleRevokePermission';
      readonly role: string;
      readonly key: Uint8Array;
      readonly rangeEnd: Uint8Array;
    }
  /** The member that took the request has checked the password; `token` becomes known to all members. */
  | { readonly kind: 'authenticate'; readonly user: string; readonly token: string };
