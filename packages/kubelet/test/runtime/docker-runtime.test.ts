import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { connectEngine } from '../../dist/runtime/docker/engine.js';
import { ensureBundledImage } from '../../dist/runtime/docker/docker-bundled-images.js';
import { DockerRuntime } from '../../dist/runtime/docker/docker-runtime.js';
import { removeClusterFromEngine } from '../../dist/runtime/docker/clean-up.js';
import { echoImage, pauseImage } from '../../dist/runtime/bundled-images.js';
import { DockerNetworks } from '../../dist/runtime/docker/docker-networks.js';
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
