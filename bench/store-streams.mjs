// Rows of streams: events to many watchers, renewals of many leases.
import { setTimeout as delay } from 'node:timers/promises';
import { encodePut, PUT } from './etcd-calls.mjs';
import { LightClient } from './grpc-light.mjs';
import { percentile } from './report.mjs';
import { addLoadRows, summary, VALUE_BYTES } from './store-load.mjs';
import { machineNow, stamped } from './watch-load.mjs';
import { sharesOf } from './workers.mjs';

const WATCHERS = 1_000;
const WATCH_STREAMS = 20;
/** Of the row of events a second: put one after the other, as fast as they are acknowledged. */
const BURST_PUTS = 200;
/** Of the row of latencies: few enough that no queue builds up. */
const PACED_PUTS_PER_SECOND = 10;
const EVENTS_DEADLINE_MS = 60_000;
const LOOK_EVERY_MS = 20;

const LEASES = 1_000;
const LEASE_STREAMS = 10;
/** Renewals under way on a stream. */
const LEASE_OUTSTANDING = 10;

export async function watchRows(bench) {
  const label = `watch, 1 writer, ${WATCHERS} watchers`;
  const { ours, peer } = await bench.both(label, (group) => fanOut(bench, group));
  bench.add(`${label}, events`, '1/s', 'higher', ours.perSecond, peer.perSecond);
  bench.add(`${label}, p50`, 'ms', 'lower', ours.p50, peer.p50);
  bench.add(`${label}, p99`, 'ms', 'lower', ours.p99, peer.p99);
  bench.add(`${label}, leader's CPU`, 'µs/event', 'lower', ours.leaderMicros, peer.leaderMicros);
}

async function fanOut(bench, group) {
  const { workers, options } = bench;
  const { url } = await group.leader();
  const key = 'bench/watched';
  await workers.run(() => ({
    job: 'openWatchers',
    url,
    key,
    watchers: WATCHERS / workers.count,
    streams: WATCH_STREAMS / workers.count,
  }));
  const writer = new LightClient(url);
  const put = () => writer.unary(PUT, encodePut(Buffer.from(key), stamped(VALUE_BYTES)));
  await put();
  await eventsOf(workers, 1);

  const meter = group.meterCpu(url);
  const began = machineNow();
  const bursts = options.quick ? BURST_PUTS / 10 : BURST_PUTS;
  for (let i = 0; i < bursts; i++) await put();
  const burst = await eventsOf(workers, bursts);
  const perSecond = (bursts * WATCHERS) / ((Math.max(...burst.map(({ lastAt }) => lastAt)) - began) / 1000);
  const { leaderMicros } = meter.microsPer(bursts * WATCHERS);
  console.log(`  ${bursts * WATCHERS} events; ${sharesOf(burst)}`);

  const paced = Math.ceil(PACED_PUTS_PER_SECOND * options.seconds);
  for (let i = 0; i < paced; i++) {
    await put();
    await delay(1000 / PACED_PUTS_PER_SECOND);
  }
  const calm = await eventsOf(workers, paced);
  const latencies = calm.flatMap(({ latencies: own }) => [...own]).sort((a, b) => a - b);
  await workers.run(() => ({ job: 'closeWatchers' }));
  writer.close();
  return { perSecond, leaderMicros, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
}

/** Waits until each watcher has seen `puts` events, and reads what they saw. */
async function eventsOf(workers, puts) {
  const deadline = performance.now() + EVENTS_DEADLINE_MS;
  for (;;) {
    const seen = await workers.run(() => ({ job: 'readWatchers', keep: true }));
    const events = seen.reduce((sum, answer) => sum + answer.events, 0);
    if (events > puts * WATCHERS) throw new Error(`watchers saw ${events} events instead of ${puts * WATCHERS}`);
    if (events === puts * WATCHERS) break;
    if (performance.now() > deadline) throw new Error(`watchers saw only ${events} of ${puts * WATCHERS} events`);
    await delay(LOOK_EVERY_MS);
  }
  return workers.run(() => ({ job: 'readWatchers', keep: false }));
}

export async function keepAliveRows(bench) {
  const { workers, options } = bench;
  const label = `lease keep-alive, ${LEASES} leases`;
  const results = await bench.both(label, async (group) => {
    const { url } = await group.leader();
    const meter = group.meterCpu(url);
    const answers = await workers.run((i) => ({
      job: 'keepAlives',
      url,
      leases: workers.shareOf(LEASES, i),
      streams: workers.shareOf(LEASE_STREAMS, i),
      outstanding: LEASE_OUTSTANDING,
      seconds: options.seconds,
      warmUpSeconds: options.quick ? 0.2 : 1,
    }));
    return summary(group, meter, answers, options.seconds);
  });
  addLoadRows(bench, label, results);
}
