/**
 * Many seeds, each a different run: phase 1 throws crashes (also in the middle of a Ready), loss, duplication,
 * reordering, partitions (one-way too), transfers, reads and membership changes at a group and checks safety after
 * every step; phase 2 heals everything and wants progress.
 */
import { assert, mustGet, type Prng, Xoshiro128 } from '@kuorum/base';
import type { ConfChange, ConfChangeKind, ConfChangeSingle, LogIndex, NodeId } from '@kuorum/store/raft';
import { expect } from 'chai';
import { Cluster } from './cluster.js';
import type { CrashPoint, Member } from './member.js';
import { reliable } from './network.js';

const SEEDS = 200;
const STEPS = 1000;
const SPARE_IDS: readonly NodeId[] = [4n, 5n];

/** An action and how often it is drawn, out of the sum of all. */
interface Action {
  readonly weight: number;
  readonly run: (run: RandomRun) => void;
}

class RandomRun {
  readonly cluster: Cluster;
  readonly prng: Prng;
  readonly trace: string[] = [];
  private commands = 0;
  private reads = 0;
  /** What had been applied by anybody when the read was asked for. */
  private readonly readFloors = new Map<string, LogIndex>();

  constructor(readonly seed: number) {
    this.prng = new Xoshiro128(seed);
    const guarded = seed % 4 !== 0;
    const reconfigures = guarded && seed % 2 === 1;
    this.cluster = new Cluster({
      seed,
      size: reconfigures ? 3 : 3 + 2 * this.prng.int(2),
      snapshotEvery: this.prng.int(2) * 6,
      snapshotKeep: this.prng.int(3),
      config: {
        preVote: guarded,
        checkQuorum: guarded,
        maxInflightMsgs: 1 + this.prng.int(4),
        maxSizePerMsgBytes: 1 + this.prng.int(200),
      },
    });
    if (reconfigures) {
      const { confState } = this.cluster.member(1n).running.status();
      for (const id of SPARE_IDS) this.cluster.addMember(id, confState);
    }
    this.cluster.network.faults = {
      lossProbability: this.prng.next() * 0.2,
      duplicateProbability: this.prng.next() * 0.3,
      delayTicksMax: this.prng.int(4),
    };
    this.actions = [...commonActions, ...(reconfigures ? [reconfigure] : []), ...(guarded ? [] : [usurp])];
  }

  private readonly actions: readonly Action[];

  step(): void {
    let draw = this.prng.int(this.actions.reduce((sum, action) => sum + action.weight, 0));
    for (const action of this.actions) {
      draw -= action.weight;
      if (draw >= 0) continue;
      action.run(this);
      break;
    }
    this.checkReads();
    this.trace.push(
      this.cluster.running
        .map(({ running: { raft } }) => `${raft.id}:${raft.role.name}:${raft.term}:${raft.log.committed}`)
        .join(),
    );
  }

  anyId(): NodeId {
    return mustGet(this.cluster.ids[this.prng.int(this.cluster.ids.length)], 'an id');
  }

  anyRunning(): Member | undefined {
    return this.cluster.running[this.prng.int(Math.max(1, this.cluster.running.length))];
  }

  nextCommand(): string {
    return `c${++this.commands}`;
  }

  read(member: Member): void {
    const ctx = `r${++this.reads}`;
    this.readFloors.set(ctx, this.cluster.history.highest);
    member.running.readIndex(ctx);
  }

  private checkReads(): void {
    for (const member of this.cluster.running) {
      for (const { ctx, index } of member.readStates.splice(0)) {
        const floor = mustGet(this.readFloors.get(ctx), `the read ${ctx}`);
        assert(index >= floor, `stale read ${ctx} at ${member.id}: ${index}, but ${floor} was applied before`);
      }
    }
  }

  /** Everything works again: then a new command must get to all who are members. */
  healAndProgress(): void {
    const { cluster } = this;
    cluster.network.heal();
    cluster.network.faults = reliable;
    for (const id of cluster.ids) if (cluster.member(id).node === undefined) cluster.restart(id);
    cluster.one('last', 1);
    const voters = cluster.checkOneLeader().running.status().confState.voters;
    cluster.runUntil(
      () => voters.every((id) => cluster.member(id).commands.includes('last')),
      'all voters apply the last command',
    );
    this.checkReads();
  }
}

function tickOne(member: Member, cluster: Cluster): void {
  member.running.tick();
  cluster.observe(member);
}

