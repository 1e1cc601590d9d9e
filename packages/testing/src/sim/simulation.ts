/**
 * One run. Phase 1: clients work while the {@link Nemesis} breaks things, and nothing unsafe may happen. Phase 2:
 * everything is healed, and the group must serve every client and converge. In the end all keys are read once more and
 * the whole history of the clients must be linearizable: so no acknowledged write was lost.
 */
import { assert, utf8 } from '@kuorum/base';
import { crc32c } from '@kuorum/store/mvcc';
import type { WatchRecord } from '../linearizability/index.js';
import { type FaultCounts, Nemesis } from './nemesis.js';
import { LeaseClient } from './lease-client.js';
import type { PlantedBug } from './planted-bugs.js';
import { SimClient } from './sim-client.js';
import { SimCluster } from './sim-cluster.js';
import type { SimMember } from './sim-member.js';
import { drawOptions, SIM_STEPS_DEFAULT, type SimOptions } from './sim-options.js';
import { WatchClient } from './watch-client.js';
import { Workload } from './workload.js';

export interface SimReport {
  readonly options: SimOptions;
  readonly steps: number;
  readonly virtualMs: number;
  readonly faults: FaultCounts;
  readonly network: PacketCounts;
  readonly diskWritesLost: number;
  readonly terms: number;
  readonly entriesApplied: number;
  /** Turns that commands took beyond their first. */
  readonly furtherTurns: number;
  readonly snapshotsInstalled: number;
  readonly operations: { readonly answered: number; readonly unknown: number };
  readonly watches: number;
  readonly eventsWatched: number;
  readonly leasesExpired: number;
  /** Members that noticed that their disk had been damaged or wiped. */
  readonly startsRefused: number;
  /** Parts of the history that were too wide to be judged. */
  readonly undecided: number;
  /** Of the members' states at the end. */
  readonly stateHash: string;
  /** Of everything that happened on the way. */
  readonly traceHash: string;
}

type PacketCounts = SimCluster['network']['counts'];

export interface SimRequest {
  readonly seed: number;
  readonly steps?: number | undefined;
  readonly bug?: PlantedBug | undefined;
}

