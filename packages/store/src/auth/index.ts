/**
 * Users, roles and permissions, pure and deterministic. How the shell uses them:
 *
 * ```ts
 * const auth = new AuthStore(stateDb);
 * for await (const records of stateDb.scan(AUTH_PREFIX)) for (const [key, value] of records) auth.restoreRecord(key, value);
 *
 * auth.checkRange(caller, key, rangeEnd, 'write');   // before what a client asked for is applied or read: AuthError
 * auth.checkAdmin(caller);                           // before what only root may do
 * tokens.void(auth.apply(command));                  // an applied AuthCommand
 * ```
 * Where authentication is off every check passes. Passwords and tokens are the shell's business.
 */
export * from './auth-codec.js';
export * from './auth-store.js';
export * from './command.js';
export * from './invariants.js';
export * from './key-ranges.js';
export type { Access } from './permissions.js';
export * from './types.js';
