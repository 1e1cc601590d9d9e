/**
 * One run. Phase 1: clients work while the {@link Nemesis} breaks things, and nothing unsafe may happen. Phase 2:
 * everything is healed, and the group must serve every client and converge. In the end all keys are read once more and
 * the whole history of the clients must be linearizable: so no acknowledged write was lost.
 */
import { assert, utf8 } from '@kuorum/base';
import { crc32c } from '@kuorum/store/mvcc';
import { type FaultCounts, Nemesis } from './nemesis.js';
import { ClientHistory } from './register.js';
import { SimClient, Workload } from './sim-client.js';
import { SimCluster } from './sim-cluster.js';
import type { SimMember } from './sim-member.js';
import { drawOptions, type PlantedBug, SIM_STEPS_DEFAULT, type SimOptions } from './sim-options.js';

export interface SimReport {
  readonly options: SimOptions;
  readonly steps: number;
  readonly virtualMs: number;
  readonly faults: FaultCounts;
  readonly network: PacketCounts;
  readonly diskWritesLost: number;
  readonly terms: number;
  readonly entriesApplied: number;
  readonly snapshotsInstalled: number;
  readonly operations: { readonly answered: number; readonly unknown: number };
  /** Keys whose history was too wide to be judged. */
  readonly undecidedKeys: number;
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
    run.undecided = run.history.check();
  } catch (error) {
    throw new SimulationFailure(run.options, run.steps, run.cluster.trace, error);
  }
  return run.report();
}

class Run {
  readonly history = new ClientHistory();
  readonly cluster: SimCluster;
  steps = 0;
  undecided = 0;
  private readonly nemesis: Nemesis;
  private readonly clients: readonly SimClient[];

  constructor(
    readonly options: SimOptions,
    bug: PlantedBug | undefined,
  ) {
    this.cluster = new SimCluster(options, bug);
    this.nemesis = new Nemesis(this.cluster);
    const workload = new Workload(this.history, this.cluster);
    this.clients = Array.from({ length: options.clients }, (_, i) => new SimClient(i + 1, this.cluster, workload));
  }

  breakThings(): void {
    this.nemesis.start();
    this.clients.forEach((client) => client.start());
    while (this.steps < this.options.steps) this.step();
  }

  serveWhenHealed(): void {
    this.nemesis.stopAndHeal();
    const goals = this.clients.map((client) => client.answered + HEALED_ANSWERS);
    this.until(() => this.clients.every((client, i) => client.answered >= (goals[i] ?? 0)), 'every client is served');
    this.clients.forEach((client) => client.stop());
  }

  readEverything(): void {
    const [reader] = this.clients;
    let left = this.history.keys.length;
    for (const key of this.history.keys) reader?.readSurely(key, () => left--);
    this.until(() => left === 0, 'every key is read');
  }

  /** All who belong to the group apply the same, up to the end of the leader's log. */
  converge(): void {
    this.until(() => {
      const { leader } = this.cluster;
      if (leader === undefined) return false;
      const { lastIndex, confState } = leader.running.status();
      const members = [...confState.voters, ...confState.learners].map((id) => this.cluster.member(id));
      return members.every(({ applied }) => applied.index === lastIndex);
    }, 'all members apply the whole log');
    for (const { mvcc } of this.cluster.running) mvcc.checkInvariants();
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
      snapshotsInstalled: cluster.snapshotsInstalled,
      operations: this.history.counts,
      undecidedKeys: this.undecided,
      stateHash: hex(crc32c(utf8(members.map(describeState).join('\n')))),
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

function describeState({ id, running, applied, mvcc }: SimMember): string {
  const { term, vote, commit, lastIndex } = running.status();
  const { hash, revision, compactRevision } = mvcc.hash(0);
  return [id, term, vote, commit, lastIndex, applied.index, applied.term, revision, compactRevision, hash].join(' ');
}

function hex(hash: number): string {
  return hash.toString(16).padStart(8, '0');
}
