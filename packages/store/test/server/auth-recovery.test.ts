/** Users where members come and go: an installed snapshot brings them, and no password is found anywhere. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@kuorum/base/node';
import { checkAuthInvariants } from '@kuorum/store/auth';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { refusal, TestCluster } from './cluster.js';
import { login, UserOf, withUsers } from './users.js';

const auth = { token: { kind: 'simple', ttlMs: 60_000 }, bcryptCost: 4, clientCertAuth: false } as const;

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
