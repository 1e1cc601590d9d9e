/**
 * etcdserverpb.Auth. Changes go through the log and are checked where they are applied; what only reads is answered from
 * a state that is linearizable. Passwords are hashed here, before anything is proposed.
 */
import type { CallContext } from '@kuorum/rpc';
import type { etcdserverpb } from '@kuorum/wire';
import { AuthError, ROOT, type AuthCommand, type Permission } from '../../auth/index.js';
import { authenticate } from '../auth/authenticate.js';
import { refusing } from '../auth/gate.js';
import { invalidArgument } from '../errors.js';
import type { Member } from '../member.js';
import type { Done } from '../waiters.js';
import { header } from './header.js';
import type { Handler } from './unary.js';

/** What every response has, and those of changes have nothing beside it. */
interface Changed {
  readonly header: etcdserverpb.ResponseHeader;
}

export interface AuthHandlers {
  readonly AuthEnable: Handler<etcdserverpb.AuthEnableRequest__Output, Changed>;
  readonly AuthDisable: Handler<etcdserverpb.AuthDisableRequest__Output, Changed>;
  readonly AuthStatus: Handler<etcdserverpb.AuthStatusRequest__Output, etcdserverpb.AuthStatusResponse>;
  readonly Authenticate: Handler<etcdserverpb.AuthenticateRequest__Output, etcdserverpb.AuthenticateResponse>;
  readonly UserAdd: Handler<etcdserverpb.AuthUserAddRequest__Output, Changed>;
  readonly UserGet: Handler<etcdserverpb.AuthUserGetRequest__Output, etcdserverpb.AuthUserGetResponse>;
  readonly UserList: Handler<etcdserverpb.AuthUserListRequest__Output, etcdserverpb.AuthUserListResponse>;
  readonly UserDelete: Handler<etcdserverpb.AuthUserDeleteRequest__Output, Changed>;
  readonly UserChangePassword: Handler<etcdserverpb.AuthUserChangePasswordRequest__Output, Changed>;
  readonly UserGrantRole: Handler<etcdserverpb.AuthUserGrantRoleRequest__Output, Changed>;
  readonly UserRevokeRole: Handler<etcdserverpb.AuthUserRevokeRoleRequest__Output, Changed>;
  readonly RoleAdd: Handler<etcdserverpb.AuthRoleAddRequest__Output, Changed>;
  readonly RoleGet: Handler<etcdserverpb.AuthRoleGetRequest__Output, etcdserverpb.AuthRoleGetResponse>;
  readonly RoleList: Handler<etcdserverpb.AuthRoleListRequest__Output, etcdserverpb.AuthRoleListResponse>;
  readonly RoleDelete: Handler<etcdserverpb.AuthRoleDeleteRequest__Output, Changed>;
  readonly RoleGrantPermission: Handler<etcdserverpb.AuthRoleGrantPermissionRequest__Output, Changed>;
  readonly RoleRevokePermission: Handler<etcdserverpb.AuthRoleRevokePermissionRequest__Output, Changed>;
}

export function authHandlers(member: Member): AuthHandlers {
  const change = (done: Done<Changed>, call: CallContext, command: AuthCommand): void =>
    propose(member, done, call, command);
  return {
    ...readHandlers(member),
    AuthEnable: (_message, done, call) => change(done, call, { kind: 'enable' }),
    AuthDisable: (_message, done, call) => change(done, call, { kind: 'disable' }),
    Authenticate: ({ name, password }, done) =>
      authenticate(member, { user: name, password }, (error, token) =>
        token === undefined ? done(error) : done(undefined, { header: header(member), token }),
      ),
    UserAdd: ({ name: user, password, options }, done, call) => {
      const noPassword = options?.no_password === true;
      hashed(member, done, call, noPassword ? undefined : password, (passwordHash) =>
        change(done, call, { kind: 'userAdd', user, passwordHash, noPassword }),
      );
    },
    UserDelete: ({ name: user }, done, call) => change(done, call, { kind: 'userDelete', user }),
    UserChangePassword: ({ name: user, password }, done, call) =>
      hashed(member, done, call, password, (passwordHash) =>
        change(done, call, { kind: 'userChangePassword', user, passwordHash }),
      ),
    UserGrantRole: ({ user, role }, done, call) => change(done, call, { kind: 'userGrantRole', user, role }),
    UserRevokeRole: ({ name: user, role }, done, call) => change(done, call, { kind: 'userRevokeRole', user, role }),
    RoleAdd: ({ name: role }, done, call) => change(done, call, { kind: 'roleAdd', role }),
    RoleDelete: ({ role }, done, call) => change(done, call, { kind: 'roleDelete', role }),
    RoleGrantPermission: ({ name: role, perm }, done, call) => {
      if (perm === null) throw new AuthError('permissionNotGiven');
      const permission = { kind: kindOf(perm.permType), key: perm.key, rangeEnd: perm.range_end };
      change(done, call, { kind: 'roleGrantPermission', role, permission });
    },
    RoleRevokePermission: ({ role, key, range_end: rangeEnd }, done, call) =>
      change(done, call, { kind: 'roleRevokePermission', role, key, rangeEnd }),
  };
}

