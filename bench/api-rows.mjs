// The rows of the apiserver's benchmark. `ours` is an apiserver on our store; the peer a raw etcd that is given the same bytes,
// which says what the API costs over the store under it, or, where a row says so, the same apiserver on that etcd.
import { setTimeout as delay } from 'node:timers/promises';
import { annotateRequest, POD_SERVICE, storedPod, keyOf } from './api-pods.mjs';
import { stamp } from './api-watch-load.mjs';
import { encodePut, PUT } from './etcd-calls.mjs';
import { LightClient } from './grpc-light.mjs';
import { median, percentile } from './report.mjs';
import { sharesOf } from './workers.mjs';

const WARM_UP_SECONDS = 1;
/** What an apiserver that has just started has to compile would be a queue for long. */
const OPEN_WARM_UP_SECONDS = 10;
const CLIENTS = [1, 10, 100];
/** Of a list by one client after the other; a namespace of a usual size. */
const SMALL_PODS = 100;
/** That the open loop reports on. */
export const OPEN_PODS = 1_000;
const MANY_WATCHERS = 1_000;
const BURST_WRITES = 100;
const PACED_WRITES_PER_SECOND = 10;
const EVENTS_DEADLINE_MS = 120_000;
const LOOK_EVERY_MS = 20;
const MEGABYTE = 1024 * 1024;
const PAGE = 500;

/** Namespaces, so that parts do not see one another's pods. */
export const namespaces = { many: 'many', small: 'small', calls: 'calls', watched: 'watched', open: 'open' };

const plural = (count, what) => `${count} ${what}${count === 1 ? '' : 's'}`;

function summary(answers, seconds) {
  const sum = (of) => answers.reduce((total, answer) => total + of(answer), 0);
  const total = sum((answer) => answer.total);
  if (total === 0) throw new Error(`no call succeeded: ${answers[0].lastError}`);
  const failed = sum((answer) => answer.failed);
  if (failed > 0) console.log(`  ${failed} calls failed: ${answers.find((a) => a.failed > 0).lastError}`);
  console.log(`  ${plural(total, 'call')}; ${sharesOf(answers)}`);
  const latencies = answers.flatMap((answer) => [...answer.latencies]).sort((a, b) => a - b);
  const perSecond = seconds === undefined ? undefined : latencies.length / seconds;
  return {
    total,
    perSecond,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    median: median(latencies),
  };
}

export async function callRows(bench) {
  const { options, workers } = bench;
  let from = 0;
  for (const [call, namespace, keys] of [
    ['create', namespaces.calls, 0],
    ['get', namespaces.small, SMALL_PODS],
    ['list', namespaces.small, SMALL_PODS],
  ]) {
    for (const clients of CLIENTS) {
      const label = `${call === 'list' ? `list of ${SMALL_PODS} pods` : call}, ${plural(clients, 'client')}`;
      from += 1_000_000;
      const results = await bench.each(label, async (target) => {
        const meter = target.meterCpu();
        const answers = await workers.run((i) => {
          const share = workers.shareOf(clients, i);
          const job = { job: 'calls', url: target.url, target: target.kind, namespace, call, keys };
          const times = { seconds: options.seconds, warmUpSeconds: WARM_UP_SECONDS };
          return share === 0 ? undefined : { ...job, ...times, clients: share, from: from + i * 500_000 };
        });
        const result = summary(answers, options.seconds);
        return { ...result, micros: meter?.microsPer(result.total) };
      });
      addCallRows(bench, label, results);
    }
  }
}

function addCallRows(bench, label, { ours, onEtcd, etcd }) {
  bench.add(`${label}, throughput`, '1/s', 'higher', ours.perSecond, etcd.perSecond);
  bench.add(`${label}, p50`, 'ms', 'lower', ours.p50, etcd.p50);
  bench.add(`${label}, p99`, 'ms', 'lower', ours.p99, etcd.p99);
  bench.add(`${label}, throughput, peer: apiserver on etcd`, '1/s', 'higher', ours.perSecond, onEtcd.perSecond);
  bench.add(`${label}, apiserver's CPU, peer: on etcd`, 'µs/op', 'lower', ours.micros, onEtcd.micros);
}

