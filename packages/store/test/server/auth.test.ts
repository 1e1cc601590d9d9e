/** etcdserverpb.Auth on three members, and what it makes of all other calls: etcd's texts, on every member alike. */
import { status } from '@grpc/grpc-js';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { refusal, TestCluster } from './cluster.js';
import { login, UserOf, withUsers } from './users.js';

const auth = { token: { kind: 'simple', ttlMs: 60_000 }, bcryptCost: 4, clientCertAuth: false } as const;
const denied = 'etcdserver: permission denied';
const nobodys = 'etcdserver: user name is empty';
const invalid = 'etcdserver: invalid auth token';
const bytes = (text: string): Buffer => Buffer.from(text);

describe('authentication', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;
  let leader: string;
  let follower: string;
  let root: UserOf;
  let alice: UserOf;

  before(async () => {
    cluster = await TestCluster.start(cleanup, 3, { auth });
    [leader, follower] = [await cluster.leader(), await cluster.follower()];
    root = await withUsers(cluster, cleanup, leader);
    alice = await login(cluster, cleanup, follower, 'alice');
  });
  after(() => cleanup.run());

  const nobody = (member = follower): UserOf => new UserOf(cluster, member, cleanup);

  it('lets nobody in without a user', async () => {
    for (const name of cluster.names) {
      expect(await nobody(name).refused('kv', 'Range', { key: bytes('app/a') })).to.equal(nobodys);
      expect(await nobody(name).refused('kv', 'Put', { key: bytes('app/a') })).to.equal(nobodys);
      expect(await nobody(name).refused('kv', 'Txn', {})).to.equal(nobodys);
      expect(await nobody(name).refused('lease', 'LeaseGrant', { TTL: 60 })).to.equal(nobodys);
      expect(await nobody(name).refused('auth', 'UserAdd', { name: 'mallory', password: 'x' })).to.equal(nobodys);
    }
  });

  it('gives a token for the right password alone', async () => {
    const failed = {
      code: status.INVALID_ARGUMENT,
      details: 'etcdserver: authentication failed, invalid user ID or password',
    };
    expect(await refusal(login(cluster, cleanup, follower, 'alice', 'wrong'))).to.deep.include(failed);
    expect(await refusal(login(cluster, cleanup, follower, 'nobody'))).to.deep.include(failed);
    expect(await refusal(login(cluster, cleanup, follower, 'alice', ''))).to.deep.include(failed);
  });

  it('knows a token on every member as soon as one has given it out', async () => {
    for (let round = 0; round < 5; round++) {
      for (const name of cluster.names) {
        const { token } = await login(cluster, cleanup, name, 'alice');
        await Promise.all(
          cluster.names.map((other) => new UserOf(cluster, other, cleanup, token).get('app/a', { serializable: true })),
        );
      }
    }
  });

  it('refuses a token that nobody gave out', async () => {
    const forged = [`${alice.token}1`, 'abcdefgh.1', 'abcdefgh.999999', '', alice.token?.toUpperCase()];
    for (const token of forged) {
      const mallory = new UserOf(cluster, follower, cleanup, token ?? '');
      expect(await refusal(mallory.get('app/a'))).to.deep.include({ code: status.UNAUTHENTICATED, details: invalid });
      expect(await refusal(mallory.put('app/a', ''))).to.deep.include({
        code: status.UNAUTHENTICATED,
        details: invalid,
      });
    }
  });

  it('lets a user read and write what its roles say, on every member', async () => {
    for (const name of cluster.names) {
      const her = alice.at(name);
      await her.put(`app/${name}`, name);
      expect(await her.get(`app/${name}`)).to.equal(name);
      expect(await her.get('shared/x')).to.equal(undefined);
      await her.put('drop', '');
      expect(await refusal(her.put('shared/x', ''))).to.deep.include({
        code: status.PERMISSION_DENIED,
        details: denied,
      });
      expect((await refusal(her.get('drop'))).details).to.equal(denied);
      expect((await refusal(her.get('drop', { serializable: true }))).details).to.equal(denied);
      expect((await refusal(her.get('app/', { range_end: bytes('app1') }))).details).to.equal(denied);
      expect((await refusal(her.get('\0', { range_end: bytes('\0') }))).details).to.equal(denied);
    }
  });

  it('asks for the right to read where a write tells what was there', async () => {
    const write = { key: bytes('drop'), value: bytes('x') };
    expect(await alice.refused('kv', 'Put', { ...write, prev_kv: true })).to.equal(denied);
    expect(await alice.refused('kv', 'Put', { key: bytes('drop'), ignore_value: true })).to.equal(denied);
    expect(await alice.refused('kv', 'DeleteRange', { key: bytes('drop'), prev_kv: true })).to.equal(denied);
    await alice.ask('kv', 'DeleteRange', { key: bytes('drop') });
    const nested = (op: object): object => ({ success: [{ request_txn: { failure: [op] } }] });
    const ops: [object, boolean][] = [
      [{ compare: [{ key: bytes('drop'), target: 'VERSION', version: 1 }] }, false],
      [{ compare: [{ key: bytes('shared/'), range_end: bytes('z'), target: 'VERSION', version: 1 }] }, false],
      [{ compare: [{ key: bytes('shared/'), target: 'VERSION', version: 1 }] }, true],
      [nested({ request_put: write }), true],
      [nested({ request_put: { ...write, prev_kv: true } }), false],
      [nested({ request_put: { key: bytes('shared/x') } }), false],
      [nested({ request_range: { key: bytes('drop') } }), false],
      [nested({ request_delete_range: { key: bytes('shared/x') } }), false],
      [nested({ request_delete_range: { key: bytes('app/'), range_end: bytes('app0'), prev_kv: true } }), true],
    ];
    for (const [txn, ok] of ops) {
      const outcome = await alice.ask('kv', 'Txn', txn).then(
        () => 'ok',
        (error: { details: string }) => error.details,
      );
      expect(outcome, JSON.stringify(txn)).to.equal(ok ? 'ok' : denied);
    }
  });

  it('binds leases to the rights to the keys on them', async () => {
    const { ID } = await root.ask<etcdserverpb.LeaseGrantResponse__Output>('lease', 'LeaseGrant', { TTL: 600 });
    await alice.put('app/leased', '', { lease: ID });
    await root.put('secret/leased', '', { lease: ID });
    const put = { key: bytes('app/other'), lease: ID };
    expect(await alice.refused('kv', 'Put', put)).to.equal(denied);
    expect(await alice.refused('kv', 'Txn', { success: [{ request_put: put }] })).to.equal(denied);
    expect(await alice.refused('lease', 'LeaseRevoke', { ID })).to.equal(denied);
    expect(await alice.refused('lease', 'LeaseTimeToLive', { ID, keys: true })).to.equal(denied);
    expect(await alice.refused('lease', 'LeaseLeases')).to.equal(denied);
    expect(await nobody().refused('lease', 'LeaseTimeToLive', { ID })).to.equal(nobodys);
    expect(await alice.ask('lease', 'LeaseTimeToLive', { ID })).to.include({ grantedTTL: '600' });
    expect(await renewal(alice, ID)).to.equal(denied);
    expect(await renewal(root, ID)).to.equal('600');
    await root.ask('kv', 'DeleteRange', { key: bytes('secret/leased') });
    expect(await renewal(alice, ID)).to.equal('600');
    await alice.ask('lease', 'LeaseTimeToLive', { ID, keys: true });
    await alice.ask('lease', 'LeaseLeases');
    await alice.ask('lease', 'LeaseRevoke', { ID });
  });

  it('refuses to watch what may not be read, in the form of etcd', async () => {
    const client = alice.client<etcdserverpb.WatchClient>('watch');
    const stream = cleanup.own(client.Watch(alice.metadata), (each) => each.cancel());
    const responses: etcdserverpb.WatchResponse__Output[] = [];
    stream.on('error', () => undefined).on('data', (each: etcdserverpb.WatchResponse__Output) => responses.push(each));
    stream.write({ create_request: { key: bytes('secret/') } });
    stream.write({ create_request: { key: bytes('app/'), range_end: bytes('app0') } });
    stream.write({ create_request: {} });
    await eventually(() => responses.length === 3, 'three answers');
    const refused = {
      watch_id: '-1',
      created: true,
      canceled: true,
      cancel_reason: `rpc error: code = PermissionDenied desc = ${denied}`,
    };
    expect(responses[0]).to.include(refused);
    expect(responses[1]).to.include({ watch_id: '0', created: true, canceled: false });
    expect(responses[2]).to.include(refused);
    await alice.put('app/watched', '');
    await eventually(() => responses[3]?.events.length === 1, 'the event');
  });

  it('answers nobody who watches, and whose token is forged', async () => {
    const reasons = [
      [nobody(), `rpc error: code = InvalidArgument desc = ${nobodys}`],
      [
        new UserOf(cluster, follower, cleanup, 'forged.99999999'),
        `rpc error: code = Unauthenticated desc = ${invalid}`,
      ],
    ] as const;
    for (const [user, reason] of reasons) {
      const stream = cleanup.own(user.client<etcdserverpb.WatchClient>('watch').Watch(user.metadata), (s) =>
        s.cancel(),
      );
      const answer = new Promise<etcdserverpb.WatchResponse__Output>((resolve) => stream.once('data', resolve));
      stream.on('error', () => undefined).write({ create_request: { key: bytes('app/a') } });
      expect((await answer).cancel_reason).to.equal(reason);
    }
  });

  it('leaves the cluster to root', async () => {
    const forRoot = [
      ['kv', 'Compact', { revision: 1 }],
      ['cluster', 'MemberRemove', { ID: 1 }],
      ['cluster', 'MemberAdd', { peerURLs: ['http://x:1'] }],
      ['maintenance', 'Alarm', { action: 'DEACTIVATE', alarm: 'NOSPACE' }],
      ['maintenance', 'Defragment', {}],
      ['maintenance', 'HashKV', {}],
      ['maintenance', 'MoveLeader', { targetID: 1 }],
      ['auth', 'AuthDisable', {}],
      ['auth', 'AuthStatus', {}],
      ['auth', 'UserList', {}],
      ['auth', 'RoleList', {}],
      ['auth', 'UserGet', { name: 'root' }],
      ['auth', 'RoleGet', { role: 'other' }],
      ['auth', 'UserGrantRole', { user: 'alice', role: 'root' }],
      ['auth', 'UserChangePassword', { name: 'root', password: 'x' }],
    ] as const;
    for (const [service, method, request] of forRoot) {
      expect(await alice.refused(service, method, request), method).to.equal(denied);
      expect(await nobody().refused(service, method, request), method).to.equal(nobodys);
    }
    for (const [service, method, request] of [
      ['cluster', 'MemberList', {}],
      ['maintenance', 'Status', {}],
      ['maintenance', 'Alarm', { action: 'GET' }],
    ] as const) {
      await alice.ask(service, method, request);
      expect(await nobody().refused(service, method, request), method).to.equal(nobodys);
    }
    expect(await alice.ask('auth', 'UserGet', { name: 'alice' })).to.deep.include({ roles: ['app'] });
    expect(await alice.ask<{ perm: object[] }>('auth', 'RoleGet', { role: 'app' }))
      .to.have.property('perm')
      .of.length(3);
    await root.ask('maintenance', 'HashKV');
    expect(await root.ask('auth', 'AuthStatus')).to.include({ enabled: true });
  });

  it('takes a permission away on all members at once', async () => {
    const perm = { permType: 'READWRITE', key: bytes('once') };
    await root.auth('RoleGrantPermission', { name: 'app', perm });
    for (const name of cluster.names) {
      // A linearizable read waits until the member knows of it; a write at once may be refused as of an old revision.
      expect(await alice.at(name).get('once')).not.to.equal(name);
      await alice.at(name).put('once', name);
    }
    await root.auth('RoleRevokePermission', { role: 'app', key: perm.key });
    await Promise.all(
      cluster.names.map(async (name) => {
        expect((await refusal(alice.at(name).get('once'))).details).to.equal(denied);
        // A member that has not applied it yet proposes with what it knew: that is refused too.
        expect((await refusal(alice.at(name).put('once', ''))).details).to.be.oneOf([
          denied,
          'etcdserver: revision of auth store is old',
        ]);
      }),
    );
  });

  it('refuses what was proposed before a permission was taken away', async () => {
    const { member } = cluster.member(leader);
    const caller = { user: 'root', revision: member.machine.auth.revision - 1 };
    const proposed = (user: string): Promise<string> =>
      new Promise((resolve) =>
        member.propose(
          { kind: 'store', request: { kind: 'put', key: bytes('app/late'), value: bytes('') } },
          (error) => resolve(error?.message ?? 'ok'),
          { ...caller, user },
        ),
      );
    expect(await proposed('alice')).to.equal('etcdserver: revision of auth store is old');
    expect(await root.get('app/late')).to.equal(undefined);
  });

  it('voids the tokens of a user with another password, or none at all', async () => {
    await root.auth('UserAdd', { name: 'bob', password: 'bob-password' });
    const bob = await login(cluster, cleanup, follower, 'bob');
    expect((await refusal(bob.get('app/a'))).details).to.equal(denied);
    await root.auth('UserChangePassword', { name: 'bob', password: 'new' });
    expect((await refusal(bob.get('app/a'))).details).to.equal(invalid);
    expect((await refusal(login(cluster, cleanup, leader, 'bob'))).code).to.equal(status.INVALID_ARGUMENT);
    const again = await login(cluster, cleanup, leader, 'bob', 'new');
    await root.auth('UserDelete', { name: 'bob' });
    for (const name of cluster.names) expect((await refusal(again.at(name).get('app/a'))).details).to.equal(invalid);
  });

  it('refuses a password longer than what bcrypt looks at, and one for a user without', async () => {
    const password = 'x'.repeat(73);
    expect(await root.refused('auth', 'UserAdd', { name: 'long', password })).to.contain('at most 72 bytes');
    await root.auth('UserAdd', { name: 'long', password: password.slice(1) });
    await login(cluster, cleanup, leader, 'long', password.slice(1));
    expect((await refusal(login(cluster, cleanup, leader, 'long', password))).code).to.equal(status.INVALID_ARGUMENT);
    await root.auth('UserAdd', { name: 'cn', options: { no_password: true } });
    expect((await refusal(login(cluster, cleanup, leader, 'cn', ''))).details).to.contain('no password user');
  });

  it('lets the member itself compact and raise alarms', async () => {
    const { member } = cluster.member(follower);
    const { SERVER } = await import('@kuorum/store/server/internals');
    const compacted = await new Promise((resolve) =>
      member.propose({ kind: 'store', request: { kind: 'compact', revision: 2 } }, resolve, SERVER),
    );
    expect(compacted).to.equal(undefined);
  });

  it('asks for rights while the members are out of space, too', async () => {
    const alarm = { alarm: 'NOSPACE', memberID: cluster.member(leader).memberId.toString() };
    await root.ask('maintenance', 'Alarm', { action: 'ACTIVATE', ...alarm });
    expect(await alice.refused('auth', 'AuthDisable')).to.equal(denied);
    expect(await alice.refused('kv', 'DeleteRange', { key: bytes('secret/x') })).to.equal(denied);
    expect(await alice.refused('kv', 'Put', { key: bytes('app/full') })).to.contain('space exceeded');
    await root.ask('maintenance', 'Alarm', { action: 'DEACTIVATE', ...alarm });
  });

  it('keeps users and tokens when the leader changes', async () => {
    const target = cluster.member(follower).memberId;
    await root.ask('maintenance', 'MoveLeader', { targetID: target.toString() });
    expect(await cluster.leader()).to.equal(follower);
    for (const name of cluster.names) expect(await alice.at(name).get('app/m1')).to.equal('m1');
    expect((await refusal(nobody().get('app/a'))).details).to.equal(nobodys);
    [leader, follower] = [follower, leader];
  });

  it('forgets tokens, not users, when a member starts again', async () => {
    await cluster.stopMember(follower);
    await cluster.startMember(follower);
    await cluster.leader();
    expect((await refusal(nobody(follower).get('app/a'))).details).to.equal(nobodys);
    const her = await login(cluster, cleanup, follower, 'alice');
    await her.put('app/again', 'x');
    expect(await her.get('app/again')).to.equal('x');
  });

  it('ends with all tokens when root turns it off', async () => {
    root = await login(cluster, cleanup, leader, 'root');
    await root.auth('AuthDisable');
    expect(await nobody(leader).get('app/again')).to.equal('x');
    expect((await refusal(login(cluster, cleanup, leader, 'root'))).details).to.equal(
      'etcdserver: authentication is not enabled',
    );
    await nobody(leader).auth('AuthEnable');
    expect((await refusal(root.get('app/again'))).details).to.equal(invalid);
  });
});

/** The TTL that a renewal is answered with, or the text that it is refused with. */
function renewal(user: UserOf, ID: string): Promise<string> {
  const stream = user.client<etcdserverpb.LeaseClient>('lease').LeaseKeepAlive(user.metadata);
  return new Promise((resolve) => {
    stream.once('data', (response: etcdserverpb.LeaseKeepAliveResponse__Output) => resolve(response.TTL));
    stream.once('error', (error: Error & { details?: string }) => resolve(error.details ?? error.message));
    stream.write({ ID });
  }).finally(() => stream.cancel()) as Promise<string>;
}
