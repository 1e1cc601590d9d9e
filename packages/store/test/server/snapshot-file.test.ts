/** Snapshots in etcd's own form, judged by etcd itself: Debian's etcdctl 3.4 and the etcd that it restores them into. */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { etcdFile } from '@kuorum/store/server/internals';
import { BoltReader } from '@kuorum/store/storage';
import { Cleanup } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, put, TestCluster } from './cluster.js';
import { startRestoredEtcd } from './restored-etcd.js';

const run = promisify(execFile);
const env = { ...process.env, ETCDCTL_API: '3' };
const bytes = (text: string): Buffer => Buffer.from(text);

interface Status {
  readonly hash: number;
  readonly revision: number;
  readonly totalKey: number;
  readonly totalSize: number;
}

const status = async (file: string): Promise<Status> =>
  JSON.parse((await run('etcdctl', ['snapshot', 'status', file, '-w', 'json'], { env })).stdout) as Status;

/** What an import makes of the users and roles in a file. */
function authOf(path: string): string[] {
  const file = BoltReader.open(path);
  try {
    return [...etcdFile.importAuth(file)].map((record) => record.map((each) => Buffer.from(each).toString()).join(' '));
  } finally {
    file.close();
  }
}

describe('Maintenance.Snapshot', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;
  let directory: string;

  before(async () => {
    directory = await cleanup.tempDir();
    cluster = await TestCluster.start(cleanup, 3);
  });
  after(() => cleanup.run());

  const save = async (name: string, file: string): Promise<string> => {
    const path = join(directory, file);
    await run('etcdctl', ['--endpoints', cluster.target(name), 'snapshot', 'save', path], { env });
    return path;
  };

  it('of an empty store is one that etcdctl takes', async () => {
    const { revision, totalSize } = await status(await save('m1', 'empty.db'));
    expect(revision).to.equal(0);
    expect(totalSize).to.be.greaterThan(0);
  });

  it('restored into a real etcd answers as we do: keys, old revisions, leases, versions, what is deleted', async () => {
    const clients = cluster.clients('m1');
    await call(clients.lease, 'LeaseGrant', { ID: '77', TTL: '6000' });
    await call(clients.kv, 'Put', { key: bytes('leased'), value: bytes('l'), lease: '77' });
    const big = 'x'.repeat(300_000);
    for (let i = 0; i < 400; i++) await put(clients, `k/${i % 50}`, `v${i}`);
    const old = await put(clients, 'big', big);
    await call(clients.kv, 'DeleteRange', { key: bytes('k/1'), range_end: bytes('k/2') });
    const txn: etcdserverpb.TxnRequest = {
      success: ['t/1', 't/2', 't/3'].map((key) => ({ request_put: { key: bytes(key), value: bytes('t') } })),
    };
    await call(clients.kv, 'Txn', txn);
    await call(clients.kv, 'Compact', { revision: String(old - 20), physical: true });
    const newest = await put(clients, 'k/1', 'again');
    const file = await save('m1', 'full.db');
    expect(await status(file)).to.include({ revision: newest });

    const etcd = await startRestoredEtcd(cleanup, file);
    const ours = ['--endpoints', cluster.target('m1')];
    const theirs = ['--endpoints', etcd];
    for (const words of [
      ['get', '', '--from-key'],
      ['get', '', '--from-key', `--rev=${old}`],
      ['get', '', '--from-key', `--rev=${old - 20}`],
      ['get', '', '--from-key', '--sort-by=MODIFY', '-w', 'fields'],
    ]) {
      const [here, there] = await Promise.all(
        [ours, theirs].map(async (where) => {
          const { stdout } = await run('etcdctl', [...where, ...words], { env, maxBuffer: 64 * 1024 * 1024 });
          // The header says who answers.
          return stdout.split('\n').filter((line) => !/^"(ClusterID|MemberID|RaftTerm)"/.test(line));
        }),
      );
      expect(here?.length).to.be.greaterThan(50);
      expect(there, words.join(' ')).to.deep.equal(here);
    }
    const lease = await run('etcdctl', [...theirs, 'lease', 'timetolive', '4d', '--keys'], { env });
    expect(lease.stdout).to.match(
      /lease 0*4d granted with TTL\(6000s\), remaining\(\d+s\), attached keys\(\[leased\]\)/,
    );
    const compacted = await run('etcdctl', [...theirs, 'get', 'big', `--rev=${old - 21}`], { env }).catch(
      (error: Error) => error.message,
    );
    expect(compacted).to.contain('required revision has been compacted');
    expect((await run('etcdctl', [...theirs, 'put', 'on', 'it-goes'], { env })).stdout).to.equal('OK\n');
  });

  it('takes users, roles and that authentication is on along, to a real etcd and back', async () => {
    const single = await TestCluster.start(cleanup, 1);
    const ours = ['--endpoints', single.target('m1')];
    const root = '--user=root:secret';
    const etcdctl = async (...words: string[]): Promise<string> =>
      (await run('etcdctl', words, { env }).catch((error: Error & { stderr: string }) => ({ stdout: error.stderr })))
        .stdout;
    await etcdctl(...ours, 'user', 'add', 'root:secret');
    await etcdctl(...ours, 'user', 'add', 'reader:hidden');
    await etcdctl(...ours, 'role', 'add', 'readers');
    await etcdctl(...ours, 'role', 'grant-permission', 'readers', 'read', 'r/', '--prefix');
    await etcdctl(...ours, 'role', 'grant-permission', 'readers', 'readwrite', 'own');
    await etcdctl(...ours, 'user', 'grant-role', 'reader', 'readers');
    await etcdctl(...ours, 'user', 'grant-role', 'root', 'root');
    await etcdctl(...ours, 'put', 'r/1', 'readable');
    expect(await etcdctl(...ours, 'auth', 'enable')).to.equal('Authentication Enabled\n');
    const file = join(directory, 'auth.db');
    await etcdctl(...ours, root, 'snapshot', 'save', file);

    const theirs = ['--endpoints', await startRestoredEtcd(cleanup, file)];
    const again = join(directory, 'auth-again.db');
    await etcdctl(...theirs, root, 'snapshot', 'save', again);
    for (const where of [ours, theirs]) {
      expect(await etcdctl(...where, 'get', 'r/1')).to.contain('etcdserver: user name is empty');
      expect(await etcdctl(...where, '--user=reader:hidden', 'get', 'r/1')).to.equal('r/1\nreadable\n');
      expect(await etcdctl(...where, '--user=reader:hidden', 'put', 'r/1', 'x')).to.contain('permission denied');
      expect(await etcdctl(...where, '--user=reader:hidden', 'put', 'own', 'x')).to.equal('OK\n');
      expect(await etcdctl(...where, root, 'role', 'get', 'readers')).to.contain('[r/, r0)');
    }
    // What etcd made of it is read back as it was.
    const [before, after] = [authOf(file), authOf(again)];
    expect(before.length).to.equal(4);
    expect(after).to.deep.equal(before);
  });

  it('is of one moment while writes go on, and leaves nothing behind', async () => {
    const clients = cluster.clients('m2');
    let writing = true;
    const writer = (async () => {
      for (let i = 0; writing; i++) await put(clients, 'counter', String(i));
    })();
    const files = await Promise.all([save('m2', 'a.db'), save('m2', 'b.db')]);
    writing = false;
    await writer;
    for (const file of files) expect((await status(file)).revision).to.be.greaterThan(0);
    const left = await readdir(join(cluster.directoryOf('m2'), 'member', 'tmp'));
    expect(left).to.deep.equal([]);
  });
});
