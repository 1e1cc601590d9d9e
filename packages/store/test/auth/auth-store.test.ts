/** Users and roles as a state machine: what changes what, what is refused, and that records restore it. */
import {
  AuthRecordError,
  AuthStore,
  AuthError,
  checkAuthInvariants,
  type AuthCommand,
  type Caller,
} from '@kuorum/store/auth';
import { Xoshiro128 } from '@kuorum/base';
import { expect } from 'chai';

const bytes = (text: string): Uint8Array => Buffer.from(text);

class Records {
  readonly byKey = new Map<string, [Uint8Array, Uint8Array]>();

  put(key: Uint8Array, value: Uint8Array): void {
    this.byKey.set(Buffer.from(key).toString('hex'), [key, value]);
  }

  delete(key: Uint8Array): void {
    this.byKey.delete(Buffer.from(key).toString('hex'));
  }

  restored(): AuthStore {
    const store = new AuthStore(new Records());
    for (const [key, value] of this.byKey.values()) store.restoreRecord(key, value);
    return store;
  }
}

const user = (name: string): AuthCommand => ({
  kind: 'userAdd',
  user: name,
  passwordHash: `#${name}`,
  noPassword: false,
});
const role = (name: string): AuthCommand => ({ kind: 'roleAdd', role: name });
const grantRole = (name: string, to: string): AuthCommand => ({ kind: 'userGrantRole', user: to, role: name });
const permit = (name: string, kind: 'read' | 'write' | 'readwrite', key: string, rangeEnd = ''): AuthCommand => ({
  kind: 'roleGrantPermission',
  role: name,
  permission: { kind, key: bytes(key), rangeEnd: bytes(rangeEnd) },
});
const rooted: readonly AuthCommand[] = [user('root'), grantRole('root', 'root'), { kind: 'enable' }];

function storeWith(...commands: readonly AuthCommand[]): AuthStore {
  const store = new AuthStore(new Records());
  for (const command of commands) store.apply(command);
  return store;
}

const refused = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof AuthError) return error.code;
    throw error;
  }
  return 'ok';
};