type ReadHandlers = Pick<AuthHandlers, 'AuthStatus' | 'UserGet' | 'UserList' | 'RoleGet' | 'RoleList'>;

function readHandlers(member: Member): ReadHandlers {
  const { machine } = member;
  return {
    AuthStatus: (_message, done, call) =>
      read(member, done, call, () => {
        member.auth.mustBeRoot(call);
        const { enabled, revision } = machine.auth;
        return { header: header(member), enabled, authRevision: revision };
      }),
    UserGet: ({ name }, done, call) =>
      read(member, done, call, () => {
        // Everyone may see what is his own.
        if (member.auth.callerOf(call)?.user !== name) member.auth.mustBeRoot(call);
        const user = machine.auth.user(name);
        if (user === undefined) throw new AuthError('userNotFound');
        return { header: header(member), roles: [...user.roles] };
      }),
    UserList: (_message, done, call) =>
      read(member, done, call, () => {
        member.auth.mustBeRoot(call);
        return { header: header(member), users: machine.auth.userNames() };
      }),
    RoleGet: ({ role: name }, done, call) =>
      read(member, done, call, () => {
        if (!machine.auth.hasRole(member.auth.callerOf(call)?.user ?? '', name)) member.auth.mustBeRoot(call);
        const role = machine.auth.role(name);
        if (role === undefined) throw new AuthError('roleNotFound');
        const perm = name === ROOT ? [everything] : role.permissions.map(encodePermission);
        return { header: header(member), perm };
      }),
    RoleList: (_message, done, call) =>
      read(member, done, call, () => {
        member.auth.mustBeRoot(call);
        return { header: header(member), roles: machine.auth.roleNames() };
      }),
  };
}

function read<O>(member: Member, done: Done<O>, call: CallContext, answer: () => O): void {
  member.auth.prepare(call, () =>
    member.linearizable((error) => {
      if (error !== undefined) return done(error);
      refusing(done, () => done(undefined, answer()));
    }),
  );
}

function propose(member: Member, done: Done<Changed>, call: CallContext, command: AuthCommand): void {
  member.auth.enter(call, done, (caller) =>
    member.propose(
      { kind: 'auth', command },
      (error) => (error === undefined ? done(undefined, { header: header(member) }) : done(error)),
      caller,
    ),
  );
}

/** Undefined: there is no password, and '' stands for its hash. Nobody makes a member hash who did not say who he is. */
function hashed(
  member: Member,
  done: Done<Changed>,
  call: CallContext,
  password: string | undefined,
  then: (passwordHash: string) => void,
): void {
  if (password === undefined) return then('');
  member.auth.enter(call, done, () => {
    member.auth.mustBeUser(call);
    member.auth.passwords.hash(password, (error, hash) => (hash === undefined ? done(error) : then(hash)));
  });
}

const permissionTypes = { read: 'READ', write: 'WRITE', readwrite: 'READWRITE' } as const;
/** What the role `root` may do without being given it. */
const everything = { permType: 'READWRITE', key: Buffer.alloc(0), range_end: Buffer.from([0]) } as const;

function encodePermission({ kind, key, rangeEnd }: Permission): {
  permType: 'READ' | 'WRITE' | 'READWRITE';
  key: Buffer;
  range_end: Buffer;
} {
  return { permType: permissionTypes[kind], key: Buffer.from(key), range_end: Buffer.from(rangeEnd) };
}

function kindOf(type: 'READ' | 'WRITE' | 'READWRITE'): Permission['kind'] {
  switch (type) {
    case 'READ':
      return 'read';
    case 'WRITE':
      return 'write';
    case 'READWRITE':
      return 'readwrite';
    default:
      throw unknownType(type);
  }
}

/** Proto3 lets numbers through that the enum does not have. */
function unknownType(type: never): Error {
  return invalidArgument(`unknown permission type ${String(type)}`);
}
