/** What an etcd's command line, environment and configuration file mean here. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FlagError, parseStoreFlags, storeOptions } from '@kuorum/store';
import { flagDefaults, flagGroups, flagsPage, knownFlags, storeUsage } from '@kuorum/store/server/internals';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';

const run = promisify(execFile);

describe("etcd's command line", () => {
  it('may have one dash, as Go takes it', () => {
    const options = parseStoreFlags(['-name', 'n1', '-initial-cluster=n1=http://localhost:2380', '-unsafe-no-fsync']);
    expect(options).to.include({ name: 'n1', unsafeNoFsync: true });
    expect(parseStoreFlags(['--quota-backend-bytes', '-1']).quotaBackendBytes).to.equal(-1);
  });

  it("has switches in all of Go's ways", () => {
    for (const [value, expected] of [
      ['1', true],
      ['T', true],
      ['0', false],
      ['False', false],
    ] as const)
      expect(parseStoreFlags([`--pre-vote=${value}`]).preVote).to.equal(expected);
  });

  it("has Go's durations everywhere", () => {
    const argv = [
      ...['--grpc-keepalive-interval=2h0m0s', '--grpc-keepalive-timeout=1m30s'],
      ...['--experimental-watch-progress-notify-interval=1.5s', '--experimental-warning-apply-duration=250ms'],
    ];
    expect(parseStoreFlags(argv)).to.include({
      grpcKeepaliveIntervalMs: 7_200_000,
      grpcKeepaliveTimeoutMs: 90_000,
      watchProgressNotifyIntervalMs: 1_500,
      warningApplyMs: 250,
    });
  });

  it('says what a member is to do', () => {
    const argv = [
      ...['--initial-election-tick-advance=false', '--max-concurrent-streams=100', '--experimental-max-learners=2'],
      ...['--experimental-compaction-batch-limit=50', '--log-level=panic', '--metrics=extensive'],
    ];
    expect(parseStoreFlags(argv)).to.include({
      electAtOnceAlone: false,
      maxConcurrentStreams: 100,
      maxLearners: 2,
      compactionBatchLimit: 50,
      logLevel: 'error',
    });
    expect(parseStoreFlags(['--debug']).logLevel).to.equal('debug');
    expect(() => parseStoreFlags(['--metrics=all'])).to.throw(FlagError, '--metrics must be one of basic, extensive');
  });

  it('may have the names of etcd 3.6', () => {
    expect(parseStoreFlags(['--max-learners=3', '--snapshot-catchup-entries=7'])).to.include({
      maxLearners: 3,
      snapshotCatchUpEntries: 7,
    });
  });

  it('is told in the log what does nothing, one line a flag, and not what asks for nothing', () => {
    const argv = [
      '--logger=zap',
      '--max-wals',
      '5',
      '--proxy=off',
      '--enable-v2=false',
      '--auto-tls=false',
      '--wal-dir=',
    ];
    expect(parseStoreFlags(argv).notes).to.deep.equal([
      '--logger does nothing here: there is one: JSON lines',
      '--max-wals does nothing here: what is not needed any more is removed at once',
    ]);
  });

  it('is known as a whole: every flag that the etcd of this machine has', async () => {
    const { stdout, stderr } = await run('etcd', ['--help']);
    const names = [...`${stdout}${stderr}`.matchAll(/^ {2}--([a-z0-9-]+)/gm)].map(([, name]) => name ?? '');
    expect(names.length).to.be.greaterThan(70);
    expect(names.filter((name) => !knownFlags.has(name))).to.deep.equal([]);
  });
});

describe("etcd's environment", () => {
  it('stands where no flag does, and is told of where one does', () => {
    const env = { ETCD_NAME: 'by-env', ETCD_DATA_DIR: '/env', ETCD_UNSAFE_NO_FSYNC: '1', ETCD_LOG_LEVEL: '' };
    const options = parseStoreFlags(['--data-dir=/flag'], env);
    expect(options).to.include({ name: 'by-env', dataDir: '/flag', unsafeNoFsync: true, logLevel: 'info' });
    expect(options.notes).to.deep.equal([
      'recognized environment variable ETCD_DATA_DIR, but unused: shadowed by the flag --data-dir',
    ]);
  });

  it("has mistakes like the command line, and strangers that are told of; etcdctl's are none of its", () => {
    const env = { ETCD_VER: '3', ETCD_name: 'x', ETCDCTL_API: '3', HOME: '/' };
    expect(parseStoreFlags([], env).notes).to.deep.equal([
      'unrecognized environment variable ETCD_VER',
      'unrecognized environment variable ETCD_name',
    ]);
    expect(() => parseStoreFlags([], { ETCD_SNAPSHOT_COUNT: 'x' })).to.throw(FlagError, '--snapshot-count must be');
  });
});

describe("etcd's configuration file", () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  const file = async (text: string): Promise<string> => {
    const path = join(await cleanup.tempDir(), 'etcd.yml');
    await writeFile(path, text);
    return path;
  };

  it('says all there is to say, whatever flags and environment say', async () => {
    const path = await file(`
name: n1
data-dir: /var/lib/etcd
heartbeat-interval: 200
election-timeout: 2000
grpc-keepalive-interval: 7200000000000
experimental-corrupt-check-time: 4h
auto-compaction-retention: "1"
listen-client-urls: https://localhost:2379
initial-cluster: n1=https://localhost:2380
initial-advertise-peer-urls: https://localhost:2380
unsafe-no-fsync: true
cipher-suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]
discovery:
client-transport-security: { cert-file: c, key-file: k, trusted-ca-file: a, client-cert-auth: true, auto-tls: false }
peer-transport-security: { cert-file: pc, key-file: pk }
log-outputs: [stderr]
`);
    const options = await storeOptions(['--config-file', path, '--name=flag'], { ETCD_NAME: 'env' });
    expect(options).to.deep.include({
      name: 'n1',
      dataDir: '/var/lib/etcd',
      heartbeatIntervalMs: 200,
      grpcKeepaliveIntervalMs: 7_200_000,
      corruptCheckIntervalMs: 4 * 3_600_000,
      autoCompaction: { mode: 'periodic', retentionMs: 3_600_000 },
      unsafeNoFsync: true,
      notes: [`flags and environment are ignored: all is taken from --config-file=${path}`],
    });
    expect(options.clientTls).to.include({ certFile: 'c', keyFile: 'k', trustedCaFile: 'a' });
    expect(options.peerTls).to.include({ certFile: 'pc', keyFile: 'pk' });
    expect((await storeOptions([], { ETCD_CONFIG_FILE: path })).name).to.equal('n1');
  });

  const mistakes: readonly [text: string, said: string][] = [
    ['nam: n1', 'there is no "nam"'],
    ['client-transport-security: { cert: c }', 'there is no "cert"'],
    ['- name', 'it must have flags as keys, with their values'],
    ['name: { first: n1 }', 'name must be a text, a number, a switch or a list of texts'],
    ['config-file: other.yml', 'it must not name another one'],
    ['snapshot-count: many', '--snapshot-count must be a positive integer: got "many"'],
    ['wal-dir: /w', '--wal-dir is not supported by this store'],
    ['name: [', 'Flow sequence'],
  ];
  for (const [text, said] of mistakes) {
    it(`is refused: ${text}`, async () => {
      const path = await file(text);
      const error = await storeOptions([`--config-file=${path}`], {}).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(FlagError);
      expect(String(error)).to.contain(`Cannot use --config-file=${path}: `).and.contain(said);
    });
  }

  it('is refused when it is not there', async () => {
    const error = await storeOptions(['--config-file=/nowhere/etcd.yml'], {}).catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain('Cannot use --config-file=/nowhere/etcd.yml: ENOENT');
  });
});

describe('the table of flags', () => {
  it('has every flag that does something, once, and no other', () => {
    const documented = Object.values(flagGroups).flatMap((group) => Object.keys(group));
    expect(documented.toSorted()).to.deep.equal(Object.keys(flagDefaults).toSorted());
  });

  it('is docs/store-flags.md', async () => {
    const page = await readFile(new URL('../../../../docs/store-flags.md', import.meta.url), 'utf8');
    const squeezed = (text: string): string[] =>
      text.split('\n').map((line) => line.replace(/^\| -[- |]*$/, '| --- |').replace(/ +/g, ' '));
    expect(squeezed(page), 'node scripts/store-flags.mjs writes it').to.deep.equal(squeezed(flagsPage()));
  });

  it('is what --help says, by groups, and a member is not started for it', async () => {
    const main = new URL('../../dist/server/main.js', import.meta.url).pathname;
    for (const word of ['--help', '-h', '-help'])
      expect((await run(process.execPath, [main, word])).stdout).to.equal(`${storeUsage()}\n`);
    expect(storeUsage()).to.match(
      /\nMember:\n {2}--name 'default'\n[^]*\nClustering:\n[^]*\nUnsafe:\n {2}--force-new-cluster 'false'\n/,
    );
    expect((await run(process.execPath, [main, '--version'])).stdout).to.match(/etcd 3\.5\.\d+/);
  });
});