const commonActions: readonly Action[] = [
  {
    weight: 200,
    run: ({ cluster }) => {
      cluster.network.now++;
      for (const member of cluster.running) tickOne(member, cluster);
    },
  },
  {
    // A clock that runs ahead.
    weight: 50,
    run: (run) => {
      const member = run.anyRunning();
      for (let i = run.prng.int(8); member !== undefined && i > 0; i--) tickOne(member, run.cluster);
    },
  },
  {
    weight: 500,
    run: ({ cluster }) => {
      for (const message of cluster.network.takeDue()) cluster.deliver(message);
    },
  },
  {
    weight: 500,
    run: ({ cluster, prng }) => {
      for (const member of cluster.running) if (prng.next() < 0.8) advanceReady(cluster, member, prng);
    },
  },
  {
    weight: 100,
    run: (run) => {
      const member = run.anyRunning();
      if (member !== undefined) run.cluster.propose(member, run.nextCommand());
    },
  },
  {
    weight: 60,
    run: (run) => {
      const member = run.anyRunning();
      if (member !== undefined) run.read(member);
    },
  },
  {
    weight: 8,
    run: (run) => {
      const member = run.anyRunning();
      if (member === undefined) return;
      const points: readonly (CrashPoint | undefined)[] = ['beforePersist', 'afterPersist', 'beforeApply', undefined];
      const point = points[run.prng.int(points.length)];
      if (point === undefined || member.outstanding === undefined) run.cluster.crash(member.id);
      else run.cluster.finishReady(member, point);
    },
  },
  {
    weight: 30,
    run: ({ cluster, prng }) => {
      const down = cluster.ids.filter((id) => cluster.member(id).node === undefined);
      const id = down[prng.int(Math.max(1, down.length))];
      if (id !== undefined) cluster.restart(id);
    },
  },
  {
    weight: 6,
    run: (run) => {
      const { network, ids } = run.cluster;
      if (run.prng.next() < 0.5) network.isolate(run.anyId(), ids);
      else network.cut(run.anyId(), run.anyId());
    },
  },
  { weight: 12, run: ({ cluster }) => cluster.network.heal() },
  {
    weight: 6,
    run: (run) => {
      const member = run.anyRunning();
      member?.running.transferLeader(run.anyId());
    },
  },
  {
    weight: 6,
    run: (run) => {
      const member = run.anyRunning();
      if (member === undefined) return;
      if (run.prng.next() < 0.5) member.running.campaign();
      else member.running.reportLeaderConnectionLost();
      run.cluster.observe(member);
    },
  },
];

/** Without PreVote and CheckQuorum anybody may try at any time: many terms, short reigns, Figure 8. */
const usurp: Action = {
  weight: 60,
  run: (run) => {
    const member = run.anyRunning();
    if (member === undefined) return;
    member.running.campaign();
    run.cluster.observe(member);
  },
};

const reconfigure: Action = {
  weight: 40,
  run: (run) => {
    const leader = run.cluster.leaders(run.cluster.running)[0];
    if (leader === undefined) return;
    const kinds: readonly ConfChangeKind[] = ['addVoter', 'addVoter', 'addLearner', 'removeNode'];
    const changes = Array.from({ length: 1 + run.prng.int(3) }, (): ConfChangeSingle => ({
      kind: mustGet(kinds[run.prng.int(kinds.length)], 'a kind'),
      nodeId: run.anyId(),
    }));
    const transitions: readonly ConfChange['transition'][] = ['auto', 'jointImplicit', 'jointExplicit'];
    const explicitlyJoint = leader.running.raft.membership.votersOutgoing.size > 0;
    leader.running.proposeConfChange({
      transition: mustGet(transitions[run.prng.int(transitions.length)], 'a transition'),
      changes: explicitlyJoint ? [] : changes,
      context: new Uint8Array(0),
    });
    run.cluster.observe(leader);
  },
};

/** Half a turn of the Ready loop, so that messages and ticks come in while the disk is busy. */
function advanceReady(cluster: Cluster, member: Member, prng: Prng): void {
  if (member.outstanding !== undefined) {
    cluster.finishReady(member);
    return;
  }
  if (!member.running.hasReady()) return;
  if (prng.next() < 0.5) cluster.processReady(member);
  else member.beginReady((message) => cluster.network.send(message));
}

function runSeed(seed: number): RandomRun {
  const run = new RandomRun(seed);
  try {
    for (let i = 0; i < STEPS; i++) run.step();
    run.healAndProgress();
  } catch (error) {
    throw new Error(`seed ${seed}, step ${run.trace.length}: ${String(error)}`, { cause: error });
  }
  return run;
}

describe('raft under random faults', () => {
  it(`${SEEDS} seeds of ${STEPS} steps: always safe, and live after healing`, function () {
    this.timeout(60_000);
    let applied = 0;
    for (let seed = 1; seed <= SEEDS; seed++) applied += runSeed(seed).cluster.history.highest;
    // The runs must have got somewhere, or they prove nothing.
    expect(applied / SEEDS).to.be.greaterThan(5);
  });

  it('one seed is one run', () => {
    expect(runSeed(7).trace).to.deep.equal(runSeed(7).trace);
  });
});
