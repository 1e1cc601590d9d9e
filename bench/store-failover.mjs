// Milliseconds from kill -9 of the leader to the next acknowledged write.
import { setTimeout as delay } from 'node:timers/promises';
import { encodePut, keyOf, PUT } from './etcd-calls.mjs';
import { LightClient } from './grpc-light.mjs';
import { median } from './report.mjs';
import { VALUE_BYTES } from './store-load.mjs';

/** A put is sent every so often, whatever became of those before. */
const SEND_EVERY_MS = 10;
const DEADLINE_MS = 30_000;
/** Heartbeats and connections are settled again before the next trial. */
const REST_MS = 1_500;

export async function failOverRows(bench) {
  const { trials } = bench.options;
  const { ours, peer } = await bench.both(`leader killed, ${trials} trials`, async (group) => {
    const times = [];
    for (let i = 0; i < trials; i++) times.push(await failOver(group));
    console.log(`  ${times.map((ms) => `${Math.round(ms)} ms`).join(', ')}`);
    return times;
  });
  bench.add('leader killed to next write, median', 'ms', 'lower', median(ours), median(peer));
  bench.add('leader killed to next write, worst', 'ms', 'lower', Math.max(...ours), Math.max(...peer));
}

async function failOver(group) {
  const leader = await group.leader();
  const clients = group.members.filter((member) => member !== leader).map(({ url }) => new LightClient(url));
  // Connections are open before: only the election is measured.
  await Promise.all(clients.map((client) => client.unary(PUT, encodePut(keyOf(0), Buffer.from('before')))));
  const value = Buffer.alloc(VALUE_BYTES, 'f');
  const killed = group.killMember(leader);
  const killedAt = performance.now();
  let acknowledgedAt;
  let sent = 0;
  while (acknowledgedAt === undefined && performance.now() - killedAt < DEADLINE_MS) {
    const client = clients[sent++ % clients.length];
    client.unary(PUT, encodePut(keyOf(sent), value)).then(
      () => (acknowledgedAt ??= performance.now()),
      () => undefined,
    );
    await delay(SEND_EVERY_MS);
  }
  clients.forEach((client) => client.close());
  await killed;
  if (acknowledgedAt === undefined) throw new Error(`${group.name}: no write after the leader's end`);
  group.startMember(leader);
  await group.leader();
  await delay(REST_MS);
  return acknowledgedAt - killedAt;
}
