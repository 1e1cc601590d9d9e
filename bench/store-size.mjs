// What many keys cost: memory, the start of a member that holds them, and of one that must get them by a snapshot.
// Groups of their own, so that the history of other rows is not counted.
import { setTimeout as delay } from 'node:timers/promises';
import { encodeSerializableRange, hasKey, keyOf, RANGE } from './etcd-calls.mjs';
import { LightClient } from './grpc-light.mjs';
import { median } from './report.mjs';
import { fill } from './store-load.mjs';

/** The same for both (etcd's default is 100 000 until 3.5, ours 10 000): the log is cut, and a snapshot is sent. */
const FLAGS = ['--snapshot-count=10000'];
const TRY_EVERY_MS = 5;
const CALL_DEADLINE_MS = 1_000;
const DEADLINE_MS = 60_000;
/** Collectors of garbage and compactions have settled. */
const REST_MS = 5_000;
const RESTARTS = 3;

export async function sizeRows(bench) {
  const { sizeKeys, quick } = bench.options;
  await bench.startGroups(FLAGS);
  const label = `${sizeKeys} keys`;
  const { ours, peer } = await bench.both(label, (group) => measure(bench, group, sizeKeys, quick));
  bench.add(`${label}, snapshot to a member far behind`, 'ms', 'lower', ours.caughtUp, peer.caughtUp);
  bench.add(`${label}, memory of the leader`, 'MB', 'lower', ours.leaderMb, peer.leaderMb);
  bench.add(`${label}, memory of 3 members`, 'MB', 'lower', ours.allMb, peer.allMb);
  bench.add(`${label}, disk of 3 members`, 'MB', 'lower', ours.diskMb, peer.diskMb);
  bench.add(`${label}, restart of a member`, 'ms', 'lower', ours.restart, peer.restart);
  await bench.stopGroups();
}

async function measure(bench, group, keys, quick) {
  const leader = await group.leader();
  const behind = group.members.find((member) => member !== leader);
  await group.killMember(behind);
  const filledFrom = performance.now();
  await fill(bench, group, keys);
  console.log(`  filled in ${Math.round(performance.now() - filledFrom)} ms`);
  await delay(quick ? 0 : REST_MS);

  const lastKey = keyOf(keys - 1);
  const caughtUp = await timeToServe(group, behind, lastKey);
  console.log(`  caught up ${Math.round(caughtUp)} ms after its start`);
  await group.leader();
  await delay(quick ? 0 : REST_MS);
  const leaderMb = group.residentBytes(await group.leader()) / 1e6;
  const allMb = group.members.reduce((sum, member) => sum + group.residentBytes(member), 0) / 1e6;
  const diskMb = group.diskBytes() / 1e6;

  const restarts = [];
  for (let i = 0; i < (quick ? 1 : RESTARTS); i++) {
    await group.killMember(behind);
    restarts.push(await timeToServe(group, behind, lastKey));
    await group.leader();
  }
  console.log(`  restarted in ${restarts.map((ms) => `${Math.round(ms)} ms`).join(', ')}`);
  return { caughtUp, leaderMb, allMb, diskMb, restart: median(restarts) };
}

/** Starts the member; until it gives the key to a serializable read. */
async function timeToServe(group, member, key) {
  const began = performance.now();
  group.startMember(member);
  while (!(await serves(member.url, key))) {
    if (performance.now() - began > DEADLINE_MS) throw new Error(`${group.name}: ${member.name} does not get the keys`);
    await delay(TRY_EVERY_MS);
  }
  return performance.now() - began;
}

async function serves(url, key) {
  const client = new LightClient(url);
  const late = new AbortController();
  try {
    const read = client.unary(RANGE, encodeSerializableRange(key)).then(hasKey);
    return (await Promise.race([read, delay(CALL_DEADLINE_MS, false, { signal: late.signal })])) === true;
  } catch {
    return false;
  } finally {
    late.abort();
    client.close();
  }
}
