/** Debian's etcdctl 3.4 (package etcd-client), a client that nobody here wrote, against every member. */
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { TestCluster } from './cluster.js';

const run = promisify(execFile);
const env = { ...process.env, ETCDCTL_API: '3' };

describe('etcdctl', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;

  before(async () => {
    await run('etcdctl', ['version'], { env }).catch((cause: unknown) => {
      throw new Error('etcdctl is needed for this test: apt-get install etcd-client', { cause });
    });
    cluster = await TestCluster.start(cleanup, 3);
  });
  after(() => cleanup.run());

  const etcdctl = async (name: string, ...words: string[]): Promise<string> =>
    (await run('etcdctl', ['--endpoints', cluster.target(name), ...words], { env })).stdout.trim();
  const everywhere = (title: string, body: (name: string) => Promise<void>): void => {
    for (const name of ['m1', 'm2', 'm3']) it(`${title} (${name})`, () => body(name));
  };
  const withInput = (name: string, words: string[], input: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = execFile('etcdctl', ['--endpoints', cluster.target(name), ...words], { env }, (error, stdout) =>
        error === null ? resolve(stdout.trim()) : reject(new Error(`etcdctl ${words.join(' ')}`, { cause: error })),
      );
      child.stdin?.end(input);
    });

  everywhere('puts, gets and deletes', async (name) => {
    expect(await etcdctl(name, 'put', `key-${name}`, 'value')).to.equal('OK');
    expect(await etcdctl(name, 'get', `key-${name}`)).to.equal(`key-${name}\nvalue`);
    expect(await etcdctl(name, 'get', 'key-', '--prefix', '--keys-only')).to.equal(`key-${name}`);
    expect(await etcdctl(name, 'del', `key-${name}`)).to.equal('1');
    expect(await etcdctl(name, 'get', `key-${name}`)).to.equal('');
  });

  everywhere('runs transactions', async (name) => {
    await etcdctl(name, 'put', `txn-${name}`, 'one');
    const input = `value("txn-${name}") = "one"\n\nput txn-${name} two\n\nput txn-${name} other\n\n`;
    expect(await withInput(name, ['txn'], input)).to.equal('SUCCESS\n\nOK');
    expect(await withInput(name, ['txn'], input)).to.equal('FAILURE\n\nOK');
  });

  everywhere('watches from a revision of the future', async (name) => {
    const words = ['--endpoints', cluster.target(name), 'watch', 'future', '--rev', '9223372036854775807'];
    const before = cluster.member(name).member.machine.watches.watcherCount;
    const child = cleanup.own(spawn('etcdctl', words, { env }), (process) => process.kill());
    await eventually(() => cluster.member(name).member.machine.watches.watcherCount > before, 'the watch');
    expect(await etcdctl(name, 'put', 'future', 'x')).to.equal('OK');
    expect(child.exitCode).to.equal(null);
  });

  everywhere('watches, from now and from the past', async (name) => {
    const { header } = JSON.parse(await etcdctl(name, 'put', 'watched', 'past', '-w', 'json')) as {
      header: { revision: number };
    };
    const words = ['--endpoints', cluster.target(name), 'watch', 'watched', '--rev', String(header.revision)];
    const child = cleanup.own(spawn('etcdctl', words, { env }), (process) => process.kill());
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually(() => output === 'PUT\nwatched\npast\n', 'the past');
    await etcdctl(name, 'del', 'watched');
    await eventually(() => output === 'PUT\nwatched\npast\nDELETE\nwatched\n\n', 'the deletion');
  });

  everywhere('grants, keeps alive, shows and revokes leases', async (name) => {
    const id = / ([0-9a-f]+) granted with TTL\(60s\)/.exec(await etcdctl(name, 'lease', 'grant', '60'))?.[1] ?? '';
    await etcdctl(name, 'put', `leased-${name}`, 'x', `--lease=${id}`);
    expect(await etcdctl(name, 'lease', 'keep-alive', '--once', id)).to.equal(`lease ${id} keepalived with TTL(60)`);
    expect(await etcdctl(name, 'lease', 'timetolive', id, '--keys')).to.contain(`attached keys([leased-${name}])`);
    expect(await etcdctl(name, 'lease', 'list')).to.contain(id);
    await etcdctl(name, 'lease', 'revoke', id);
    expect(await etcdctl(name, 'get', `leased-${name}`)).to.equal('');
  });

  everywhere('shows the status of an endpoint that is given as a URL', async (name) => {
    const words = ['--endpoints', `http://${cluster.target(name)}`, 'endpoint', 'status'];
    expect((await run('etcdctl', words, { env })).stdout).to.contain('3.5.13');
  });

  everywhere('shows the status of an endpoint', async (name) => {
    const table = await etcdctl(name, 'endpoint', 'status', '-w', 'table');
    expect(table).to.contain(cluster.member(name).memberId.toString(16));
    expect(table).to.contain('3.5.13');
    // etcdctl writes this line to standard error.
    const { stderr } = await run('etcdctl', ['--endpoints', cluster.target(name), 'endpoint', 'health'], { env });
    expect(stderr).to.contain('is healthy');
  });

  everywhere('lists the members', async (name) => {
    const table = await etcdctl(name, 'member', 'list', '-w', 'table');
    for (const each of cluster.names) {
      expect(table).to.match(
        new RegExp(`started \\| +${each} \\| http://${each}:2380 \\| ${cluster.member(each).clientUrls[0]}`),
      );
    }
  });

  it('compacts', async () => {
    const { header } = JSON.parse(await etcdctl('m2', 'put', 'compacted', 'x', '-w', 'json')) as {
      header: { revision: number };
    };
    expect(await etcdctl('m2', 'compaction', String(header.revision))).to.equal(
      `compacted revision ${header.revision}`,
    );
    const failure = await etcdctl('m3', 'get', 'compacted', '--rev', '1').catch((error: Error) => error.message);
    expect(failure).to.contain('etcdserver: mvcc: required revision has been compacted');
  });

  it('moves the leader', async () => {
    const [leader, follower] = [await cluster.leader(), await cluster.follower()];
    await etcdctl(leader, 'move-leader', cluster.member(follower).memberId.toString(16));
    expect(await cluster.leader()).to.equal(follower);
  });
});
