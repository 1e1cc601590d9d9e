/** `kuorum up` in the foreground on a machine without Docker: it says so, runs pods as processes, and Ctrl-C ends all. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { kuorumBinary, runKuorum, repositoryDir } from '../support/commands.js';
import { eventually } from '../support/eventually.js';
import { httpGet, sample } from '../support/local-cluster.js';

const upMs = 120_000;

describe('kuorum up in the foreground, without Docker', function () {
  this.timeout(180_000);
  let dataDir: string;
  let up: ChildProcess;
  let output = '';

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kuorum-test-'));
    const args = ['up', '--ports=free', '--members=1', '--nodes=2', `--data-dir=${dataDir}`];
    const env = { ...process.env, DOCKER_HOST: `unix://${join(dataDir, 'no-docker.sock')}` };
    up = spawn(process.execPath, [kuorumBinary, ...args], {
      cwd: repositoryDir,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    up.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    up.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  });

  after(async () => {
    if (up.exitCode === null && up.signalCode === null) up.kill('SIGKILL');
    await runKuorum(['down', `--data-dir=${dataDir}`]);
    await rm(dataDir, { recursive: true, force: true });
  });

  it('says that no Docker answers and gets ready on the process runtime', async () => {
    await eventually('ready', upMs, () => {
      if (up.exitCode !== null) throw new Error(`up exited with ${up.exitCode}:\n${output}`);
      expect(output).to.include('Ready. Nothing is deployed yet.');
    });
    expect(output).to.match(/No Docker answers .* child processes/);
  });

  it('serves the sample all the same', async () => {
    const env = { KUORUM_DATA_DIR: dataDir };
    expect((await runKuorum(['apply', '-f', sample('echo.yaml')], { env })).code).to.equal(0);
    const config = JSON.parse(await readFile(join(dataDir, 'cluster.json'), 'utf8')) as { nodes: { ip: string }[] };
    await eventually('the NodePort answers', 30_000, () => httpGet(config.nodes[1]?.ip ?? '', 30080));
    const { stdout } = await runKuorum(['get', 'nodes', '-o', 'wide'], { env });
    expect(stdout.match(/process:\/\//g)).to.have.length(2);
  });

  it('refuses to change what the cluster was laid out with', async () => {
    const { code, stderr } = await runKuorum(['up', '--detach', '--nodes=5', `--data-dir=${dataDir}`]);
    expect(stderr).to.match(/Cannot change --nodes of the cluster in .* from 2 to 5/);
    expect(code).to.equal(1);
  });

  it('Ctrl-C stops it and leaves no process behind', async () => {
    expect((await processesNaming(dataDir)).length).to.be.at.least(6);
    up.kill('SIGINT');
    await eventually('up has ended', 30_000, () => expect(up.exitCode).to.equal(0));
    await eventually('no process is left', 5_000, async () => expect(await processesNaming(dataDir)).to.deep.equal([]));
  });
});

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
