/** What goes wrong, when and where: a fault at random times until it is told to stop. */
import { mustGet } from '@kuorum/base';
import type { ConfChange, ConfChangeKind, ConfChangeSingle, NodeId } from '@kuorum/store/raft';
import type { SimCluster } from './sim-cluster.js';
import type { SimMember } from './sim-member.js';

export type FaultCounts = Record<FaultName, number>;

type FaultName = (typeof faults)[number]['name'];

/** `inject` gives false when there was nothing to do it to. */
interface Fault {
  readonly name: string;
  readonly weight: number;
  readonly inject: (nemesis: Nemesis) => boolean;
}

const crashPoints = ['vote', 'voteResp', 'preVoteResp', 'app', 'appResp', 'snap', 'heartbeat'] as const;
const PAUSE_MS_MAX = 600;
/** In a storm elections out of turn are so many times more frequent. */
const STORM_ELECTIONS = 8;
const BAD_NETWORK_MS_MAX = 500;

const faults = [
  { name: 'crash', weight: 14, inject: (nemesis) => nemesis.crash(nemesis.anyRunning()) },
  { name: 'crashLeader', weight: 8, inject: (nemesis) => nemesis.crash(nemesis.cluster.leader) },
  { name: 'crashAll', weight: 2, inject: (nemesis) => nemesis.cluster.running.map((m) => nemesis.crash(m)).length > 0 },
  { name: 'restart', weight: 30, inject: (nemesis) => nemesis.restart() },
  { name: 'bounce', weight: 10, inject: (nemesis) => nemesis.bounce() },
  { name: 'bounceAtPoint', weight: 10, inject: (nemesis) => nemesis.bounceAtPoint() },
  { name: 'pause', weight: 6, inject: (nemesis) => nemesis.pause() },
  { name: 'isolate', weight: 6, inject: (nemesis) => nemesis.partition([nemesis.anyId()]) },
  { name: 'isolateLeader', weight: 6, inject: (nemesis) => nemesis.isolateLeader() },
  { name: 'partition', weight: 6, inject: (nemesis) => nemesis.partition(nemesis.anySide()) },
  { name: 'minorityLeader', weight: 16, inject: (nemesis) => nemesis.minorityLeader() },
  { name: 'cutOneWay', weight: 8, inject: (nemesis) => nemesis.cutOneWay() },
  { name: 'heal', weight: 24, inject: (nemesis) => nemesis.healNetwork() },
  { name: 'badNetwork', weight: 5, inject: (nemesis) => nemesis.badNetwork() },
  { name: 'transferLeader', weight: 6, inject: (nemesis) => nemesis.transferLeader() },
  { name: 'campaign', weight: 5, inject: (nemesis) => nemesis.campaign(nemesis.anyRunning()) },
  { name: 'splitVote', weight: 5, inject: (nemesis) => nemesis.splitVote() },
  { name: 'reconfigure', weight: 20, inject: (nemesis) => nemesis.reconfigure() },
] as const satisfies readonly Fault[];

export class Nemesis {
  readonly counts: FaultCounts = Object.fromEntries(faults.map(({ name }) => [name, 0])) as FaultCounts;
  private stopped = false;

  constructor(readonly cluster: SimCluster) {}

  start(): void {
    const { clock, prng, options } = this.cluster;
    clock.setTimeout(() => {
      if (this.stopped) return;
      this.injectOne();
      this.start();
    }, prng.next() * options.faultEveryMsMax);
  }

  /** Everything works again. */
  stopAndHeal(): void {
    const { cluster } = this;
    this.stopped = true;
    cluster.network.heal();
    cluster.whenSent.clear();
    cluster.network.faults = { lossProbability: 0, duplicateProbability: 0, delayMsMin: 0.1, delayMsMax: 1 };
    for (const member of cluster.members.values()) {
      if (member.node === undefined) member.start();
      else if (member.paused) member.resume();
    }
    cluster.note('all is well');
  }

  private injectOne(): void {
    let draw = this.cluster.prng.int(faults.reduce((sum, fault) => sum + this.weightOf(fault), 0));
    for (const fault of faults) {
      draw -= this.weightOf(fault);
      if (draw >= 0) continue;
      this.cluster.note(fault.name);
      if (fault.inject(this)) this.counts[fault.name]++;
      return;
    }
  }

  private weightOf({ name, weight }: Fault): number {
    const isElection = name === 'campaign' || name === 'splitVote';
    return isElection && this.cluster.options.storm ? weight * STORM_ELECTIONS : weight;
  }

  anyId(): NodeId {
    const { ids, prng } = this.cluster;
    return mustGet(ids[prng.int(ids.length)], 'an id');
  }

  anySide(): NodeId[] {
    return this.cluster.ids.filter(() => this.cluster.prng.next() < 0.5);
  }

  anyRunning(): SimMember | undefined {
    const { running, prng } = this.cluster;
    return running[prng.int(Math.max(1, running.length))];
  }

  crash(member: SimMember | undefined): boolean {
    if (member === undefined) return false;
    const { cluster } = this;
    const wasLeader = member === cluster.leader;
    cluster.crash(member);
    // Its connections are reset; some of the others notice.
    if (wasLeader) {
      for (const other of cluster.running) {
        if (cluster.prng.next() < 0.5) other.act((node) => node.reportLeaderConnectionLost());
      }
    }
    return true;
  }