export async function listRows(bench) {
  const { options, workers } = bench;
  const times = options.quick ? 2 : 7;
  const lists = async (target, how, more = {}) => {
    const meter = target.meterCpu();
    const job = {
      job: 'timeLists',
      url: target.url,
      target: target.kind,
      namespace: namespaces.many,
      how,
      times,
      ...more,
    };
    const answers = await workers.run((i) => (i === 0 ? job : undefined));
    const [{ bytes, items }] = answers;
    if (how === 'decoded' && items !== options.pods) throw new Error(`${target.name} listed ${items} pods`);
    if (how === 'bytes') console.log(`  ${(bytes / MEGABYTE).toFixed(1)} MiB`);
    return { ...summary(answers), micros: meter?.microsPer(times) };
  };
  const label = `list of ${options.pods} pods`;
  const bytes = await bench.each(`${label}, consistent, bytes`, (target) => lists(target, 'bytes'));
  bench.add(`${label}, consistent, to the last byte`, 'ms', 'lower', bytes.ours.median, bytes.etcd.median);
  bench.add(
    `${label}, consistent, apiserver's CPU, peer: on etcd`,
    'ms',
    'lower',
    bytes.ours.micros / 1e3,
    bytes.onEtcd.micros / 1e3,
  );
  const cached = await bench.servers(`${label}, resourceVersion 0, bytes`, (target) =>
    lists(target, 'bytes', { resourceVersion: '0' }),
  );
  bench.add(
    `${label}, resourceVersion 0, to the last byte, peer: on etcd`,
    'ms',
    'lower',
    cached.ours.median,
    cached.onEtcd.median,
  );
  bench.add(
    `${label}, resourceVersion 0, apiserver's CPU, peer: on etcd`,
    'ms',
    'lower',
    cached.ours.micros / 1e3,
    cached.onEtcd.micros / 1e3,
  );
  for (const [name, more] of [
    ['consistent', {}],
    ['resourceVersion 0', { resourceVersion: '0' }],
    [`pages of ${PAGE}`, { limit: PAGE }],
  ]) {
    const decoded = await bench.servers(`${label}, ${name}, decoded`, (target) => lists(target, 'decoded', more));
    bench.add(
      `${label}, ${name}, to the decoded client, peer: on etcd`,
      'ms',
      'lower',
      decoded.ours.median,
      decoded.onEtcd.median,
    );
  }
}

export async function watchRows(bench) {
  for (const watchers of [...CLIENTS, MANY_WATCHERS]) {
    const label = `watch, ${plural(watchers, 'watcher')}`;
    const { ours, onEtcd, etcd } = await bench.each(label, (target) => fanOut(bench, target, watchers));
    bench.add(`${label}, events`, '1/s', 'higher', ours.perSecond, etcd.perSecond);
    bench.add(`${label}, write to event, p50`, 'ms', 'lower', ours.p50, etcd.p50);
    bench.add(`${label}, write to event, p99`, 'ms', 'lower', ours.p99, etcd.p99);
    bench.add(`${label}, apiserver's CPU, peer: on etcd`, 'µs/event', 'lower', ours.micros, onEtcd.micros);
  }
}

