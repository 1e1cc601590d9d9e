import { randomUUID } from 'node:crypto';
import { connectEngine } from '../../dist/runtime/docker/engine.js';
import { ensureBundledImage } from '../../dist/runtime/docker/docker-bundled-images.js';
import { DockerRuntime } from '../../dist/runtime/docker/docker-runtime.js';
import { removeClusterFromEngine } from '../../dist/runtime/docker/clean-up.js';
import { echoImage } from '../../dist/runtime/bundled-images.js';
import { runtimeContract } from './runtime-contract.js';

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

  runtimeContract('docker', () => ({ runtime, image, missingImage: 'kuorum/nothing:1', real: true, reopen: open }));
});
