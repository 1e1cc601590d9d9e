/** Debian's etcdctl 3.4 through all of its commands for users and roles, against every member. */
import { execFile, type ExecFileException } from 'node:child_process';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { TestCluster } from './cluster.js';

const env = { ...process.env, ETCDCTL_API: '3' };
const auth = { token: { kind: 'simple', ttlMs: 60_000 }, bcryptCost: 4, clientCertAuth: false } as const;

describe('etcdctl and users', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;

  before(async () => {
    cluster = await TestCluster.start(cleanup, 3, { auth });
  });
  after(() => cleanup.run());

  interface Run {
    readonly user?: string;
    readonly input?: string;
  }
  /** What it prints; of one that fails, what it says. */
  const etcdctl = (name: string, words: string, { user, input = '' }: Run = {}): Promise<string> =>
    new Promise((resolve) => {
      const who = user === undefined ? [] : ['--user', user];
      const argv = ['--endpoints', cluster.target(name), ...who, ...words.split(' ')];
      const done = (error: ExecFileException | null, stdout: string, stderr: string): void =>
        resolve((error === null ? stdout : stderr).trim());
      execFile('etcdctl', argv, { env }, done).stdin?.end(input);
    });
  const root = { user: 'root:rootpw' };
  const alice = { user: 'alice:alicepw' };

  it('sets up users and roles, and turns authentication on', async () => {
    expect(await etcdctl('m1', 'auth enable')).to.contain('etcdserver: root user does not exist');
    expect(await etcdctl('m1', 'user add root:rootpw')).to.equal('User root created');
    expect(await etcdctl('m2', 'user add alice --interactive=false', { input: 'alicepw\n' })).to.equal(
      'User alice created',
    );
    expect(await etcdctl('m3', 'user add machine --no-password')).to.equal('User machine created');
    expect(await etcdctl('m3', 'user add alice:x')).to.contain('etcdserver: user name already exists');
    expect(await etcdctl('m1', 'role add app')).to.equal('Role app created');
    expect(await etcdctl('m2', 'role grant-permission app readwrite app/ --prefix')).to.equal('Role app updated');
    expect(await etcdctl('m3', 'role grant-permission app read one')).to.equal('Role app updated');
    expect(await etcdctl('m1', 'role grant-permission app write z --from-key')).to.equal('Role app updated');
    expect(await etcdctl('m1', 'user grant-role alice app')).to.equal('Role app is granted to user alice');
    expect(await etcdctl('m2', 'user grant-role alice none')).to.contain('etcdserver: role name not found');
    // It gives root the role by itself.
    expect(await etcdctl('m1', 'auth enable')).to.contain('Authentication Enabled');
    for (const name of cluster.names)
      expect(await etcdctl(name, 'get app/x')).to.contain('etcdserver: user name is empty');
  });

  it('shows them', async () => {
    for (const name of cluster.names) {
      expect(await etcdctl(name, 'user list', root)).to.equal('alice\nmachine\nroot');
      expect(await etcdctl(name, 'role list', root)).to.equal('app\nroot');
      expect(await etcdctl(name, 'user get alice', root)).to.equal('User: alice\nRoles: app');
      expect(await etcdctl(name, 'user get alice', alice)).to.equal('User: alice\nRoles: app');
      expect(await etcdctl(name, 'user get alice --detail', root)).to.contain('[app/, app0) (prefix app/)');
      const role = await etcdctl(name, 'role get app', root);
      expect(role).to.equal(
        'Role app\nKV Read:\n\t[app/, app0) (prefix app/)\n\tone\nKV Write:\n\t[app/, app0) (prefix app/)\n\t[z, <open ended>',
      );
      expect(await etcdctl(name, 'role get root', root)).to.contain('Role root\nKV Read:\n\t[, <open ended>');
    }
  });

  it('reads and writes what the user may, and nothing else', async () => {
    for (const name of cluster.names) {
      expect(await etcdctl(name, 'put app/x 1', alice)).to.equal('OK');
      expect(await etcdctl(name, 'get app/x', alice)).to.equal('app/x\n1');
      expect(await etcdctl(name, 'get app/ --prefix --keys-only', alice)).to.equal('app/x');
      expect(await etcdctl(name, 'put zz 1', alice)).to.equal('OK');
      expect(await etcdctl(name, 'get zz', alice)).to.contain('etcdserver: permission denied');
      expect(await etcdctl(name, 'put one 1', alice)).to.contain('etcdserver: permission denied');
      expect(await etcdctl(name, 'del app/ --from-key', alice)).to.contain('etcdserver: permission denied');
      expect(await etcdctl(name, 'member list', alice)).to.contain('started');
      expect(await etcdctl(name, 'compaction 2', alice)).to.contain('etcdserver: permission denied');
      expect(await etcdctl(name, 'user list', alice)).to.contain('etcdserver: permission denied');
      expect(await etcdctl(name, 'get app/x', { user: 'alice:wrong' })).to.contain(
        'etcdserver: authentication failed, invalid user ID or password',
      );
      expect(await etcdctl(name, 'watch one two', alice)).to.contain('etcdserver: permission denied');
      expect(await etcdctl(name, 'endpoint status', root)).to.contain('3.5.13');
      expect(await etcdctl(name, 'get app/x', root)).to.equal('app/x\n1');
    }
  });

  it('locks and elects as a user', async () => {
    for (const name of cluster.names) {
      expect(await etcdctl(name, 'lock app/lock echo locked', alice)).to.equal('locked');
      expect(await etcdctl(name, 'lock other echo locked', alice)).to.contain('etcdserver: permission denied');
    }
  });

  it('takes it all back', async () => {
    expect(await etcdctl('m1', 'role revoke-permission app one', root)).to.contain('revoked from role app');
    expect(await etcdctl('m2', 'role revoke-permission app one', root)).to.contain(
      'etcdserver: permission is not granted to the role',
    );
    expect(await etcdctl('m3', 'get one', alice)).to.contain('etcdserver: permission denied');
    expect(await etcdctl('m3', 'user passwd alice --interactive=false', { ...root, input: 'newpw\n' })).to.equal(
      'Password updated',
    );
    expect(await etcdctl('m1', 'get app/x', alice)).to.contain('etcdserver: authentication failed');
    expect(await etcdctl('m1', 'get app/x', { user: 'alice:newpw' })).to.equal('app/x\n1');
    expect(await etcdctl('m2', 'user revoke-role alice app', root)).to.equal('Role app is revoked from user alice');
    expect(await etcdctl('m2', 'user revoke-role alice app', root)).to.contain(
      'etcdserver: role is not granted to the user',
    );
    expect(await etcdctl('m3', 'get app/x', { user: 'alice:newpw' })).to.contain('etcdserver: permission denied');
    expect(await etcdctl('m1', 'user delete root', root)).to.contain('etcdserver: invalid auth management');
    expect(await etcdctl('m1', 'user delete alice', root)).to.equal('User alice deleted');
    expect(await etcdctl('m2', 'user delete alice', root)).to.contain('etcdserver: user name not found');
    expect(await etcdctl('m3', 'role delete app', root)).to.equal('Role app deleted');
    expect(await etcdctl('m1', 'role delete app', root)).to.contain('etcdserver: role name not found');
    expect(await etcdctl('m2', 'auth disable', root)).to.equal('Authentication Disabled');
    for (const name of cluster.names) expect(await etcdctl(name, 'get app/x')).to.equal('app/x\n1');
  });
});