async function fanOut(bench, target, watchers) {
  const { workers, options } = bench;
  const { watched } = namespaces;
  const job = { job: 'openPodWatchers', url: target.url, target: target.kind, namespace: watched };
  await workers.run((i) => ({ ...job, watchers: workers.shareOf(watchers, i) }));
  const writer = new LightClient(target.url);
  const write = () =>
    target.kind === 'etcd'
      ? writer.unary(PUT, encodePut(keyOf(watched, 0), stampedPod(watched)))
      : writer.unary(`${POD_SERVICE}/Patch`, annotateRequest(watched, 0, { stamp: stamp() }));
  await untilAllSee(workers, watchers, write);

  const meter = target.meterCpu();
  const began = performance.now();
  const writes = options.quick ? BURST_WRITES / 10 : BURST_WRITES;
  for (let i = 0; i < writes; i++) await write();
  const burst = await eventsOf(workers, writes * watchers);
  const perSecond = (writes * watchers) / ((performance.now() - began) / 1000);
  const micros = meter?.microsPer(writes * watchers);
  console.log(`  ${writes * watchers} events; ${sharesOf(burst)}`);

  const paced = Math.ceil(PACED_WRITES_PER_SECOND * options.seconds);
  for (let i = 0; i < paced; i++) {
    await write();
    await delay(1000 / PACED_WRITES_PER_SECOND);
  }
  const calm = await eventsOf(workers, paced * watchers);
  const latencies = calm.flatMap(({ latencies: own }) => [...own]).sort((a, b) => a - b);
  await workers.run(() => ({ job: 'closePodWatchers' }));
  writer.close();
  return { perSecond, micros, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
}

function stampedPod(namespace) {
  const pod = JSON.parse(storedPod(namespace, 0).toString());
  pod.metadata.annotations.stamp = stamp();
  return Buffer.from(JSON.stringify(pod));
}

/** A watch says nothing when it begins: the first write that all of them see tells. */
async function untilAllSee(workers, watchers, write) {
  const deadline = performance.now() + EVENTS_DEADLINE_MS;
  for (;;) {
    await workers.run(() => ({ job: 'readPodWatchers', keep: false }));
    await write();
    await delay(500);
    const seen = await workers.run(() => ({ job: 'readPodWatchers', keep: true }));
    if (seen.reduce((sum, { events }) => sum + events, 0) === watchers) break;
    if (performance.now() > deadline) throw new Error('not all watches were begun');
  }
  await workers.run(() => ({ job: 'readPodWatchers', keep: false }));
}

async function eventsOf(workers, count) {
  const deadline = performance.now() + EVENTS_DEADLINE_MS;
  for (;;) {
    const seen = await workers.run(() => ({ job: 'readPodWatchers', keep: true }));
    const events = seen.reduce((sum, answer) => sum + answer.events, 0);
    if (events > count) throw new Error(`watchers saw ${events} events instead of ${count}`);
    if (events === count) break;
    if (performance.now() > deadline) throw new Error(`watchers saw only ${events} of ${count} events`);
    await delay(LOOK_EVERY_MS);
  }
  return workers.run(() => ({ job: 'readPodWatchers', keep: false }));
}

export async function openLoopRows(bench) {
  const { options, workers } = bench;
  // Half of the writes make pods, half report on some; and half as many reads.
  const half = options.rate / 2;
  const label = `${options.rate} writes/s beside ${half} reads/s`;
  const seconds = options.quick ? 2 : Math.max(8, options.seconds);
  const { ours, onEtcd, etcd } = await bench.each(label, async (target) => {
    const meter = target.meterCpu();
    const answers = await workers.run((i) => ({
      job: 'openLoop',
      url: target.url,
      target: target.kind,
      namespace: namespaces.open,
      calls: shareOfCalls({ create: half, status: half, get: half }, workers.count),
      seconds,
      warmUpSeconds: OPEN_WARM_UP_SECONDS,
      keys: OPEN_PODS,
      share: [0, 1].map((end) => Math.floor(((i + end) * OPEN_PODS) / workers.count)),
      from: 100_000 + i * 500_000,
    }));
    const result = summary(answers, seconds);
    return { ...result, micros: meter?.microsPer(result.total) };
  });
  bench.add(`${label}, p50`, 'ms', 'lower', ours.p50, etcd.p50);
  bench.add(`${label}, p99`, 'ms', 'lower', ours.p99, etcd.p99);
  bench.add(`${label}, p99, peer: apiserver on etcd`, 'ms', 'lower', ours.p99, onEtcd.p99);
  bench.add(`${label}, apiserver's CPU, peer: on etcd`, 'µs/op', 'lower', ours.micros, onEtcd.micros);
}

function shareOfCalls(calls, count) {
  return Object.fromEntries(Object.entries(calls).map(([call, perSecond]) => [call, perSecond / count]));
}

/** First of all parts: later ones leave garbage behind. */
export async function memoryRows(bench) {
  const { ours, onEtcd } = bench.targets;
  const label = `memory with ${bench.options.pods} pods`;
  const resident = (server) => server.residentBytes / MEGABYTE;
  bench.add(`${label}, as started, peer: on etcd`, 'MiB', 'lower', resident(ours), resident(onEtcd));
}

/** Last of all parts. */
export async function memoryAfterRows(bench) {
  const { ours, onEtcd } = bench.targets;
  const resident = (server) => server.residentBytes / MEGABYTE;
  bench.add(`memory after all other parts, peer: on etcd`, 'MiB', 'lower', resident(ours), resident(onEtcd));
}