/** `message` says what broke; `trace` what came just before. */
export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure';

  constructor(
    readonly options: SimOptions,
    readonly step: number,
    readonly trace: readonly string[],
    cause: unknown,
  ) {
    super(`seed ${options.seed}, step ${step}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Virtual time in which a healed group must have done what phase 2 asks. */
const HEALED_DEADLINE_MS = 60_000;
/** Answers that each client gets in phase 2. */
const HEALED_ANSWERS = 3;

export function runSimulation({ seed, steps = SIM_STEPS_DEFAULT, bug }: SimRequest): SimReport {
  const run = new Run(drawOptions(seed, steps), bug);
  try {
    run.breakThings();
    run.serveWhenHealed();
    run.readEverything();
    run.converge();
    run.undecided = run.cluster.witness.judge();
  } catch (error) {
    throw new SimulationFailure(run.options, run.steps, run.cluster.trace, error);
  }
  return run.report();
}

class Run {
  readonly cluster: SimCluster;
  steps = 0;
  undecided = 0;
  private readonly nemesis: Nemesis;
  private readonly clients: readonly SimClient[];
  private readonly holders: readonly LeaseClient[];
  private readonly watchers: readonly WatchClient[];

  constructor(
    readonly options: SimOptions,
    bug: PlantedBug | undefined,
  ) {
    this.cluster = new SimCluster(options, bug);
    this.nemesis = new Nemesis(this.cluster);
    const { cluster } = this;
    const workload = new Workload(options);
    const listOf = <T>(count: number, make: (i: number) => T): T[] =>
      Array.from({ length: count }, (_, i) => make(i + 1));
    this.clients = listOf(options.clients, (i) => new SimClient(`${i}`, cluster, workload));
    this.holders = listOf(
      options.leaseHolders,
      (i) => new LeaseClient(cluster, workload, new SimClient(`holder ${i}`, cluster, workload)),
    );
    this.watchers = listOf(options.watchers, (i) => new WatchClient(`watch ${i}`, cluster));
  }

  breakThings(): void {
    this.nemesis.start();
    [...this.clients, ...this.holders, ...this.watchers].forEach((client) => client.start());
    while (this.steps < this.options.steps) this.step();
  }

  serveWhenHealed(): void {
    this.nemesis.stopAndHeal();
    const goals = this.clients.map((client) => client.answered + HEALED_ANSWERS);
    this.until(() => this.clients.every((client, i) => client.answered >= (goals[i] ?? 0)), 'every client is served');
    this.clients.forEach((client) => client.stop());
    this.holders.forEach((holder) => holder.stop());
    const { leases } = this.cluster.witness;
    this.until(() => leases.open === 0, 'every lease ends');
  }

  readEverything(): void {
    const [reader] = this.clients;
    const { keys } = this.cluster.witness;
    let left = keys.size;
    for (const key of keys) reader?.readSurely({ kind: 'get', key }, () => left--);
    this.until(() => left === 0, 'every key is read');
  }

  /** All who belong to the group apply the same, up to the end of the leader's log. */
  converge(): void {
    this.until(() => {
      const { leader } = this.cluster;
      if (leader === undefined) return false;
      const { lastIndex, confState } = leader.running.status();
      const members = [...confState.voters, ...confState.learners].map((id) => this.cluster.member(id));
      return members.every(({ life }) => life?.applied.index === lastIndex);
    }, 'all members apply the whole log');
    for (const { alive } of this.cluster.running) alive.state.checkInvariants();
    this.until(() => this.watchers.every((watcher) => watcher.isUpToDate), 'every watcher is told of everything');
  }

  report(): SimReport {
    const { cluster, options, steps } = this;
    const members = [...cluster.members.values()];
    return {
      options,
      steps,
      virtualMs: Math.round(cluster.clock.now()),
      faults: this.nemesis.counts,
      network: cluster.network.counts,
      diskWritesLost: members.reduce((sum, { disk }) => sum + disk.writesLost, 0),
      terms: cluster.highestTerm,
      entriesApplied: cluster.highestApplied,
      furtherTurns: cluster.furtherTurns,
      snapshotsInstalled: cluster.snapshotsInstalled,
      operations: cluster.witness.history.counts,
      watches: cluster.witness.watches.length,
      eventsWatched: eventsIn(cluster.witness.watches),
      leasesExpired: cluster.witness.leases.expired,
      startsRefused: cluster.startsRefused,
      undecided: this.undecided,
      stateHash: hex(crc32c(utf8(cluster.running.map(describeState).join('\n')))),
      traceHash: hex(cluster.traceHash),
    };
  }

  private step(): void {
    this.steps++;
    assert(this.cluster.clock.step(), 'something is always to come');
  }

  private until(condition: () => boolean, what: string): void {
    const deadline = this.cluster.clock.now() + HEALED_DEADLINE_MS;
    while (!condition()) {
      assert(this.cluster.clock.now() < deadline, `liveness: not within ${HEALED_DEADLINE_MS / 1000} s: ${what}`);
      this.step();
    }
  }
}

function describeState({ id, running, alive }: SimMember): string {
  const { term, vote, commit, lastIndex } = running.status();
  const { hash, revision, compactRevision } = alive.state.mvcc.hash(0);
  const { index, term: appliedTerm } = alive.applied;
  return [id, term, vote, commit, lastIndex, index, appliedTerm, revision, compactRevision, hash].join(' ');
}

function eventsIn(watches: readonly WatchRecord[]): number {
  const responses = watches.flatMap((watch) => watch.responses);
  return responses.reduce((sum, response) => sum + (response.kind === 'events' ? response.events.length : 0), 0);
}

function hex(hash: number): string {
  return hash.toString(16).padStart(8, '0');
}
