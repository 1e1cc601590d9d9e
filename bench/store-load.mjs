// Rows of unary calls: throughput, latency, and processor time of leader and followers a call.
import { percentile } from './report.mjs';
import { sharesOf } from './workers.mjs';

const WARM_UP_SECONDS = 0.7;
export const VALUE_BYTES = 256;
const FILL_CLIENTS = 256;

/** Runs `clients` against the group's leader, spread over the worker processes. */
export async function load(bench, group, job) {
  const { workers, options } = bench;
  const { url } = await group.leader();
  const common = { seconds: options.seconds, warmUpSeconds: WARM_UP_SECONDS, valueBytes: VALUE_BYTES };
  const meter = group.meterCpu(url);
  const results = await workers.run((i) => {
    const clients = workers.shareOf(job.clients, i);
    return clients === 0 ? undefined : { job: 'unary', ...common, ...job, url, clients };
  });
  return summary(group, meter, results, job.seconds ?? options.seconds);
}

/** What workers that answered {total, failed, lastError, latencies} saw, and what it cost the members. */
export function summary(group, meter, results, seconds) {
  const sum = (of) => results.reduce((total, result) => total + of(result), 0);
  const total = sum((result) => result.total);
  if (total === 0) throw new Error(`${group.name}: no call succeeded: ${results[0].lastError}`);
  const failed = sum((result) => result.failed);
  if (failed > 0) console.log(`  ${failed} calls failed: ${results.find((r) => r.failed > 0).lastError}`);
  console.log(`  ${total} calls; ${sharesOf(results)}`);
  const latencies = results.flatMap((result) => [...result.latencies]).sort((a, b) => a - b);
  return {
    perSecond: latencies.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    ...meter.microsPer(total),
  };
}

/** Each key of the first `keys`, once, by many clients. */
export async function fill(bench, group, keys) {
  const { workers } = bench;
  const { url } = await group.leader();
  const clients = Math.min(FILL_CLIENTS, keys);
  await workers.run((i) => {
    const from = Math.floor((keys * i) / workers.count);
    const to = Math.floor((keys * (i + 1)) / workers.count);
    const job = { job: 'unary', kind: 'put', url, seconds: 0, warmUpSeconds: 0, valueBytes: VALUE_BYTES };
    return { ...job, clients: workers.shareOf(clients, i), fill: { from, to } };
  });
}

export async function loadRows(bench, label, job) {
  addLoadRows(bench, label, await bench.both(label, (group) => load(bench, group, job)));
}

export function addLoadRows(bench, label, { ours, peer }) {
  bench.add(`${label}, throughput`, '1/s', 'higher', ours.perSecond, peer.perSecond);
  bench.add(`${label}, p50`, 'ms', 'lower', ours.p50, peer.p50);
  bench.add(`${label}, p99`, 'ms', 'lower', ours.p99, peer.p99);
  bench.add(`${label}, leader's CPU`, 'µs/op', 'lower', ours.leaderMicros, peer.leaderMicros);
  bench.add(`${label}, a follower's CPU`, 'µs/op', 'lower', ours.followerMicros, peer.followerMicros);
}