describe('users and roles', () => {
  const cases: readonly [title: string, before: readonly AuthCommand[], command: AuthCommand, outcome: string][] = [
    ['no root user', [], { kind: 'enable' }, 'rootUserNotExist'],
    ['a root user without the role', [user('root')], { kind: 'enable' }, 'rootRoleNotExist'],
    ['a root', rooted.slice(0, 2), { kind: 'enable' }, 'ok'],
    ['on already', rooted, { kind: 'enable' }, 'ok'],
    ['off already', [], { kind: 'disable' }, 'ok'],
    ['no name', [], user(''), 'userEmpty'],
    ['the same name', [user('a')], user('a'), 'userAlreadyExist'],
    ['nobody', [], { kind: 'userDelete', user: 'a' }, 'userNotFound'],
    ['root while on', rooted, { kind: 'userDelete', user: 'root' }, 'invalidAuthMgmt'],
    ['root while off', [user('root')], { kind: 'userDelete', user: 'root' }, 'ok'],
    ['nobody', [], { kind: 'userChangePassword', user: 'a', passwordHash: '' }, 'userNotFound'],
    ['a role to nobody', [role('r')], grantRole('r', 'a'), 'userNotFound'],
    ['no such role', [user('a')], grantRole('r', 'a'), 'roleNotFound'],
    ['root, though nobody added it', [user('a')], grantRole('root', 'a'), 'ok'],
    ['twice', [user('a'), role('r'), grantRole('r', 'a')], grantRole('r', 'a'), 'ok'],
    ['not granted', [user('a'), role('r')], { kind: 'userRevokeRole', user: 'a', role: 'r' }, 'roleNotGranted'],
    ["root's while on", rooted, { kind: 'userRevokeRole', user: 'root', role: 'root' }, 'invalidAuthMgmt'],
    ['no name', [], role(''), 'roleEmpty'],
    ['the same name', [role('r')], role('r'), 'roleAlreadyExist'],
    ['nothing', [], { kind: 'roleDelete', role: 'r' }, 'roleNotFound'],
    ['root while on', [...rooted, role('root')], { kind: 'roleDelete', role: 'root' }, 'invalidAuthMgmt'],
    ['to no role', [], permit('r', 'read', 'a'), 'roleNotFound'],
    ['no key', [role('r')], permit('r', 'read', '', 'b'), 'invalidAuthMgmt'],
    ['a range that is empty', [role('r')], permit('r', 'read', 'b', 'a'), 'invalidAuthMgmt'],
    ['everything', [role('r')], permit('r', 'read', '\0', '\0'), 'ok'],
    [
      'another range end',
      [role('r'), permit('r', 'read', 'a', 'b')],
      { kind: 'roleRevokePermission', role: 'r', key: bytes('a'), rangeEnd: bytes('c') },
      'permissionNotGranted',
    ],
    ['while off', [user('a')], { kind: 'authenticate', user: 'a', token: 't' }, 'authNotEnabled'],
    ['nobody', rooted, { kind: 'authenticate', user: 'a', token: 't' }, 'authFailed'],
  ];
  for (const [title, before, command, outcome] of cases) {
    it(`${command.kind}, ${title}: ${outcome}`, () => {
      const store = storeWith(...before);
      const { revision, enabled } = store;
      expect(refused(() => store.apply(command))).to.equal(outcome);
      if (outcome !== 'ok') expect([store.revision, store.enabled]).to.deep.equal([revision, enabled]);
      checkAuthInvariants(store);
    });
  }

  it('counts changes, and nothing else, as revisions', () => {
    const store = storeWith();
    expect(store.revision).to.equal(1);
    for (const command of rooted) store.apply(command);
    expect(store.revision, 'turning it on is none').to.equal(3);
    store.apply(grantRole('root', 'root'));
    expect(store.revision, 'what was granted before').to.equal(3);
    store.apply({ kind: 'disable' });
    expect(store.revision).to.equal(4);
  });

  it('says whose tokens are void', () => {
    const store = storeWith(...rooted, user('a'), user('b'), role('r'), grantRole('r', 'a'), grantRole('r', 'b'));
    expect(store.apply({ kind: 'userChangePassword', user: 'a', passwordHash: '#' })).to.deep.equal(['a']);
    expect(store.apply({ kind: 'roleDelete', role: 'r' })).to.deep.equal([]);
    expect(store.user('a')?.roles).to.deep.equal([]);
    expect(store.apply({ kind: 'userDelete', user: 'b' })).to.deep.equal(['b']);
    expect(store.apply({ kind: 'disable' })).to.equal('everyone');
  });

  it('replaces a permission for the same keys', () => {
    const store = storeWith(role('r'), permit('r', 'read', 'b'), permit('r', 'read', 'a'), permit('r', 'write', 'b'));
    const permissions = store.role('r')?.permissions.map(({ kind, key }) => [kind, Buffer.from(key).toString()]);
    expect(permissions).to.deep.equal([
      ['read', 'a'],
      ['write', 'b'],
    ]);
  });

  it('keeps a user without a password without one', () => {
    const store = storeWith({ kind: 'userAdd', user: 'cn', passwordHash: '#', noPassword: true });
    store.apply({ kind: 'userChangePassword', user: 'cn', passwordHash: '#' });
    expect(store.user('cn')?.passwordHash).to.equal('');
  });
});

describe('permissions', () => {
  const everyone = [
    ...rooted,
    user('a'),
    role('r'),
    grantRole('r', 'a'),
    role('s'),
    grantRole('s', 'a'),
    permit('r', 'read', 'a', 'c'),
    permit('s', 'readwrite', 'c', 'e'),
  ];
  const store = storeWith(...everyone);
  const check = (who: string | undefined, access: 'read' | 'write', key: string, rangeEnd = ''): string => {
    const caller = who === undefined ? undefined : { user: who, revision: store.revision };
    return refused(() => store.checkRange(caller, bytes(key), bytes(rangeEnd), access));
  };

  it('are united over all roles of a user', () => {
    expect(check('a', 'read', 'a', 'e')).to.equal('ok');
    expect(check('a', 'write', 'a', 'e')).to.equal('permissionDenied');
    expect(check('a', 'write', 'd')).to.equal('ok');
    expect(check('a', 'read', 'a', '\0')).to.equal('permissionDenied');
  });

  it('are all that root needs, and nobody has any', () => {
    expect(check('root', 'write', '\0', '\0')).to.equal('ok');
    expect(check('gone', 'read', 'a')).to.equal('permissionDenied');
    expect(check(undefined, 'read', 'a')).to.equal('userEmpty');
  });

  it('count as they were when the caller was identified, or not at all', () => {
    const caller: Caller = { user: 'a', revision: store.revision - 1 };
    expect(refused(() => store.checkRange(caller, bytes('a'), bytes(''), 'read'))).to.equal('authOldRevision');
  });

  it('are gone with what gave them', () => {
    const revoked = storeWith(...everyone);
    const may = (): string =>
      refused(() => revoked.checkRange({ user: 'a', revision: revoked.revision }, bytes('b'), bytes(''), 'read'));
    expect(may()).to.equal('ok');
    revoked.apply({ kind: 'roleRevokePermission', role: 'r', key: bytes('a'), rangeEnd: bytes('c') });
    expect(may()).to.equal('permissionDenied');
    revoked.apply(permit('r', 'read', 'b'));
    expect(may()).to.equal('ok');
    revoked.apply({ kind: 'userRevokeRole', user: 'a', role: 'r' });
    expect(may()).to.equal('permissionDenied');
  });

  it('are not looked at while authentication is off', () => {
    expect(refused(() => storeWith().checkRange(undefined, bytes('a'), bytes(''), 'write'))).to.equal('ok');
  });
});

