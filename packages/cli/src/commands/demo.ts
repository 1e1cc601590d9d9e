/**
 * `kuorum demo`: the story of a cluster in half a minute, told while it happens on a cluster of its own: a container,
 * a node and the store's leader are killed, and what heals is measured, never assumed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { delay, systemClock, utf8 } from '@kuorum/base';
import { stopSignal } from '@kuorum/base/node';
import { isPodReady, type Pod } from '@kuorum/api';
import { createApiClient, createEtcdClient, type ApiClient, type EtcdClient } from '@kuorum/client';
import { Command, Option } from 'commander';
import { CliError } from '../errors.js';
import {
  newClusterConfig,
  runtimeNames,
  writeClusterConfig,
  type ClusterConfig,
  type RuntimeName,
} from '../local/cluster-config.js';
import { mustFindSpec, startCluster, startMember, stopCluster } from '../local/cluster.js';
import { crashContainer, dockerVersion } from '../local/containers.js';
import { etcdServers } from '../local/layout.js';
import { findRecord, signalProcess } from '../local/processes.js';
import { apiAccessOf, storeAccessOf } from '../local/security.js';
import { barLines, sendRequests } from '../local/traffic.js';
import { until } from '../local/until.js';
import { loadManifests } from '../manifest/load.js';
import { sampleFile } from '../paths.js';
import { objectName } from '../print/output.js';
import { Progress } from '../print/progress.js';
import { applyOne } from './apply.js';

const nodePort = 30080;
const requestsPerRound = 30;
/** The longest any step of healing may take before the demo says that it did not. */
const healTimeoutMs = 60_000;

