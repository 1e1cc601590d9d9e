/**
 * Random runs made to find a majority that is counted in one half of a joint configuration only. Ordinary random faults
 * rarely find that: two halves go wrong only where each is cut off from the other at the moment in which some members
 * are in the joint configuration and others still (or already) in a plain one. So here
 *
 * - the whole group moves between two sets of voters with nobody or one member in common, again and again;
 * - the network splits along the halves, with the leader on either side, right when the change is under way;
 * - everybody proposes, reads and campaigns at all times, without PreVote and leases that would hide double leadership.
 *
 * With votes or commits counted in either half alone, or reads in the incoming half alone, a run fails. Reads counted in
 * the outgoing half alone do no harm: a leader leaves the joint configuration before anybody else can learn that it may,
 * so while it is joint nobody is led by the incoming half alone. The script confchange_joint_quorum tells that apart.
 */
import { assert, mustGet, Xoshiro128 } from '@kuorum/base';
import type { LogIndex, NodeId } from '@kuorum/store/raft';
import { expect } from 'chai';
import { Cluster } from './cluster.js';
import type { Member } from './member.js';
import { reliable } from './network.js';

const SEEDS = 100;
const EPISODES = 12;
const TICKS_A_SPLIT = 25;

const halves: readonly (readonly NodeId[])[] = [
  [1n, 2n, 3n],
  [4n, 5n, 6n],
];

class JointRun {
  readonly cluster: Cluster;
  private readonly prng: Xoshiro128;
  private names = 0;
  /** What had been applied by anybody when the read was asked for. */
  private readonly readFloors = new Map<string, LogIndex>();
  readsServed = 0;

  constructor(readonly seed: number) {
    this.prng = new Xoshiro128(seed);
    this.cluster = new Cluster({ size: 3, seed, config: { preVote: false, checkQuorum: false } });
    const { confState } = this.cluster.member(1n).running.status();
    for (const id of halves[1] ?? []) this.cluster.addMember(id, confState);
  }

  /** One change towards the other half, split somewhere on its way, healed at the end. */
  episode(): void {
    const { cluster, prng } = this;
    cluster.runUntil(() => this.acceptedLeader() !== undefined, 'a leader that its voters follow');
    const leader = mustGet(this.acceptedLeader(), 'the leader');
    const { voters, votersOutgoing } = leader.running.status().confState;
    if (votersOutgoing.length > 0) leader.running.proposeConfChange({ ...leave });
    else this.proposeMove(leader, voters);
    // Somewhere between the proposal and the last member's application.
    for (let i = prng.int(8); i > 0; i--) this.moveOnce();
    this.split();
    for (let i = 0; i < TICKS_A_SPLIT; i++) this.tickWithLoad();
    cluster.network.heal();
    cluster.network.faults = reliable;
    cluster.runUntil(() => this.acceptedLeader() !== undefined, 'a leader that its voters follow');
    cluster.one(`e${++this.names}`, 1);
    this.checkReads();
  }

  /** Who left the group may still take itself for the leader of an old term: nobody tells it otherwise. */
  private acceptedLeader(): Member | undefined {
    return this.cluster
      .leaders(this.cluster.running)
      .find(
        ({ id, running: { raft } }) =>
          raft.membership.voters.size > 0 &&
          [...raft.membership.voters].every((voter) => this.cluster.member(voter).running.raft.leader === id),
      );
  }

  private proposeMove(leader: Member, from: readonly NodeId[]): void {
    const to = mustGet(halves[from.includes(2n) ? 1 : 0], 'the other half');
    const add = to.filter((id) => !from.includes(id)).map((nodeId) => ({ kind: 'addVoter', nodeId }) as const);
    // Sometimes the leader stays, and is in both halves.
    const stays = this.prng.int(2) === 0 ? leader.id : undefined;
    const remove = from.filter((id) => !to.includes(id) && id !== stays);
    const removals = remove.map((nodeId) => ({ kind: 'removeNode', nodeId }) as const);
    const transition = this.prng.int(2) === 0 ? 'jointImplicit' : 'jointExplicit';
    leader.running.proposeConfChange({ transition, changes: [...add, ...removals], context: new Uint8Array(0) });
    this.cluster.observe(leader);
  }

  /** One Ready or one message, so that a split can come at any point. */
  private moveOnce(): void {
    const { cluster, prng } = this;
    for (const member of cluster.running) {
      if (prng.int(2) === 0 && member.running.hasReady()) cluster.processReady(member);
    }
    for (const message of cluster.network.takeDue()) {
      if (prng.int(6) > 0) cluster.deliver(message);
    }
  }

  /** Along the halves; each leader is put to a side by chance. */
  private split(): void {
    const { cluster, prng } = this;
    const side = new Map<NodeId, boolean>();
    for (const [i, half] of halves.entries()) for (const id of half) side.set(id, i === 0);
    for (const { id } of cluster.leaders(cluster.running)) side.set(id, prng.int(2) === 0);
    for (const a of cluster.ids) {
      for (const b of cluster.ids) if (side.get(a) !== side.get(b)) cluster.network.cut(a, b);
    }
  }

  private tickWithLoad(): void {
    const { cluster, prng } = this;
    for (const member of cluster.running) {
      if (prng.int(3) === 0) this.read(member);
      if (prng.int(12) === 0) member.running.campaign();
      cluster.observe(member);
      if (member.running.raft.role.name === 'leader') cluster.propose(member, `c${++this.names}`);
    }
    cluster.tick();
    this.checkReads();
  }

  private read(member: Member): void {
    const ctx = `r${++this.names}`;
    this.readFloors.set(ctx, this.cluster.history.highest);
    member.running.readIndex(ctx);
  }

  private checkReads(): void {
    for (const member of this.cluster.running) {
      for (const { ctx, index } of member.readStates.splice(0)) {
        const floor = mustGet(this.readFloors.get(ctx), `the read ${ctx}`);
        assert(index >= floor, `stale read ${ctx} at ${member.id}: ${index}, but ${floor} was applied before`);
        this.readsServed++;
      }
    }
  }
}

const leave = { transition: 'auto', changes: [], context: new Uint8Array(0) } as const;

describe('raft joint consensus under splits along its halves', () => {
  it(`${SEEDS} seeds of ${EPISODES} changes: one history, one leader a term, no stale read`, function () {
    this.timeout(60_000);
    let reads = 0;
    let joint = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const run = new JointRun(seed);
      try {
        for (let i = 0; i < EPISODES; i++) {
          run.episode();
          joint += run.cluster.leaders().some(({ running }) => running.raft.membership.votersOutgoing.size > 0) ? 1 : 0;
        }
      } catch (error) {
        throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
      }
      reads += run.readsServed;
    }
    // The runs must have got somewhere, or they prove nothing.
    expect([reads > SEEDS * 10, joint > SEEDS]).to.deep.equal([true, true]);
  });
});
