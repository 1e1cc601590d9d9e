/** `kuorum up` in the foreground, on Docker and where none answers: Ctrl-C ends all of it. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createApiClient } from '@kuorum/client';
import { mustRun, runKuorum, startKuorum, type RunningCommand } from '../support/commands.js';
import { eventually } from '../support/eventually.js';
import { isLoopback, listeningAddresses } from '../support/listening.js';
import { httpGet, isRunning, recordedPids, sample } from '../support/local-cluster.js';

const upMs = 120_000;

const machines = [
  {
    title: 'on Docker',
    env: () => ({}),
    says: /Docker \d\S+ answers: pods are containers/,
    runtime: /docker:\/\//g,
    conflict: ['--nodes=5'],
    refusal: /Cannot change --nodes of the cluster in .* from 2 to 5/,
  },
  {
    title: 'where no Docker answers',
    env: (dataDir: string) => ({ DOCKER_HOST: `unix://${join(dataDir, 'no-docker.sock')}` }),
    says: /No Docker answers .* child processes/,
    runtime: /process:\/\//g,
    conflict: ['--runtime=docker'],
    refusal: /Cannot change --runtime of the cluster in .* from process to docker/,
  },
];

for (const { title, env, says, runtime, conflict, refusal } of machines) {
  describe(`kuorum up in the foreground, ${title}`, function () {
    this.timeout(180_000);
    let dataDir: string;
    let up: RunningCommand;

    before(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'kuorum-test-'));
      up = startKuorum(['up', '--ports=free', '--members=1', '--nodes=2', `--data-dir=${dataDir}`], env(dataDir));
    });

    after(async () => {
      await up.interrupt();
      await runKuorum(['down', `--data-dir=${dataDir}`]);
      await rm(dataDir, { recursive: true, force: true });
    });

    it('says what runs the pods, and gets ready', async () => {
      await eventually('ready', upMs, () => expect(up.output()).to.include('Ready. Nothing is deployed yet.'));
      expect(up.output()).to.match(says);
    });

    it('serves the sample', async () => {
      const client = { env: { KUORUM_DATA_DIR: dataDir } };
      expect((await runKuorum(['apply', '-f', sample('echo.yaml')], client)).code).to.equal(0);
      const { nodes } = await readConfig(dataDir);
      await eventually('the NodePort answers', 30_000, () => httpGet(nodes[1]?.ip ?? '', 30080));
      const { stdout } = await runKuorum(['get', 'nodes', '-o', 'wide'], client);
      expect(stdout.match(runtime)).to.have.length(2);
    });

    it('refuses to change what the cluster was laid out with', async () => {
      const { code, stderr } = await runKuorum(['up', '--detach', ...conflict, `--data-dir=${dataDir}`]);
      expect(stderr).to.match(refusal);
      expect(code).to.equal(1);
    });

    it('Ctrl-C stops it and leaves no process and no container behind', async () => {
      const { id } = await readConfig(dataDir);
      const pids = await recordedPids(dataDir);
      expect(pids.filter(isRunning)).to.have.length(6);
      expect(await up.interrupt()).to.equal(0);
      await eventually('no process is left', 30_000, async () =>
        expect(await processesNaming(dataDir)).to.deep.equal([]),
      );
      expect(pids.filter(isRunning)).to.deep.equal([]);
      const filter = `label=kuorum.io/cluster=kuorum-${id}`;
      expect(await mustRun('docker', ['ps', '-aq', '--filter', filter])).to.equal('');
      expect(await mustRun('docker', ['network', 'ls', '-q', '--filter', filter])).to.equal('');
    });
  });
}

describe('kuorum up', function () {
  this.timeout(180_000);
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kuorum-test-'));
  });

  afterEach(async () => {
    await runKuorum(['down', `--data-dir=${dataDir}`]);
    await rm(dataDir, { recursive: true, force: true });
  });

  it('--insecure, and twice at once on one directory, is one cluster in plaintext that only this machine reaches', async () => {
    const size = ['--ports=free', '--members=1', '--nodes=1', '--runtime=hollow'];
    const args = ['up', '--insecure', '--detach', ...size, `--data-dir=${dataDir}`];
    const both = await Promise.all([0, 1].map(() => runKuorum(args, { timeoutMs: upMs })));
    expect(both.map(({ stdout }) => stdout).join('')).to.contain('everybody on this machine may do everything');
    const refused = both.filter(({ code }) => code !== 0);
    for (const { stderr } of refused)
      expect(stderr).to.match(
        /Cannot start the cluster in .*: another kuorum \(pid \d+, to start the cluster\) is at work/,
      );
    expect(refused.length).to.be.at.most(1);
    // The store member and the node name the directory; the others are known by their records.
    expect(await processesNaming(dataDir)).to.have.length(2);
    const pids = await recordedPids(dataDir);
    expect(pids.filter(isRunning)).to.have.length(5);
    await expectPlaintextOnLoopback(pids);
    await runKuorum(['down', `--data-dir=${dataDir}`]);
    expect(await processesNaming(dataDir)).to.deep.equal([]);
    expect(pids.filter(isRunning)).to.deep.equal([]);
  });

  it('--runtime docker without Docker says what to do and starts nothing', async () => {
    const env = { DOCKER_HOST: `unix://${join(dataDir, 'no-docker.sock')}` };
    const { code, stderr } = await runKuorum(['up', '--runtime=docker', `--data-dir=${dataDir}`], { env });
    expect(stderr)
      .to.match(/Docker does not answer at unix:\/\/.*--runtime process/)
      .and.not.match(/^\s+at /m);
    expect(code).to.equal(1);
    expect(await processesNaming(dataDir)).to.deep.equal([]);
    expect(await readdir(dataDir)).to.deep.equal([]);
  });

  async function expectPlaintextOnLoopback(pids: readonly number[]): Promise<void> {
    const { apiserverAddress } = await readConfig(dataDir);
    const client = createApiClient({ servers: [apiserverAddress] });
    const { items } = await client
      .resource('Node')
      .list()
      .finally(() => client.close());
    expect(items.map(({ metadata }) => metadata.name)).to.deep.equal(['node-1']);
    const addresses = await listeningAddresses(pids);
    // Store: clients, peers, metrics; apiserver: gRPC, health; scheduler and controllers: health; node: kubelet, health.
    expect(addresses).to.have.length.of.at.least(9);
    expect(addresses.filter((address) => !isLoopback(address))).to.deep.equal([]);
    const { stdout } = await runKuorum(['config', 'grpcurl'], { env: { KUORUM_DATA_DIR: dataDir } });
    expect(stdout).to.equal(`-plaintext ${apiserverAddress}\n`);
  }
});

interface Config {
  readonly id: string;
  readonly apiserverAddress: string;
  readonly nodes: { readonly ip: string }[];
}

async function readConfig(dataDir: string): Promise<Config> {
  return JSON.parse(await readFile(join(dataDir, 'cluster.json'), 'utf8')) as Config;
}

/** Command lines or environments that name the directory, of processes that live: components and pods alike. */
async function processesNaming(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
    const [command, environment] = [await read('cmdline'), await read('environ')];
    if (command !== '' && `${command}\0${environment}`.includes(text))
      found.push(`${pid} ${command.replaceAll('\0', ' ')}`);
  }
  return found;
}
