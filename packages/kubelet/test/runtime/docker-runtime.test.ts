import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Cleanup } from '@kuorum/testing';
import Docker from 'dockerode';
import { expect } from 'chai';
import { connectEngine } from '../../dist/runtime/docker/engine.js';
import { ensureBundledImage } from '../../dist/runtime/docker/docker-bundled-images.js';
import { DockerRuntime } from '../../dist/runtime/docker/docker-runtime.js';
import { removeClusterFromEngine } from '../../dist/runtime/docker/clean-up.js';
import { echoImage, pauseImage } from '../../dist/runtime/bundled-images.js';
import { DockerNetworks } from '../../dist/runtime/docker/docker-networks.js';
import { tarArchive } from '../../dist/runtime/docker/tar.js';
import type { ExecSession, PodRef } from '../../dist/runtime/types.js';
import { eventually } from '../eventually.js';
import { rejection, runtimeContract } from './runtime-contract.js';

describe('docker runtime', () => {
  const run = randomUUID().slice(0, 8);
  const cluster = `test-${run}`;
  const engine = connectEngine();
  const image = `kuorum-test-${run}/node:1`;
  const open = (): DockerRuntime =>
    new DockerRuntime({ engine, cluster, node: 'node-1', network: `kuorum-${cluster}` });
  const runtime = open();

  before(async function () {
    this.timeout(120_000);
    await ensureBundledImage(engine, echoImage, image);
  });
  after(async function () {
    this.timeout(60_000);
    await removeClusterFromEngine(engine, cluster);
    await engine.getImage(image).remove({ force: true });
  });

  runtimeContract('docker', () => ({
    runtime,
    image,
    missingImage: 'kuorum/nothing:1',
    real: true,
    terminals: true,
    reopen: open,
  }));

  describe('on another machine', () => {
    const cleanup = new Cleanup();
    let remote: DockerRuntime;
    let container: string;
    let pod: PodRef;

    before(async function () {
      this.timeout(60_000);
      const { port } = await localEngineByTcp(cleanup);
      const over = new Docker({ protocol: 'http', host: '127.0.0.1', port });
      const processes = await mkdtemp(join(tmpdir(), 'kuorum-no-processes-'));
      cleanup.add(() => rm(processes, { recursive: true }));
      remote = new DockerRuntime({ engine: over, cluster, node: 'node-2', network: `kuorum-${cluster}`, processes });
      cleanup.add(() => remote.close());
      pod = { namespace: 'default', name: 'far', uid: randomUUID() };
      cleanup.add(() => remote.removePod(pod));
      await remote.preparePod({ pod, hostname: 'far', shared: false, ports: [] });
      container = await remote.startContainer({
        ...{ pod, hostname: 'far', shared: false, name: 'main', attempt: 0, backoffMs: 0, image, workingDir: '' },
        ...{ command: [], args: [], env: {}, ports: [], cpuLimitMillis: 0, memoryLimitBytes: 0, cpuRequestMillis: 0 },
      });
    });
    after(() => cleanup.run());

    /** A command and a child of it that listens, so long as it lives. */
    const begin = async (): Promise<ExecSession> => {
      const child = `require('net').createServer().listen(9000, () => console.log('up'))`;
      const code = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });
        setInterval(() => {}, 1e3)`;
      const streams = { stdin: true, stdout: true, stderr: true, tty: false };
      const session = await remote.openExec(container, { command: ['node', '-e', code], ...streams });
      const [first] = (await once(session.stdout as Readable, 'data')) as [Buffer];
      expect(first.toString()).to.equal('up\n');
      return session;
    };
    const listens = async (): Promise<boolean> => {
      const connection = await remote.portForward(pod.uid, 9000).catch(() => undefined);
      connection?.destroy();
      return connection !== undefined;
    };

    it('a command is ended by a shell in the container, with what it has started; without one that is said', async function () {
      this.timeout(60_000);
      const session = await begin();
      const error = await rejection(session.kill());
      expect(error.message).to.match(
        /Cannot end a command in a container of an engine on another machine: .* no shell/,
      );
      expect(await listens(), 'and it goes on').to.equal(true);
      await addShell(engine.getContainer(container.replace('docker://', '')));
      await session.kill();
      await eventually('its end', async () => ((await listens()) ? undefined : true));
      await session.kill();
    });
  });

  it('makes a bundled image once, however many ask at the same time', async function () {
    this.timeout(60_000);
    const raced = `kuorum-test-${run}/pause:1`;
    try {
      const ids = await Promise.all(Array.from({ length: 4 }, () => ensureBundledImage(engine, pauseImage, raced)));
      expect(await engine.getImage(raced).inspect()).to.have.property('Id');
      expect(ids).to.have.length(4);
      const left = (await engine.listImages()).filter(({ RepoTags }) => RepoTags?.some((t) => t.includes(run)));
      expect(left.flatMap(({ RepoTags }) => RepoTags ?? []).sort()).to.deep.equal([image, raced].sort());
    } finally {
      await engine.getImage(raced).remove({ force: true });
    }
  });

  it('ends up on one network, however many make it at the same time', async function () {
    this.timeout(60_000);
    const name = `kuorum-race-${cluster}`;
    const ids = await Promise.all(
      Array.from({ length: 4 }, () => new DockerNetworks(engine, { name, cluster }).ensure()),
    );
    expect(new Set(ids).size).to.equal(1);
    expect(await engine.listNetworks({ filters: { name: [name] } })).to.have.length(1);
  });

  it('refuses a network of another subnet and takes one with its own', async () => {
    const name = `kuorum-subnet-${cluster}`;
    await new DockerNetworks(engine, { name, cluster, subnet: '10.231.77.0/24' }).ensure();
    await new DockerNetworks(engine, { name, cluster, subnet: '10.231.77.0/24' }).ensure();
    const error = await rejection(new DockerNetworks(engine, { name, cluster, subnet: '10.231.78.0/24' }).ensure());
    expect(error.message).to.match(/must be the node's podCIDR 10\.231\.78\.0\/24: current value is 10\.231\.77/);
  });
});

/** An engine by TCP, which is how one of another machine is reached. */
async function localEngineByTcp(cleanup: Cleanup): Promise<AddressInfo> {
  const socketPath = process.env['DOCKER_HOST']?.replace(/^unix:\/\//, '') ?? '/var/run/docker.sock';
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ path: socketPath, allowHalfOpen: true });
    open.add(near);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanup.add(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return server.address() as AddressInfo;
}

/** This machine's `sh` and `grep`, with the libraries that they are linked with; no image with a shell need be pulled. */
async function addShell(container: Docker.Container): Promise<void> {
  const programs = ['sh', 'grep'].map((name) => execFileSync('which', [name], { encoding: 'utf8' }).trim());
  const libraries = programs.flatMap((path) =>
    [...execFileSync('ldd', [path], { encoding: 'utf8' }).matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  const entries = [
    ...programs.map((path) => ({ path: `usr/local/bin/${path.split('/').at(-1)}`, from: path })),
    ...[...new Set(libraries)].map((path) => ({ path: path.slice(1), from: path })),
  ].map(({ path, from }) => ({ path, mode: 0o755, content: readFileSync(from) }));
  await container.putArchive(Readable.from(tarArchive(entries)), { path: '/' });
}
