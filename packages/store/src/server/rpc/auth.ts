/** etcdserverpb.Auth: off, and not offered yet. Clients may ask whether it is on. */
import type { etcdserverpb } from '@kuorum/wire';
import { unimplemented } from '../errors.js';
import type { Member } from '../member.js';
import { header } from './header.js';
import type { Handler } from './unary.js';

const refused = [
  'AuthEnable',
  'AuthDisable',
  'Authenticate',
  'UserAdd',
  'UserGet',
  'UserList',
  'UserDelete',
  'UserChangePassword',
  'UserGrantRole',
  'UserRevokeRole',
  'RoleAdd',
  'RoleGet',
  'RoleList',
  'RoleDelete',
  'RoleGrantPermission',
  'RoleRevokePermission',
] as const;

export function authHandlers(member: Member): Record<string, Handler<object, etcdserverpb.AuthStatusResponse>> {
  const handlers: Record<string, Handler<object, etcdserverpb.AuthStatusResponse>> = {
    AuthStatus: (_request, done) => done(undefined, { header: header(member), enabled: false }),
  };
  for (const name of refused) handlers[name] = (_request, done) => done(unimplemented(name));
  return handlers;
}