interface Setting {
  readonly config: ClusterConfig;
  readonly dataDir: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

interface Stage extends Setting {
  readonly client: ApiClient;
}

export function demoCommand(): Command {
  return new Command('demo')
    .description('See a cluster heal: a container, a node and the leader of the store are killed (half a minute)')
    .addOption(
      new Option('--runtime <name>', 'what runs containers (default: docker where it answers)').choices(runtimeNames),
    )
    .action(demo);
}

async function demo({ runtime: chosen }: { runtime?: RuntimeName }): Promise<void> {
  const progress = new Progress();
  const signal = stopSignal();
  const runtime = chosen ?? ((await dockerVersion()) === undefined ? 'process' : 'docker');
  if (runtime === 'hollow')
    throw new CliError('Cannot show requests on the hollow runtime: it only pretends; choose docker or process');
  const dataDir = await mkdtemp(join(tmpdir(), 'kuorum-demo-'));
  const config = await newClusterConfig({ members: 3, nodes: 3, runtime, ports: 'free' });
  await writeClusterConfig(dataDir, config);
  const setting = { config, dataDir, progress, signal };
  const startedMs = systemClock.monotonic();
  try {
    await chapter(
      setting,
      'A cluster starts',
      `Three store members elect a leader by Raft; an API server, a scheduler, controllers and three nodes gather around it. Each is a process of its own, with a certificate that says who it is. Pods run on ${runtime}.`,
    );
    await startCluster(setting, progress);
    await tellTheStory(setting);
    await chapter(setting, 'The end', 'Everything is stopped and removed again.');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await stopCluster(config, dataDir, progress);
    await rm(dataDir, { recursive: true, force: true });
  }
  progress.say(
    `\nThat took ${Math.round((systemClock.monotonic() - startedMs) / 1000)} s. Start a cluster of your own: npx kuorum up`,
  );
}

async function tellTheStory(setting: Setting): Promise<void> {
  const client = createApiClient(await apiAccessOf(setting.config, setting.dataDir));
  const stage: Stage = { ...setting, client };
  try {
    await applyChapter(stage);
    await containerChapter(stage);
    await nodeChapter(stage);
    await leaderChapter(stage);
  } finally {
    client.close();
  }
}

async function applyChapter(stage: Stage): Promise<void> {
  await chapter(
    stage,
    'One command',
    'kuorum apply -f deploy/samples/echo.yaml. A controller creates three pods, the scheduler spreads them over the nodes, the kubelets start containers, and the proxies balance one port over those that are ready.',
  );
  for (const manifest of await loadManifests([sampleFile])) {
    const done = await applyOne(stage.client, manifest, undefined);
    stage.progress.say(`  ${objectName(manifest.info.kind, manifest.object.metadata.name)} ${done}`);
  }
  await stage.progress.step('Three pods ready on three nodes', (update) => podsReady(stage, update));
  await requests(stage);
}

async function containerChapter(stage: Stage): Promise<void> {
  const victim = (await pods(stage.client))[0];
  const id = victim?.status.containerStatuses[0]?.containerID ?? '';
  await chapter(
    stage,
    'A container dies',
    `The container of ${victim?.metadata.name ?? ''} on ${victim?.spec.nodeName ?? ''} is killed. The pod stays: its kubelet starts the container again, and until it is ready the service goes without it.`,
  );
  await crashContainer(stage.config, stage.dataDir, victim?.spec.nodeName ?? '', id);
  await stage.progress.step('Its kubelet starts it again', (update) =>
    podsReady(stage, update, (all) =>
      all.some((pod) => pod.status.containerStatuses.some(({ restartCount }) => restartCount > 0)),
    ),
  );
  await requests(stage);
}

async function nodeChapter(stage: Stage): Promise<void> {
  await chapter(
    stage,
    'A node dies',
    'node-3 is killed with its containers. Nobody renews its lease: after 8 s it counts as not ready, 5 s later its pods are replaced on the other nodes.',
  );
  kill(stage, 'node-3');
  const { config } = stage;
  const lost = (await pods(stage.client)).filter(({ spec }) => spec.nodeName === 'node-3');
  for (const pod of lost) {
    const id = pod.status.containerStatuses[0]?.containerID ?? '';
    await crashContainer(stage.config, stage.dataDir, 'node-3', id);
  }
  await stage.progress.step('Three pods ready on the two nodes left', (update) =>
    podsReady(stage, update, (all) => all.every(({ spec }) => spec.nodeName !== 'node-3')),
  );
  await requests(stage);
  startMember(stage.dataDir, mustFindSpec(config, stage.dataDir, 'node-3'));
}

async function leaderChapter(stage: Stage): Promise<void> {
  const { config, progress } = stage;
  const etcd = createEtcdClient(storeAccessOf(config, stage.dataDir));
  try {
    const old = await leaderOf(stage, etcd);
    await chapter(
      stage,
      "The store's leader dies",
      `${old} is killed while a client writes in a loop. The followers see its connections break, ask one another whether an election would succeed, and elect. What was acknowledged is on a majority: nothing is lost.`,
    );
    let acknowledged = 0;
    const gap = await progress.step('Writes go on under a new leader', async (update) => {
      let longestMs = 0;
      let lastMs = systemClock.monotonic();
      for (let after = 0; after < 100;) {
        if (acknowledged === 100) kill(stage, old);
        stage.signal.throwIfAborted();
        const ok = await etcd.put({ key: utf8(`/demo/${acknowledged}`), value: utf8('x') }).then(
          () => true,
          () => false,
        );
        if (!ok) continue;
        const nowMs = systemClock.monotonic();
        longestMs = Math.max(longestMs, nowMs - lastMs);
        lastMs = nowMs;
        acknowledged++;
        if (acknowledged > 100) after++;
        update(`${acknowledged} acknowledged`);
      }
      update(`${await leaderOf(stage, etcd)} leads`);
      return longestMs;
    });
    const { count } = await etcd.range({ key: utf8('/demo/'), rangeEnd: utf8('/demo0'), countOnly: true });
    progress.say(
      `  longest wait between two writes: ${(gap / 1000).toFixed(2)} s; ${count} keys there, ${acknowledged} were acknowledged`,
    );
    startMember(stage.dataDir, mustFindSpec(config, stage.dataDir, old));
  } finally {
    etcd.close();
  }
  await requests(stage);
}

async function leaderOf({ config, signal }: Stage, etcd: EtcdClient): Promise<string> {
  return untilHealed(signal, 'the store has a leader', async () => {
    for (const [i, endpoint] of etcdServers(config).entries()) {
      const status = await etcd.status(endpoint).catch(() => undefined);
      if (status !== undefined && status.leaderId === status.memberId) return config.members[i]?.name;
    }
    return undefined;
  });
}

async function requests({ config, client, progress, signal }: Stage): Promise<void> {
  const names = (await pods(client)).map(({ metadata }) => metadata.name);
  const host = config.nodes[0]?.ip ?? '127.0.0.1';
  const tally = await progress.step(`${requestsPerRound} requests to ${host}:${nodePort}`, () =>
    untilHealed(signal, 'every pod answers', async () => {
      const round = await sendRequests(host, nodePort, requestsPerRound, names);
      return round.failures === 0 && [...round.answers.values()].every((n) => n > 0) ? round : undefined;
    }),
  );
  for (const line of barLines(tally)) progress.say(line);
}

async function pods(client: ApiClient): Promise<Pod[]> {
  const { items } = await client.pods.list({ namespace: 'default', labelSelector: 'app=echo' });
  return items.filter(({ metadata }) => metadata.deletionTimestamp === '');
}

async function podsReady(
  { client, signal }: Stage,
  update: (detail: string) => void,
  also: (pods: Pod[]) => boolean = () => true,
): Promise<void> {
  await untilHealed(signal, 'three pods are ready', async () => {
    const all = await pods(client).catch(() => []);
    const ready = all.filter(isPodReady);
    update(`${ready.length}/3 ready`);
    return all.length === 3 && ready.length === 3 && also(all) ? true : undefined;
  });
}

function untilHealed<T>(signal: AbortSignal, what: string, probe: () => Promise<T | undefined>): Promise<T> {
  const onTimeout = (): Error => new CliError(`not healed: ${what} was not true within ${healTimeoutMs / 1000} s`);
  return until({ signal, probe, timeoutMs: healTimeoutMs, onTimeout });
}

function kill({ dataDir }: Stage, name: string): void {
  const record = findRecord(dataDir, name);
  if (record !== undefined) signalProcess(record, 'SIGKILL');
}

/** Milliseconds to read a character, for pauses on a terminal; a log needs none. */
const readingMsPerCharacter = 60;

async function chapter({ progress, signal }: Setting, title: string, text: string): Promise<void> {
  progress.say(`\n${styleText('bold', title)}\n${wrap(text)}`);
  if (process.stdout.isTTY) await delay(systemClock, text.length * readingMsPerCharacter, signal);
}

const lineWidth = 100;

function wrap(text: string): string {
  return text.replaceAll(new RegExp(`(.{1,${lineWidth}})(?: |$)`, 'g'), '$1\n').trimEnd();
}
