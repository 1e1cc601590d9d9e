/** Users where members come and go: an installed snapshot brings them, and no password is found anywhere. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@kuorum/base/node';
import { checkAuthInvariants } from '@kuorum/store/auth';
import type { StateDb } from '@kuorum/store/storage';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { refusal, TestCluster } from './cluster.js';
import { login, UserOf, withUsers, type Service } from './users.js';

const auth = { token: { kind: 'simple', ttlMs: 60_000 }, bcryptCost: 4, clientCertAuth: false } as const;

/** Holds the next look through records from the database, as that of a large state takes long. */
function hold(db: StateDb): { readonly hasBegun: Promise<void>; readonly goOn: () => void } {
  const [begun, released] = [signal(), signal()];
  const scan = db.scan.bind(db);
  db.scan = async function* (prefix) {
    begun.give();
    await released.given;
    yield* scan(prefix);
  };
  return { hasBegun: begun.given, goOn: released.give };
}

function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

describe('users outlive', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('what a member missed: an installed snapshot brings them', async () => {
    const cluster = await TestCluster.start(cleanup, 3, { auth, snapshotCount: 20, snapshotCatchUpEntries: 5 });
    const late = await cluster.follower();
    const founder = new UserOf(cluster, await cluster.leader(), cleanup);
    await founder.auth('UserAdd', { name: 'early', password: 'x' });
    await founder.auth('RoleAdd', { name: 'early' });
    await eventually(() => cluster.member(late).member.machine.auth.role('early'), 'what will be gone');
    await cluster.stopMember(late);
    const first = await cluster.leader();
    const root = await withUsers(cluster, cleanup, first);
    await root.auth('UserDelete', { name: 'early' });
    await root.auth('RoleDelete', { role: 'early' });
    for (let i = 0; i < 60; i++) await root.put(`app/${i}`, 'x');
    await cluster.startMember(late);
    const { member } = cluster.member(late);
    await eventually(() => member.machine.auth.enabled, 'the users on the member that was late');
    expect(member.metrics.snapshotsInstalled).to.be.greaterThan(0);
    checkAuthInvariants(member.machine.auth);
    expect(member.machine.auth.userNames()).to.deep.equal(['alice', 'root']);
    expect(member.machine.auth.roleNames()).to.deep.equal(['app']);
    expect(member.machine.auth.revision).to.equal(cluster.member(first).member.machine.auth.revision);
    const alice = await login(cluster, cleanup, late, 'alice');
    expect(await alice.get('app/59')).to.equal('x');
    expect((await refusal(alice.get('secret'))).details).to.equal('etcdserver: permission denied');
    // Its state is on its own disk by now.
    await cluster.stopMember(late);
    await cluster.startMember(late);
    expect(cluster.member(late).member.machine.auth.userNames()).to.deep.equal(['alice', 'root']);
  });

  it('the moment in which a snapshot brings them: nobody gets by while it is loaded', async () => {
    const cluster = await TestCluster.start(cleanup, 3, { auth, snapshotCount: 20, snapshotCatchUpEntries: 5 });
    const late = await cluster.follower();
    const founder = new UserOf(cluster, await cluster.leader(), cleanup);
    const id = Number(
      (await founder.ask<etcdserverpb.LeaseGrantResponse__Output>('lease', 'LeaseGrant', { TTL: 60 })).ID,
    );
    await cluster.stopMember(late);
    const root = await withUsers(cluster, cleanup, await cluster.leader());
    for (let i = 0; i < 60; i++) await root.put(`app/${i}`, 'x');
    await cluster.startMember(late);
    const { member } = cluster.member(late);
    const load = hold(member.machine.db);
    cleanup.add(() => load.goOn());
    await load.hasBegun;
    const nobody = new UserOf(cluster, late, cleanup);
    const url = { peerURLs: ['http://127.0.0.1:1'] };
    const calls: readonly [Service, string, object][] = [
      ['cluster', 'MemberAdd', { ...url, isLearner: true }],
      ['cluster', 'MemberRemove', { ID: String(member.id) }],
      ['cluster', 'MemberUpdate', { ID: String(member.id), ...url }],
      ['cluster', 'MemberPromote', { ID: String(member.id) }],
      ['cluster', 'MemberList', {}],
      ['maintenance', 'Defragment', {}],
      ['maintenance', 'Alarm', {}],
      ['lease', 'LeaseTimeToLive', { ID: id, keys: true }],
      ['kv', 'Put', { key: Buffer.from('app/x') }],
    ];
    const answers = calls.map(([service, method, request]) => nobody.refused(service, method, request));
    // The same connection has brought the others before.
    const read = nobody.refused('kv', 'Range', { key: Buffer.from('app/x'), serializable: true });
    expect(await read).to.equal('etcdserver: member is installing a snapshot');
    load.goOn();
    expect(await Promise.all(answers)).to.deep.equal(calls.map(() => 'etcdserver: user name is empty'));
    expect(member.machine.members.list()).to.have.length(3);
  });

  it('a restart of all members', async () => {
    const cluster = await TestCluster.start(cleanup, 3, { auth });
    const root = await withUsers(cluster, cleanup, 'm1');
    await root.put('app/x', 'x');
    await cluster.stopAll();
    await Promise.all(cluster.names.map((name) => cluster.startMember(name)));
    await cluster.leader();
    expect((await refusal(root.at('m2').get('app/x'))).details).to.equal('etcdserver: invalid auth token');
    expect(await (await login(cluster, cleanup, 'm3', 'alice')).get('app/x')).to.equal('x');
  });
});

describe('passwords', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('are in no log at any level, and in no file', async () => {
    const lines: string[] = [];
    const log = (fields: object, message: string): void => {
      const text = JSON.stringify(fields, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
      lines.push(`${text} ${message}`);
    };
    const logger: Logger = { debug: log, info: log, warn: log, error: log, child: () => logger };
    const dataDir = await cleanup.tempDir();
    const cluster = await TestCluster.create(cleanup, 1, { auth, logLevel: 'debug', dataDir });
    await cluster.startMember('m1', { logger });
    await cluster.leader();
    const root = await withUsers(cluster, cleanup, 'm1');
    await root.auth('UserChangePassword', { name: 'alice', password: 'changed-password' });
    await refusal(login(cluster, cleanup, 'm1', 'alice', 'wrong-password'));
    await refusal(root.ask('auth', 'UserAdd', { name: 'alice', password: 'twice-password' }));
    await login(cluster, cleanup, 'm1', 'alice', 'changed-password');
    await cluster.stopAll();
    expect(lines).not.to.deep.equal([]);
    expect(lines.filter((line) => line.includes('-password') || line.includes(root.token ?? 'no token'))).to.deep.equal(
      [],
    );
    const files = await readdir(dataDir, { recursive: true, withFileTypes: true });
    const contents = await Promise.all(
      files.filter((each) => each.isFile()).map((each) => readFile(join(each.parentPath, each.name))),
    );
    expect(contents.some((content) => content.includes('alice'))).to.equal(true);
    expect(contents.filter((content) => content.includes('-password'))).to.deep.equal([]);
  });
});
