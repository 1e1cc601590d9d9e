// A cluster's life as its user sees it: `kuorum up` to ready, `apply` to 3 pods Ready (process runtime), 0 → 20
// replicas on Docker, the last against Docker Swarm with the same image on the same engine.
//
// usage: node bench/run.mjs up [--replicas N]
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isPodReady, make } from '../packages/api/dist/index.js';
import { apiAccessOf } from '../packages/cli/dist/local/security.js';
import { createApiClient } from '../packages/client/dist/index.js';
import { atEnd, start, temporaryDirectory } from './cleanup.mjs';
import { freePorts } from './free-ports.mjs';
import { report, row } from './report.mjs';

const root = join(import.meta.dirname, '..');
const kuorum = join(root, 'packages/cli/bin/kuorum.js');
const IMAGE = 'kuorum/echo:latest';
const NAMESPACE = 'default';
const SAMPLE_REPLICAS = 3;
const POLL_MS = 50;
const DEADLINE_MS = 180_000;

/** Gives the milliseconds it took; rejects with what it printed when it fails. */
async function run(command, args) {
  const began = performance.now();
  const child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with status ${code}:\n${output}`);
  return { ms: performance.now() - began, output };
}

/** Milliseconds until `condition` holds. */
async function until(what, condition) {
  const began = performance.now();
  while (!(await condition())) {
    if (performance.now() - began > DEADLINE_MS) throw new Error(`not within ${DEADLINE_MS / 1000} s: ${what}`);
    await delay(POLL_MS);
  }
  return performance.now() - began;
}

async function withCluster(runtime, measure) {
  const dataDir = temporaryDirectory(`up-${runtime}`);
  const down = atEnd(() => {
    // Interrupted before anything was started.
    if (!existsSync(join(dataDir, 'cluster.json'))) return;
    const { status, stderr } = spawnSync(process.execPath, [kuorum, 'down', '--data-dir', dataDir], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (status !== 0) throw new Error(`kuorum down: ${stderr}`);
  });
  console.log(`kuorum up, ${runtime} runtime`);
  const flags = ['--detach', '--ports', 'free', '--runtime', runtime, '--data-dir', dataDir];
  const up = await run(process.execPath, [kuorum, 'up', ...flags]);
  const config = JSON.parse(readFileSync(join(dataDir, 'cluster.json'), 'utf8'));
  const client = createApiClient(await apiAccessOf(config, dataDir));
  try {
    return { upMs: up.ms, ...(await measure(client, dataDir)) };
  } finally {
    client.close();
    down();
  }
}

async function readyPods(client, app) {
  const { items } = await client.pods.list({ namespace: NAMESPACE, labelSelector: `app=${app}` });
  return items.filter((pod) => isPodReady(pod)).length;
}

async function applySample(client, dataDir) {
  console.log('kuorum apply');
  const began = performance.now();
  await run(process.execPath, [kuorum, 'apply', '-f', join(root, 'deploy/samples/echo.yaml'), '--data-dir', dataDir]);
  await until('the sample is ready', async () => (await readyPods(client, 'echo')) === SAMPLE_REPLICAS);
  return { applyMs: performance.now() - began };
}

/** Like Swarm's service: no probe, so ready = running. */
function replicationController(name) {
  return make('ReplicationController', {
    metadata: { name, namespace: NAMESPACE },
    spec: {
      replicas: 0,
      selector: { app: name },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [{ name: 'echo', image: IMAGE, imagePullPolicy: 'IfNotPresent' }],
        },
      },
    },
  });
}

async function scaleOurs(client, replicas) {
  const name = 'bench';
  await client.replicationControllers.create(replicationController(name));
  console.log(`kuorum: 0 → ${replicas}`);
  const began = performance.now();
  await client.replicationControllers.scale(NAMESPACE, name, replicas);
  await until(`${replicas} pods are ready`, async () => (await readyPods(client, name)) === replicas);
  return { scaleMs: performance.now() - began };
}

function docker(...args) {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr.trim()}`);
  return stdout.trim();
}

function tryDocker(...args) {
  try {
    return docker(...args);
  } catch {
    return undefined;
  }
}

/** Undefined where there is no swarm to be had, or somebody else's. */
async function scaleSwarm(replicas) {
  const state = tryDocker('info', '--format', '{{.Swarm.LocalNodeState}}');
  if (state !== 'inactive') {
    console.log(`no peer: Docker's swarm is ${state ?? 'not to be reached'}`);
    return undefined;
  }
  const [port] = await freePorts(1);
  const leave = atEnd(() => docker('swarm', 'leave', '--force'));
  try {
    docker('swarm', 'init', '--advertise-addr', '127.0.0.1', '--listen-addr', `127.0.0.1:${port}`);
    const service = `kuorum-bench-${process.pid}`;
    docker('service', 'create', '--detach', '--no-resolve-image', '--replicas=0', `--name=${service}`, IMAGE);
    console.log(`Docker Swarm: 0 → ${replicas}`);
    const began = performance.now();
    docker('service', 'scale', '--detach', `${service}=${replicas}`);
    const running = () => docker('service', 'ls', '--filter', `name=${service}`, '--format', '{{.Replicas}}');
    await until(`${replicas} tasks run`, () => running() === `${replicas}/${replicas}`);
    const ms = performance.now() - began;
    docker('service', 'rm', service);
    // Leaving at once would orphan the containers.
    const left = () => docker('ps', '-aq', '--filter', `label=com.docker.swarm.service.name=${service}`);
    await until('the tasks are gone', () => left() === '');
    return ms;
  } catch (error) {
    console.log(`no peer: ${error.message}`);
    return undefined;
  } finally {
    leave();
  }
}

export async function benchUp(args) {
  const { values } = parseArgs({ args, options: { replicas: { type: 'string' } } });
  const replicas = Number(values.replicas ?? 20);
  if (!Number.isInteger(replicas) || replicas < 1) throw new Error('--replicas must be a positive integer');
  const small = await withCluster('process', applySample);
  const rows = [
    row('kuorum up to ready', 's', 'lower', small.upMs / 1000),
    row('apply to 3 pods Ready, process runtime', 's', 'lower', small.applyMs / 1000),
  ];
  if (tryDocker('info') === undefined) {
    console.log('no Docker answers: its rows are left out');
  } else {
    const ours = await withCluster('docker', (client) => scaleOurs(client, replicas));
    const peerMs = await scaleSwarm(replicas);
    const peer = peerMs === undefined ? undefined : peerMs / 1000;
    rows.push(row(`0 → ${replicas} replicas on Docker`, 's', 'lower', ours.scaleMs / 1000, peer));
  }
  report('up', 'Cluster; peer: Docker Swarm', rows);
}
