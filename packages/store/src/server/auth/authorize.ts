/**
 * What a caller needs for what it asks (etcd `server/etcdserver/apply/apply_auth.go`). Commands are checked where they
 * are applied, on every member alike; reads where they are read. With authentication off nothing is looked at.
 */
import { assertNever } from '@kuorum/base';
import { ROOT, type Access, type AuthStore, type Caller } from '../../auth/index.js';
import type { Lessor } from '../../lease/index.js';
import type { StoreRequest } from '../../mvcc/index.js';
import type { Command } from '../command.js';

export interface Guarded {
  readonly auth: AuthStore;
  readonly lessor: Lessor;
}

/** A member's own doing, such as auto-compaction: it may do what root may. */
export const SERVER: Caller = { user: ROOT, revision: Number.MAX_SAFE_INTEGER };

const oneKey = new Uint8Array(0);

/** Throws AuthError. A kind of command that is new has to say here who may do it. */
export function authorizeCommand(guarded: Guarded, command: Command, caller: Caller | undefined): void {
  const { auth } = guarded;
  if (!auth.enabled) return;
  switch (command.kind) {
    case 'store':
      authorizeRequest(guarded, command.request, caller);
      return;
    case 'leaseGrant':
      auth.checkUser(caller);
      return;
    case 'leaseRevoke':
      authorizeLease(guarded, command.id, caller, 'write');
      return;
    case 'alarm':
    case 'downgrade':
      auth.checkAdmin(caller);
      return;
    case 'auth':
      // Who authenticates is nobody yet.
      if (command.command.kind !== 'authenticate') auth.checkAdmin(caller);
      return;
    case 'leaseExpire':
    case 'leaseCheckpoint':
    case 'memberAttributes':
    case 'clusterVersion':
      // Only members propose these.
      return;
    default:
      assertNever(command);
  }
}

export function authorizeRequest(guarded: Guarded, request: StoreRequest, caller: Caller | undefined): void {
  const { auth } = guarded;
  switch (request.kind) {
    case 'range':
      auth.checkRange(caller, request.key, request.rangeEnd ?? oneKey, 'read');
      return;
    case 'put':
      auth.checkRange(caller, request.key, oneKey, 'write');
      // Both tell something about what was there.
      if (request.prevKv || request.ignoreValue) auth.checkRange(caller, request.key, oneKey, 'read');
      // Whoever could not end the lease must not make more depend on it.
      if (request.lease) authorizeLease(guarded, request.lease, caller, 'write');
      return;
    case 'deleteRange':
      auth.checkRange(caller, request.key, request.rangeEnd ?? oneKey, 'write');
      if (request.prevKv) auth.checkRange(caller, request.key, request.rangeEnd ?? oneKey, 'read');
      return;
    case 'txn':
      auth.checkUser(caller);
      for (const { key, rangeEnd } of request.compare) auth.checkRange(caller, key, rangeEnd ?? oneKey, 'read');
      for (const op of request.success) authorizeRequest(guarded, op, caller);
      for (const op of request.failure) authorizeRequest(guarded, op, caller);
      return;
    case 'compact':
      auth.checkAdmin(caller);
      return;
    default:
      assertNever(request);
  }
}

/** Every key that hangs on the lease. */
export function authorizeLease(
  { auth, lessor }: Guarded,
  lease: bigint,
  caller: Caller | undefined,
  access: Access,
): void {
  auth.checkUser(caller);
  if (caller !== undefined && auth.hasRole(caller.user, ROOT)) return;
  for (const key of lessor.keysOf(lease)) auth.checkRange(caller, key, oneKey, access);
}
