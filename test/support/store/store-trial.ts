/**
 * A store under load, faults, and what must hold afterwards: seed → load → inject → heal → quiet → final reads and
 * invariants. A test only says what is broken and how it is healed.
 */
import { eventually, type Cleanup } from '@kuorum/testing';
import { checkKvHistory, checkWatch, EventLog, type SeenEvent } from '@kuorum/testing/linearizability';
import { withKnownOutcomes } from './known-outcomes.js';
import { LeaseHolder } from './lease-holder.js';
import { PATIENCE_MS, StoreCluster, type StoreClusterOptions } from './store-cluster.js';
import { StoreLoad } from './store-load.js';
import { call } from './store-member.js';
import { StoreWatcher } from './store-watcher.js';

const COMPACT_MS = 3_000;
/** Writes before the fault and after it is healed. */
const WRITES_AROUND = 60;

export interface Trial {
  readonly cluster: StoreCluster;
  readonly load: StoreLoad;
  /** Forgets the history that every watcher has seen. */
  readonly compact: () => Promise<void>;
}

export interface TrialOptions extends StoreClusterOptions {
  readonly seed?: number;
  readonly clients?: number;
  /** Added to every value. */
  readonly padBytes?: number;
}

export async function runTrial(
  cleanup: Cleanup,
  options: TrialOptions,
  inject: (trial: Trial) => Promise<void>,
): Promise<Trial> {
  const { seed = 1, clients = 4, padBytes = 0 } = options;
  const cluster = await StoreCluster.start(cleanup, options);
  try {
    return await runOn(cleanup, cluster, new StoreLoad(cluster.members, seed, clients, padBytes), inject);
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    throw new Error(`${told}\nseed ${seed}, what the members said:\n${cluster.said}`, { cause: error });
  }
}

async function runOn(
  cleanup: Cleanup,
  cluster: StoreCluster,
  load: StoreLoad,
  inject: (trial: Trial) => Promise<void>,
): Promise<Trial> {
  const watchers = cluster.members.map((member) => new StoreWatcher(member));
  const lease = new LeaseHolder(cluster.members);
  for (const part of [load, lease, ...watchers]) cleanup.own(part, () => part.stop());
  for (const part of [load, lease, ...watchers]) part.start();
  await load.writesMore(WRITES_AROUND);
  const trial: Trial = { cluster, load, compact: () => compact(cluster, watchers) };
  await inject(trial);
  cluster.links.heal();
  for (const member of cluster.members) member.resume();
  await load.writesMore(WRITES_AROUND);
  await load.stop();
  const [complete] = await Promise.all([settle(cluster, load, watchers), lease.expires()]);
  for (const watcher of watchers) await watcher.stop();
  judge(load, lease, watchers, eventLogOf([complete, ...watchers]));
  return trial;
}

/** Whatever watcher comes back later asks for what comes after. Nobody may be there to answer. */
async function compact(cluster: StoreCluster, watchers: readonly StoreWatcher[]): Promise<void> {
  const revision = String(Math.min(...watchers.map(({ seen }) => seen)));
  for (const member of cluster.members) {
    const done = call<object, object>(member.kv, 'Compact', { revision }, COMPACT_MS);
    if (await done.then(yes, no)) return;
  }
}

const yes = (): boolean => true;
const no = (): boolean => false;

/** All members have the same history, and every watcher has seen it; gives one that has seen all that is left of it. */
async function settle(
  cluster: StoreCluster,
  load: StoreLoad,
  watchers: readonly StoreWatcher[],
): Promise<StoreWatcher> {
  for (const member of cluster.members) await load.readAll(member);
  const revision = await eventually(
    async () => {
      const statuses = await Promise.all(cluster.members.map((member) => member.status()));
      const revisions = statuses.map((status) => status?.header?.revision ?? 'none');
      const hashes = await Promise.all(cluster.members.map((member) => member.hashKv(String(revisions[0]))));
      const seen = `revisions ${revisions.join()}, hashes ${hashes.join()}`;
      if (new Set(revisions).size !== 1 || new Set(hashes).size !== 1) throw new Error(seen);
      return Number(revisions[0]);
    },
    'the same history on every member',
    PATIENCE_MS,
  );
  if (revision < load.revision) {
    load.violations.push(`the members end at revision ${revision}, but ${load.revision} was acknowledged`);
  }
  // What got no answer may still arrive after the clients have gone: hence the last reads come after that.
  await load.readAll(cluster.members[0] as StoreCluster['members'][number]);
  const first = cluster.members[0] as StoreCluster['members'][number];
  const complete = new StoreWatcher(first, 1 + Math.max(1, Number(await first.compactRevision())));
  complete.start();
  const arrived = (watcher: StoreWatcher): Promise<unknown> =>
    eventually(
      () => watcher.seen >= load.revision || Promise.reject(new Error(`saw ${watcher.seen} of ${load.revision}`)),
      `the watcher of ${watcher.member.name} sees the end`,
      PATIENCE_MS,
    );
  try {
    await arrived(complete);
  } finally {
    await complete.stop();
  }
  for (const watcher of watchers) await arrived(watcher);
  return complete;
}

/** Each revision as the first of the watchers tells that knows most of it; that the others saw the same is judged. */
function eventLogOf(watchers: readonly StoreWatcher[]): EventLog {
  const byRevision = new Map<number, SeenEvent[]>();
  for (const watcher of watchers) {
    const seen = new Map<number, SeenEvent[]>();
    for (const { responses } of watcher.records) {
      for (const response of responses) {
        if (response.kind !== 'events') continue;
        for (const event of response.events) {
          const events = seen.get(event.modRevision) ?? [];
          seen.set(event.modRevision, [...events, event]);
        }
      }
    }
    for (const [revision, events] of seen)
      if (events.length > (byRevision.get(revision)?.length ?? 0)) byRevision.set(revision, events);
  }
  const log = new EventLog();
  for (const [revision, events] of [...byRevision].sort(([a], [b]) => a - b)) log.add(revision, events);
  return log;
}

function judge(load: StoreLoad, lease: LeaseHolder, watchers: readonly StoreWatcher[], log: EventLog): void {
  const problems = [...load.violations, ...lease.violations];
  for (const watcher of watchers) {
    problems.push(...watcher.refusals.map((reason) => `a watch of ${watcher.member.name} was ended: ${reason}`));
    for (const record of watcher.records) problems.push(...checkWatch(record, log).map(({ message }) => message));
  }
  const verdict = checkKvHistory(withKnownOutcomes(load.history.calls, log), { revisions: 'all' });
  if (verdict.kind === 'illegal') problems.push(`the history is not linearizable:\n${verdict.counterexample}`);
  if (verdict.kind === 'undecided') problems.push(`${verdict.parts} parts of the history could not be judged`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
