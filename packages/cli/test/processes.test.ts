import { expect } from 'chai';
import { delay, systemClock } from '@kuorum/base';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  newClusterConfig,
  readClusterConfig,
  writeClusterConfig,
  type ClusterConfig,
} from '../dist/local/cluster-config.js';
import { processesOf } from '../dist/local/layout.js';
import {
  findRecord,
  isAlive,
  logFile,
  readRecords,
  removeRecord,
  startProcess,
  stopProcess,
  writeRecord,
} from '../dist/local/processes.js';

describe('local processes', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kuorum-cli-'));
  });

  afterEach(async () => {
    await Promise.all(readRecords(dataDir).map((record) => stopProcess(record, 0)));
    await rm(dataDir, { recursive: true, force: true });
  });

  it('are recorded, found again, logged and stopped', async () => {
    const record = startProcess(dataDir, 'one', [
      process.execPath,
      '-e',
      'console.log("hello"); setInterval(() => {}, 1000)',
    ]);
    expect(findRecord(dataDir, 'one')).to.deep.equal(record);
    expect(isAlive(record)).to.equal(true);
    await stopProcess(record, 2_000);
    expect(isAlive(record)).to.equal(false);
    removeRecord(dataDir, 'one');
    expect(readRecords(dataDir)).to.deep.equal([]);
  });

  it('that ignore SIGTERM are killed after their grace', async () => {
    const script = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("deaf")';
    const record = startProcess(dataDir, 'deaf', [process.execPath, '-e', script]);
    while ((await readFile(logFile(dataDir, 'deaf'), 'utf8')) === '') await delay(systemClock, 10);
    const startMs = systemClock.monotonic();
    await stopProcess(record, 200);
    expect(systemClock.monotonic() - startMs).to.be.at.least(200);
    expect(isAlive(record)).to.equal(false);
  });

  it('a reused pid is not mistaken for the process that had it', () => {
    writeRecord(dataDir, { name: 'old', pid: process.pid, startedAt: '1', command: [] });
    const record = findRecord(dataDir, 'old');
    expect(record !== undefined && isAlive(record)).to.equal(false);
    removeRecord(dataDir, 'old');
  });
});

describe('cluster layout', () => {
  it('survives a round trip through cluster.json and gives each process its own ports', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'kuorum-cli-'));
    try {
      expect(await readClusterConfig(dataDir)).to.equal(undefined);
      const config = await newClusterConfig({ members: 3, nodes: 3, runtime: 'process', ports: 'free' });
      await writeClusterConfig(dataDir, config);
      expect(await readClusterConfig(dataDir)).to.deep.equal(config);
      const specs = processesOf(config, dataDir);
      expect(specs.map(({ name }) => name)).to.deep.equal([
        'n1',
        'n2',
        'n3',
        'apiserver',
        'scheduler',
        'controllers',
        'node-1',
        'node-2',
        'node-3',
      ]);
      const ports = JSON.stringify(config).match(/(?<=Port":)\d+/g) ?? [];
      expect(new Set(ports)).to.have.length(ports.length);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('is mutual TLS on every hop, unless it is laid out without', async () => {
    const options = { members: 1, nodes: 1, runtime: 'process', ports: 'free' } as const;
    const flagsOf = (config: ClusterConfig): string[] => processesOf(config, '/data').flatMap(({ args }) => args);
    const plaintextUrls = (config: ClusterConfig): string[] =>
      flagsOf(config).filter((flag) => flag.includes('http://') && !flag.startsWith('--listen-metrics-urls='));
    const secure = await newClusterConfig(options);
    expect(plaintextUrls(secure)).to.deep.equal([]);
    expect(flagsOf(secure))
      .to.include.members(['--client-cert-auth', '--peer-client-cert-auth', '--client-ca-file=/data/pki/ca.crt'])
      .and.not.include('--insecure');
    expect(flagsOf(secure).filter((flag) => flag.startsWith('--server='))).to.deep.equal([]);

    const insecure = await newClusterConfig({ ...options, insecure: true });
    expect(flagsOf(insecure))
      .to.include.members(['--insecure', `--server=${insecure.apiserverAddress}`])
      .and.not.include('--client-cert-auth');
    expect(plaintextUrls(insecure)).to.have.length.above(3);
    // cluster.json as it was before there was a choice.
    const { security, apiserverHealthPort, ...before } = secure;
    expect([security, apiserverHealthPort]).to.deep.equal(['tls', secure.apiserverHealthPort]);
    expect(flagsOf(before), 'it stays what it was').to.include('--insecure').and.not.include('--client-cert-auth');
  });
});
