/** `snapshot save|status|restore` on our members and on a real etcd's, with etcdctl's output as the measure. */
import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FlagError, runSnapshotCommand, StartRefusal, startStoreMember, type RunningStore } from '@kuorum/store';
import { etcdFile } from '@kuorum/store/server/internals';
import { BoltWriter, type BoltEntry } from '@kuorum/store/storage';
import { silentLogger } from '@kuorum/base/node';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, get, memberOptions, put, range, refusal, TestCluster, type Clients } from './cluster.js';
import { startEtcd } from './restored-etcd.js';

const execute = promisify(execFile);
const env = { ...process.env, ETCDCTL_API: '3' };
const bytes = (text: string): Buffer => Buffer.from(text);
const etcdctl = async (...words: string[]): Promise<string> =>
  (await execute('etcdctl', words, { env, maxBuffer: 64 * 1024 * 1024 })).stdout;

const snapshot = async (...words: string[]): Promise<string> => {
  const lines: string[] = [];
  await runSnapshotCommand(words, { out: (text) => void lines.push(text), note: () => undefined });
  return lines.join('\n');
};
const refused = async (...words: string[]): Promise<string> => {
  try {
    await snapshot(...words);
  } catch (error) {
    if (error instanceof FlagError || error instanceof StartRefusal) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
};

const odd = { key: bytes('k'), version: 1, value: bytes('v'), lease: 0n };
const NAMES = ['n1', 'n2', 'n3'];
const peerUrl = (name: string): string => `http://${name}.new:2380`;

describe('kuorum store snapshot', () => {
  const cleanup = new Cleanup();
  let directory: string;

  beforeEach(async () => {
    directory = await cleanup.tempDir();
  });
  afterEach(() => cleanup.run());

  const restore = (file: string, name: string, names: readonly string[], ...more: string[]): Promise<string> =>
    snapshot(
      'restore',
      file,
      `--name=${name}`,
      `--data-dir=${join(directory, name)}`,
      `--initial-cluster=${names.map((each) => `${each}=${peerUrl(each)}`).join()}`,
      `--initial-cluster-token=restored`,
      `--initial-advertise-peer-urls=${peerUrl(name)}`,
      ...more,
    );
  /** Starts members on what was restored for them. */
  const startRestored = async (names: readonly string[]): Promise<Map<string, RunningStore>> => {
    const running = new Map<string, RunningStore>();
    await Promise.all(
      names.map(async (name) => {
        const options = {
          ...memberOptions(name, join(directory, name)),
          initialCluster: new Map(names.map((each) => [each, [peerUrl(each)]])),
          initialClusterToken: 'restored',
          initialAdvertisePeerUrls: [peerUrl(name)],
        };
        const store = await startStoreMember(options, {
          logger: silentLogger,
          resolvePeer: (url) => {
            const real = running.get(names.find((each) => peerUrl(each) === url) ?? '')?.peerUrls[0];
            if (real === undefined) throw new Error(`${url} has not started yet`);
            return real;
          },
        });
        running.set(
          name,
          cleanup.own(store, (each) => each.stop()),
        );
      }),
    );
    await eventually(() => [...running.values()].every(({ member }) => member.leader !== 0n), 'a leader');
    return running;
  };
  const hashOf = async (clients: Clients): Promise<string> => {
    const response = await call<object, etcdserverpb.HashKVResponse__Output>(clients.maintenance, 'HashKV', {});
    return `${response.hash} ${response.hash_revision} ${response.compact_revision}`;
  };

  it('saves under load from three members, and restores into three new ones: nothing acknowledged before is missing', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const clients = cluster.clients(await cluster.follower());
    const acknowledged: string[] = [];
    let writing = true;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; writing; i++) {
        await put(clients, `load/${writer}/${i}`, `${i}`);
        acknowledged.push(`load/${writer}/${i}`);
      }
    });
    await eventually(() => acknowledged.length > 500, 'some load');
    const before = [...acknowledged];
    const file = join(directory, 'snapshot.db');
    expect(await snapshot('save', file, `--endpoints=http://${cluster.target('m2')}`)).to.equal(
      `Snapshot saved at ${file}`,
    );
    writing = false;
    await Promise.all(writers);
    for (const name of NAMES) await restore(file, name, NAMES);

    const restored = await startRestored(NAMES);
    const [first] = restored.values();
    expect(first?.clusterId).not.to.equal(cluster.member('m1').clusterId);
    const made = NAMES.map((name) => cluster.clientsOf(new URL(restored.get(name)?.clientUrls[0] ?? '').host));
    const hashes = new Set(await Promise.all(made.map(hashOf)));
    expect([...hashes]).to.have.length(1);
    const all = await range(made[0] as Clients, { key: bytes('load/'), range_end: bytes('load0'), keys_only: true });
    const found = new Set(all.kvs.map(({ key }) => key.toString()));
    expect(before.filter((key) => !found.has(key))).to.deep.equal([]);
    const last = made[2] as Clients;
    await put(last, 'on', 'it-goes');
    expect(await get(made[1] as Clients, 'on')).to.equal('it-goes');
  });

  it("restores a real etcd's snapshot: what it answers, at old revisions too, and its leases", async () => {
    const etcd = await startEtcd(cleanup, join(directory, 'etcd'));
    const theirs = ['--endpoints', etcd];
    const lease = /lease ([0-9a-f]+) granted/.exec(await etcdctl(...theirs, 'lease', 'grant', '5000'))?.[1] ?? '';
    for (let i = 0; i < 40; i++) await etcdctl(...theirs, 'put', `k/${i % 10}`, `v${i}`);
    await etcdctl(...theirs, 'put', 'leased', 'l', `--lease=${lease}`);
    await etcdctl(...theirs, 'del', 'k/3');
    await etcdctl(...theirs, 'compaction', '20');
    await etcdctl(...theirs, 'put', 'k/3', 'again');
    const file = join(directory, 'etcd.db');
    await snapshot('save', file, `--endpoints=${etcd}`);
    for (const format of ['simple', 'json', 'table']) {
      const [ours, judge] = [
        await snapshot('status', file, '-w', format),
        await etcdctl('snapshot', 'status', file, '-w', format),
      ];
      expect(ours, format).to.equal(judge.trimEnd());
    }

    expect(await restore(file, 'n1', ['n1'])).to.contain('at revision 44');
    const restored = (await startRestored(['n1'])).get('n1');
    const ours = ['--endpoints', new URL(restored?.clientUrls[0] ?? '').host];
    for (const words of [
      ['get', '', '--from-key', '-w', 'fields'],
      ['get', '', '--from-key', '--rev=25'],
      ['get', '', '--from-key', '--rev=43'],
    ]) {
      const [here, there] = await Promise.all(
        [ours, theirs].map(async (where) =>
          (await etcdctl(...where, ...words)).replace(/^"(ClusterID|MemberID|RaftTerm)".*\n/gm, ''),
        ),
      );
      expect(here, words.join(' ')).to.equal(there);
    }
    expect(await etcdctl(...ours, 'lease', 'timetolive', lease, '--keys')).to.contain('attached keys([leased])');
    const refusal = await etcdctl(...ours, 'get', 'k/1', '--rev=19').catch((error: Error) => error.message);
    expect(refusal).to.contain('required revision has been compacted');
  });

  describe('with a snapshot of one member', () => {
    let cluster: TestCluster;
    let file: string;
    let newest: number;

    beforeEach(async () => {
      cluster = await TestCluster.start(cleanup, 1);
      await put(cluster.clients('m1'), 'k', '1');
      newest = await put(cluster.clients('m1'), 'k', '2');
      file = join(directory, 'snapshot.db');
      await snapshot('save', file, `--endpoints=${cluster.target('m1')}`);
    });

    it('tells of it what etcdctl tells', async () => {
      for (const format of ['simple', 'json', 'table']) {
        const judge = await etcdctl('snapshot', 'status', file, '-w', format);
        expect(await snapshot('status', file, '-w', format), format).to.equal(judge.trimEnd());
      }
    });

    it('--bump-revision with --mark-compacted makes what clients remember void, and keeps the keys', async () => {
      await restore(file, 'n1', ['n1'], '--bump-revision=1000', '--mark-compacted');
      const restored = (await startRestored(['n1'])).get('n1');
      const clients = cluster.clientsOf(new URL(restored?.clientUrls[0] ?? '').host);
      expect(await get(clients, 'k')).to.equal('2');
      expect(await refusal(get(clients, 'k', { revision: newest }))).to.include({
        details: 'etcdserver: mvcc: required revision has been compacted',
      });
      expect(await put(clients, 'k', '3')).to.equal(newest + 1001);
    });

    it('refuses what will not do, in words, and leaves nothing behind', async () => {
      const whole = await readFile(file);
      const damaged = Buffer.from(whole);
      damaged[9000] = (damaged[9000] ?? 0) ^ 1;
      await writeFile(join(directory, 'damaged.db'), damaged);
      await writeFile(join(directory, 'bare.db'), whole.subarray(0, whole.length - 32));
      await writeFile(join(directory, 'cut.db'), whole.subarray(0, 8192));
      const to = `--data-dir=${join(directory, 'to')}`;
      expect(await refused('restore', join(directory, 'damaged.db'), to)).to.match(
        /^expected sha256 [0-9a-f]+, got [0-9a-f]+/,
      );
      expect(await refused('restore', join(directory, 'bare.db'), to)).to.contain(
        'snapshot missing hash but --skip-hash-check=false',
      );
      expect(await refused('restore', join(directory, 'cut.db'), to, '--skip-hash-check')).to.contain('cut short');
      expect(await refused('restore', join(directory, 'none.db'), to)).to.contain('there is no such file');
      expect(await refused('restore', file, `--data-dir=${cluster.directoryOf('m1')}`)).to.match(
        /^data-dir ".*" exists/,
      );
      expect(await refused('restore', file, to, '--bump-revision=5')).to.contain('go together');
      expect(await refused('restore', file, to, '--initial-cluster=a=http://a:1')).to.contain(
        'must contain this member',
      );
      expect(await refused('restore')).to.equal('snapshot restore expects one argument, the file: got 0');
      expect(await refused('save', file, '--endpoints=a:1,b:1')).to.contain(
        'snapshot must be requested to one selected node, not multiple',
      );
      expect(await refused('save', join(directory, 'x'), '--endpoints=127.0.0.1:1', '--dial-timeout=200ms')).to.contain(
        'Cannot connect',
      );
      expect(await refused('forget')).to.contain('snapshot must be followed by save, status or restore');
      expect((await readdir(directory)).filter((name) => /part|^to|^x/.test(name))).to.deep.equal([]);
      expect(await restore(join(directory, 'bare.db'), 'n1', ['n1'], '--skip-hash-check')).to.contain(
        `revision ${newest}`,
      );
    });

    it('refuses a file whose records are no history', async () => {
      const path = join(directory, 'odd.db');
      const writer = await BoltWriter.create(path);
      const version = (main: number, key: string): BoltEntry => [
        etcdFile.encodeRevisionKey(main, 0),
        etcdFile.encodeKeyValue({ ...odd, key: Buffer.from(key), createRevision: main, modRevision: main }),
      ];
      await writer.bucket('key', [[version(2, 'a'), version(9, 'b')]]);
      await writer.finish();
      await writer.close();
      const to = `--data-dir=${join(directory, 'to')}`;
      expect(await refused('restore', path, to, '--skip-hash-check')).to.contain('revision 3 is missing before 9');
      expect((await readdir(directory)).filter((name) => name.startsWith('to'))).to.deep.equal([]);
    });

    it('keeps a file that was there when a save fails', async () => {
      const size = (await stat(file)).size;
      await cluster.stopMember('m1');
      await refused('save', file, '--endpoints=127.0.0.1:1', '--dial-timeout=200ms');
      expect((await stat(file)).size).to.equal(size);
    });
  });
});