  restart(): boolean {
    const { cluster } = this;
    const down = [...cluster.members.values()].filter(({ node }) => node === undefined);
    const member = down[cluster.prng.int(Math.max(1, down.length))];
    member?.start();
    return member !== undefined;
  }

  pause(): boolean {
    const member = this.anyRunning();
    if (member === undefined || member.paused) return false;
    const { clock, prng } = this.cluster;
    member.pause();
    clock.setTimeout(() => {
      if (member.paused) member.resume();
    }, prng.next() * PAUSE_MS_MAX);
    return true;
  }

  partition(side: readonly NodeId[]): boolean {
    const { ids, network } = this.cluster;
    const others = ids.filter((id) => !side.includes(id));
    network.partition(side, others);
    return side.length > 0 && others.length > 0;
  }

  isolateLeader(): boolean {
    const { leader } = this.cluster;
    return leader !== undefined && this.partition([leader.id]);
  }

  /** The leader keeps some followers, too few, and the others choose another leader: two who believe that they lead. */
  minorityLeader(): boolean {
    const { leader, ids, prng } = this.cluster;
    if (leader === undefined) return false;
    const kept = prng.int(Math.ceil(ids.length / 2));
    const others = ids.filter((id) => id !== leader.id);
    while (others.length > ids.length - 1 - kept) others.splice(prng.int(others.length), 1);
    this.partition(others);
    return this.campaign(this.cluster.running.find(({ id }) => id === others[0]));
  }

  cutOneWay(): boolean {
    const [from, to] = [this.anyId(), this.anyId()];
    this.cluster.network.cut(from, to);
    return from !== to;
  }

  healNetwork(): boolean {
    this.cluster.network.heal();
    return true;
  }

  badNetwork(): boolean {
    const { network, clock, prng, options } = this.cluster;
    network.faults = { lossProbability: 0.3, duplicateProbability: 0.3, delayMsMin: 0, delayMsMax: 150 };
    clock.setTimeout(() => {
      if (!this.stopped) network.faults = options.network;
    }, prng.next() * BAD_NETWORK_MS_MAX);
    return true;
  }

  transferLeader(): boolean {
    const to = this.anyId();
    const member = this.anyRunning();
    member?.act((node) => node.transferLeader(to));
    return member !== undefined;
  }

  /** What a message and the disk write before it take at most. */
  private get journeyMs(): number {
    const { network, diskMsMax } = this.cluster.options;
    return network.delayMsMax + diskMsMax;
  }

  /** Down and up again so soon that its answers of before are still on their way. */
  bounce(member = this.anyRunning()): boolean {
    if (member?.node === undefined) return false;
    const { clock, prng } = this.cluster;
    this.crash(member);
    clock.setTimeout(
      () => {
        if (member.node === undefined) member.start();
      },
      prng.next() ** 2 * this.journeyMs,
    );
    return true;
  }

  /** Right after it has given a promise: a vote, an acknowledgement, the start of an election, a snapshot. */
  bounceAtPoint(): boolean {
    const { cluster } = this;
    const type = mustGet(crashPoints[cluster.prng.int(crashPoints.length)], 'a crash point');
    cluster.whenSent.set(this.anyId(), { type, act: (member) => this.bounce(member) });
    return true;
  }

  /** All but one try at once, and that one is bounced as soon as it has given its vote. */
  splitVote(): boolean {
    const { cluster } = this;
    const voter = this.anyRunning();
    if (voter === undefined) return false;
    cluster.whenSent.set(voter.id, { type: 'voteResp', act: (member) => this.bounce(member) });
    for (const member of cluster.running) if (member !== voter) this.campaign(member);
    return cluster.running.length > 2;
  }

  campaign(member: SimMember | undefined): boolean {
    member?.act((node) => node.campaign());
    return member !== undefined;
  }

  reconfigure(): boolean {
    const { leader, options, prng } = this.cluster;
    if (leader === undefined || options.spares === 0) return false;
    const changes = prng.next() < 0.5 ? this.anyChanges() : this.anyMembership();
    const transitions: readonly ConfChange['transition'][] = ['auto', 'jointImplicit', 'jointExplicit'];
    const transition = mustGet(transitions[prng.int(transitions.length)], 'a transition');
    leader.act((node) => {
      // A joint configuration that does not leave by itself is left by an empty change.
      const isJoint = node.raft.membership.votersOutgoing.size > 0;
      node.proposeConfChange({ transition, changes: isJoint ? [] : changes, context: new Uint8Array(0) });
    });
    // Some of the time the change meets a partition.
    if (prng.next() < 0.5) {
      this.cluster.clock.setTimeout(
        () => {
          if (!this.stopped) this.partition(this.anySide());
        },
        prng.next() * this.journeyMs * 2,
      );
    }
    return true;
  }

  private anyChanges(): ConfChangeSingle[] {
    const { prng } = this.cluster;
    const kinds: readonly ConfChangeKind[] = ['addVoter', 'addVoter', 'addLearner', 'removeNode'];
    return Array.from({ length: 1 + prng.int(3) }, () => ({
      kind: mustGet(kinds[prng.int(kinds.length)], 'a kind'),
      nodeId: this.anyId(),
    }));
  }

  /** All members at once, in or out. */
  private anyMembership(): ConfChangeSingle[] {
    return this.cluster.ids.map((nodeId) => ({
      kind: this.cluster.prng.next() < 0.6 ? 'addVoter' : 'removeNode',
      nodeId,
    }));
  }
}
