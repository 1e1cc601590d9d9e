// The store against etcd: 3 members each, fsync on, on the same disk, the same client, row by row in turn.
//
// usage: node bench/run.mjs store [--seconds N] [--trials N]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { atEnd, kill } from './cleanup.mjs';
import { encodePut, keyOf, PUT } from './etcd-calls.mjs';
import { LightClient } from './grpc-light.mjs';
import { median, percentile, report, row } from './report.mjs';
import { StoreGroup, systems } from './store-group.mjs';

const WORKERS = 2;
const WARM_UP_SECONDS = 0.7;
/** Of each group, before the first row. */
const WARM_SECONDS = 4;
const VALUE_BYTES = 256;
const KEYS = 10_000;
const RANGE_KEYS = 1_000;
/** Writers of the failover send a put every so often, whatever became of those before. */
const FAILOVER_SEND_EVERY_MS = 10;
const FAILOVER_DEADLINE_MS = 30_000;
/** Heartbeats and connections are settled again before the next trial. */
const FAILOVER_REST_MS = 1_500;

async function startWorkers() {
  const workers = Array.from({ length: WORKERS }, () =>
    fork(join(import.meta.dirname, 'load-worker.mjs'), { serialization: 'advanced' }),
  );
  for (const worker of workers) atEnd(() => worker.kill('SIGKILL'));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return workers;
}

/** Runs `clients` against the group's leader, spread over the worker processes. */
async function load(group, workers, job) {
  const { url } = await group.leader();
  const used = workers.slice(0, Math.min(workers.length, job.clients));
  const cpuBefore = group.cpuSeconds();
  const results = await Promise.all(
    used.map(async (worker, i) => {
      const share = Math.floor(job.clients / used.length) + (i < job.clients % used.length ? 1 : 0);
      const answer = once(worker, 'message');
      worker.send({ warmUpSeconds: WARM_UP_SECONDS, valueBytes: VALUE_BYTES, ...job, url, clients: share });
      return (await answer)[0];
    }),
  );
  const cpuAfter = group.cpuSeconds();
  const sum = (of) => results.reduce((total, result) => total + of(result), 0);
  const total = sum((result) => result.total);
  if (total === 0) throw new Error(`${group.name}: no ${job.kind} succeeded: ${results[0].lastError}`);
  const failed = sum((result) => result.failed);
  if (failed > 0) console.log(`  ${failed} calls failed: ${results.find((r) => r.failed > 0).lastError}`);
  // Far below one processor each, or the client is what is measured.
  const shares = results.map(({ cpuShare }) => `${Math.round(cpuShare * 100)} %`);
  console.log(`  ${total} calls; client processes used ${shares.join(' and ')} of a processor`);
  const latencies = results.flatMap((result) => result.latencies).sort((a, b) => a - b);
  const cpuSeconds = (members) => members.reduce((s, m) => s + cpuAfter.get(m) - cpuBefore.get(m), 0);
  const leader = group.members.find((member) => member.url === url);
  const followers = group.members.filter((member) => member !== leader);
  return {
    perSecond: latencies.length / job.seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    leaderMicros: (cpuSeconds([leader]) / total) * 1e6,
    followerMicros: (cpuSeconds(followers) / followers.length / total) * 1e6,
  };
}

/** Milliseconds from kill -9 of the leader to the first acknowledged put that was sent after it. */
async function failOver(group) {
  const leader = await group.leader();
  const clients = group.members.filter((member) => member !== leader).map(({ url }) => new LightClient(url));
  // Connections are open before: only the election is measured.
  await Promise.all(clients.map((client) => client.unary(PUT, encodePut(keyOf(0), Buffer.from('before')))));
  const value = Buffer.alloc(VALUE_BYTES, 'f');
  const killed = kill(leader.child);
  const killedAt = performance.now();
  let acknowledgedAt;
  let sent = 0;
  while (acknowledgedAt === undefined && performance.now() - killedAt < FAILOVER_DEADLINE_MS) {
    const client = clients[sent++ % clients.length];
    client.unary(PUT, encodePut(keyOf(sent), value)).then(
      () => (acknowledgedAt ??= performance.now()),
      () => undefined,
    );
    await delay(FAILOVER_SEND_EVERY_MS);
  }
  clients.forEach((client) => client.close());
  await killed;
  if (acknowledgedAt === undefined) throw new Error(`${group.name}: no write after the leader's end`);
  group.startMember(leader);
  await group.leader();
  await delay(FAILOVER_REST_MS);
  return acknowledgedAt - killedAt;
}

export async function benchStore(args) {
  const { values } = parseArgs({ args, options: { seconds: { type: 'string' }, trials: { type: 'string' } } });
  const [seconds, trials] = [Number(values.seconds ?? 4), Number(values.trials ?? 4)];
  if (!(seconds > 0) || !Number.isInteger(trials) || trials < 1)
    throw new Error('--seconds must be a positive number and --trials a positive integer');
  const workers = await startWorkers();
  const groups = {
    ours: await StoreGroup.start('kuorum', systems.ours),
    peer: await StoreGroup.start('etcd', systems.peer),
  };
  const rows = [];
  const both = async (label, measure) => {
    const results = {};
    for (const [name, group] of Object.entries(groups)) {
      console.log(`${label}: ${group.name}`);
      results[name] = await measure(group);
    }
    return results;
  };
  const loadRows = async (label, job) => {
    const { ours, peer } = await both(label, (group) => load(group, workers, { seconds, ...job }));
    rows.push(row(`${label}, throughput`, '1/s', 'higher', ours.perSecond, peer.perSecond));
    rows.push(row(`${label}, p50`, 'ms', 'lower', ours.p50, peer.p50));
    rows.push(row(`${label}, p99`, 'ms', 'lower', ours.p99, peer.p99));
    rows.push(row(`${label}, leader's CPU`, 'µs/op', 'lower', ours.leaderMicros, peer.leaderMicros));
    rows.push(row(`${label}, a follower's CPU`, 'µs/op', 'lower', ours.followerMicros, peer.followerMicros));
  };

  // Both run warm: compilers have seen the code, LevelDB and bbolt have their files.
  const warm = { kind: 'put', clients: 64, keys: KEYS, seconds: WARM_SECONDS };
  await both('warming up', (group) => load(group, workers, warm));
  for (const clients of [1, 64, 256]) await loadRows(`put, ${clients} clients`, { kind: 'put', clients, keys: KEYS });
  const fill = { kind: 'put', clients: 64, keys: RANGE_KEYS, fill: true, warmUpSeconds: 0 };
  for (const group of Object.values(groups)) await load(group, workers, { seconds, ...fill });
  await loadRows('linearizable range, 64 clients', { kind: 'range', clients: 64, keys: RANGE_KEYS });
  rows.push(
    row('memory of 3 members', 'MB', 'lower', ...Object.values(groups).map((group) => group.residentBytes() / 1e6)),
  );
  const failovers = await both(`leader killed, ${trials} trials`, async (group) => {
    const times = [];
    for (let i = 0; i < trials; i++) times.push(await failOver(group));
    console.log(`  ${times.map((ms) => `${Math.round(ms)} ms`).join(', ')}`);
    return times;
  });
  rows.push(
    row('leader killed to next write, median', 'ms', 'lower', median(failovers.ours), median(failovers.peer)),
    row('leader killed to next write, worst', 'ms', 'lower', Math.max(...failovers.ours), Math.max(...failovers.peer)),
  );
  for (const group of Object.values(groups)) await group.stop();
  for (const worker of workers) worker.disconnect();
  report('store', 'Store: 3 members, fsync on; peer: etcd', rows);
}