describe('the records of users and roles', () => {
  it('restore what random commands made, whose invariants hold after each', () => {
    const random = new Xoshiro128(11);
    const one = <T>(of: readonly T[]): T => of[random.int(of.length)] as T;
    const records = new Records();
    const store = new AuthStore(records);
    const name = (): string => one(['root', 'a', 'b', 'ü"']);
    const range = (): { key: Uint8Array; rangeEnd: Uint8Array } => {
      const key = Uint8Array.of(random.int(256), random.int(256));
      return { key, rangeEnd: one([bytes(''), bytes('\0'), Uint8Array.of(0xff, 0xff)]) };
    };
    const makers: { [K in AuthCommand['kind']]: () => Extract<AuthCommand, { kind: K }> } = {
      enable: () => ({ kind: 'enable' }),
      disable: () => ({ kind: 'disable' }),
      userAdd: () => ({ kind: 'userAdd', user: name(), passwordHash: '#', noPassword: random.int(2) === 0 }),
      userDelete: () => ({ kind: 'userDelete', user: name() }),
      userChangePassword: () => ({ kind: 'userChangePassword', user: name(), passwordHash: '##' }),
      userGrantRole: () => ({ kind: 'userGrantRole', user: name(), role: name() }),
      userRevokeRole: () => ({ kind: 'userRevokeRole', user: name(), role: name() }),
      roleAdd: () => ({ kind: 'roleAdd', role: name() }),
      roleDelete: () => ({ kind: 'roleDelete', role: name() }),
      roleGrantPermission: () => ({
        kind: 'roleGrantPermission',
        role: name(),
        permission: { kind: one(['read', 'write', 'readwrite']), ...range() },
      }),
      roleRevokePermission: () => ({ kind: 'roleRevokePermission', role: name(), ...range() }),
      authenticate: () => ({ kind: 'authenticate', user: name(), token: 't' }),
    };
    const outcomes = new Map<string, number>();
    for (let i = 0; i < 3000; i++) {
      const outcome = refused(() => store.apply(one(Object.values(makers))()));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      checkAuthInvariants(store);
    }
    expect(outcomes.get('ok')).to.be.greaterThan(500);
    expect(outcomes.get('invalidAuthMgmt')).to.be.greaterThan(0);
    expect(stateOf(records.restored())).to.deep.equal(stateOf(store));
  });

  it('are refused, and nothing worse, wherever a byte is wrong', () => {
    const random = new Xoshiro128(5);
    const records = new Records();
    const store = new AuthStore(records);
    for (const command of [...rooted, role('r'), permit('r', 'readwrite', 'a', '\0')]) store.apply(command);
    let refusals = 0;
    for (let run = 0; run < 5000; run++) {
      for (const [key, value] of records.byKey.values()) {
        const damaged = Uint8Array.from(value.subarray(0, random.int(4) === 0 ? random.int(value.length) : undefined));
        if (damaged.length > 0) damaged[random.int(damaged.length)] = random.int(256);
        try {
          new AuthStore(new Records()).restoreRecord(key, damaged);
        } catch (error) {
          expect(error).to.be.instanceOf(AuthRecordError);
          refusals++;
        }
      }
    }
    expect(refusals).to.be.greaterThan(5000);
  });

  it('are refused when damaged', () => {
    const store = new AuthStore(new Records());
    for (const [key, value] of [
      ['as', '{"enabled":1,"revision":1}'],
      ['aua', '{"name":"a","passwordHash":"#","noPassword":false,"roles":[1]}'],
      ['arr', '{"name":"r","permissions":[{"kind":"read","key":"abc","rangeEnd":""}]}'],
      ['arr', '{'],
      ['ax', '{}'],
    ] as const) {
      expect(() => store.restoreRecord(bytes(key), bytes(value)), value).to.throw('Cannot restore the users and roles');
    }
  });
});

function stateOf(store: AuthStore): unknown {
  return {
    enabled: store.enabled,
    revision: store.revision,
    users: store.userNames().map((name) => store.user(name)),
    roles: store.roleNames().map((name) => ({
      name,
      permissions: store.role(name)?.permissions.map(({ kind, key, rangeEnd }) => [kind, [...key], [...rangeEnd]]),
    })),
  };
}
