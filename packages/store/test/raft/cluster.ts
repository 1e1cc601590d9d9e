/**
 * A group of members on a {@link Network}, in virtual time, with every invariant checked after every step. The words
 * of the scenarios (`one`, `checkOneLeader`, ...) are those of MIT 6.5840's Raft lab.
 */
import { assert, mustGet, utf8, Xoshiro128 } from '@kuorum/base';
import {
  asLogIndex,
  type ConfState,
  GroupInvariants,
  isMember,
  type LogIndex,
  type Message,
  type NodeId,
  type ProposeResult,
  type Term,
} from '@kuorum/store/raft';
import { AppliedHistory, type CrashPoint, Member, type MemberOptions } from './member.js';
import { Network } from './network.js';

export interface ClusterOptions extends MemberOptions {
  readonly size: number;
  readonly seed?: number;
  /** Beyond `size`, members that only learn. */
  readonly learners?: number;
}

const SETTLE_ROUNDS_MAX = 10_000;
export const ELECTION_DEADLINE_TICKS = 200;
export const AGREE_DEADLINE_TICKS = 1000;

export class Cluster {
  readonly prng: Xoshiro128;
  readonly network: Network;
  readonly members = new Map<NodeId, Member>();
  readonly history = new AppliedHistory();
  readonly invariants = new GroupInvariants();
  private readonly disconnected = new Set<NodeId>();

  constructor(readonly options: ClusterOptions) {
    this.prng = new Xoshiro128(options.seed ?? 1);
    this.network = new Network(this.prng, (message) => this.onLost(message));
    const ids = Array.from({ length: options.size + (options.learners ?? 0) }, (_, i) => BigInt(i + 1));
    const confState: ConfState = {
      voters: ids.slice(0, options.size),
      votersOutgoing: [],
      learners: ids.slice(options.size),
      learnersNext: [],
      autoLeave: false,
    };
    for (const id of ids) this.addMember(id, confState);
  }

  get ids(): readonly NodeId[] {
    return [...this.members.keys()];
  }

  get running(): readonly Member[] {
    return [...this.members.values()].filter((member) => member.node !== undefined);
  }

  /** Running and not cut off. */
  get connected(): readonly Member[] {
    return this.running.filter((member) => !this.disconnected.has(member.id));
  }

  addMember(id: NodeId, confState: ConfState): Member {
    const member = new Member(id, confState, this.options, new Xoshiro128(this.prng.int(2 ** 31)), this.history);
    this.members.set(id, member);
    return member;
  }

  member(id: NodeId): Member {
    return mustGet(this.members.get(id), `member ${id}`);
  }

  // Time

  tick(times = 1): void {
    for (let i = 0; i < times; i++) {
      this.network.now++;
      for (const member of this.running) {
        member.running.tick();
        this.observe(member);
      }
      this.settle();
    }
  }

  /** Runs Ready loops and delivers what is due until nothing moves any more. */
  settle(): void {
    for (let round = 0; round < SETTLE_ROUNDS_MAX; round++) {
      let moved = false;
      for (const member of this.running) {
        if (member.outstanding !== undefined) this.finishReady(member);
        while (member.node?.hasReady()) {
          this.processReady(member);
          moved = true;
        }
      }
      const due = this.network.takeDue();
      for (const message of due) this.deliver(message);
      if (!moved && due.length === 0) return;
    }
    throw new Error('the group never comes to rest');
  }

  runUntil(condition: () => boolean, what: string, ticksMax = AGREE_DEADLINE_TICKS): void {
    this.settle();
    for (let i = 0; i < ticksMax; i++) {
      if (condition()) return;
      this.tick();
    }
    assert(condition(), `within ${ticksMax} ticks: ${what}`);
  }

  processReady(member: Member, crashAt?: CrashPoint): void {
    member.beginReady((message) => this.network.send(message));
    this.finishReady(member, crashAt);
  }

  finishReady(member: Member, crashAt?: CrashPoint): void {
    member.finishReady((message) => this.network.send(message), crashAt);
    if (member.node === undefined) this.invariants.forget(member.id);
    else this.observe(member);
  }

  deliver(message: Message): void {
    const target = this.members.get(message.to);
    if (target?.node === undefined) {
      this.onLost(message);
      return;
    }
    target.node.step(message);
    this.observe(target);
    if (message.type === 'snap') this.members.get(message.from)?.node?.reportSnapshot(message.to, true);
  }

  private onLost(message: Message): void {
    const sender = this.members.get(message.from)?.node;
    if (message.type === 'snap') sender?.reportSnapshot(message.to, false);
    else if (this.disconnected.has(message.to)) sender?.reportUnreachable(message.to);
  }

  observe(member: Member): void {
    this.invariants.observe(member.running.raft);
  }

  // Faults

  crash(id: NodeId): void {
    this.member(id).crash();
    this.invariants.forget(id);
  }

  restart(id: NodeId): void {
    if (this.member(id).node !== undefined) this.crash(id);
    this.member(id).start();
    this.observe(this.member(id));
  }

  disconnect(...ids: readonly NodeId[]): void {
    for (const id of ids) {
      this.disconnected.add(id);
      this.network.isolate(
        id,
        this.ids.filter((other) => other !== id),
      );
    }
  }

  connect(...ids: readonly NodeId[]): void {
    for (const id of ids) {
      this.disconnected.delete(id);
      this.network.reconnect(
        id,
        this.ids.filter((other) => other !== id && !this.disconnected.has(other)),
      );
    }
  }

  // Questions

  leaders(among = this.connected): readonly Member[] {
    return among.filter((member) => member.node?.raft.role.name === 'leader');
  }

  /** One leader, known to all members who are connected, in one term. */
  checkOneLeader(): Member {
    this.runUntil(() => this.settledLeader() !== undefined, 'one leader that all agree on', ELECTION_DEADLINE_TICKS);
    return mustGet(this.settledLeader(), 'the leader');
  }

  private settledLeader(): Member | undefined {
    const [leader, ...others] = this.leaders();
    if (leader === undefined || others.length > 0) return undefined;
    const { term, membership } = leader.running.raft;
    const agree = this.connected.every(
      ({ id, running: { raft } }) => !isMember(membership, id) || (raft.term === term && raft.leader === leader.id),
    );
    return agree ? leader : undefined;
  }

  checkNoLeader(): void {
    assert(
      this.leaders().length === 0,
      `leaders without a quorum: ${this.leaders()
        .map(({ id }) => id)
        .join()}`,
    );
  }

  term(): Term {
    return this.checkOneLeader().running.raft.term;
  }

  /** How many members have applied `command`. */
  appliedBy(command: string): number {
    return this.running.filter((member) => member.commands.includes(command)).length;
  }

  propose(member: Member, command: string): ProposeResult {
    const result = member.running.propose(utf8(command));
    this.observe(member);
    return result;
  }

  /** Gets `command` applied by `expected` members, proposing it again when a leader loses it. Gives its index. */
  one(command: string, expected: number): LogIndex {
    let waitedTicks = 0;
    for (let i = 0; i < AGREE_DEADLINE_TICKS; i++) {
      if (this.appliedBy(command) >= expected) return this.indexOf(command);
      const leader = this.leaders().at(-1);
      const lost = waitedTicks === 0 || waitedTicks > 40;
      if (leader !== undefined && lost && this.appliedBy(command) === 0) {
        if (this.propose(leader, command) === 'ok') waitedTicks = 0;
      }
      waitedTicks++;
      this.settle();
      if (this.appliedBy(command) < expected) this.tick();
    }
    assert(false, `${command} was not applied by ${expected} members: by ${this.appliedBy(command)}`);
    return asLogIndex(0);
  }

  private indexOf(command: string): LogIndex {
    const member = mustGet(
      this.running.find(({ commands }) => commands.includes(command)),
      `a member that applied ${command}`,
    );
    return member.appliedIndex;
  }

  /** All running members end with the same commands. */
  checkConverged(): void {
    this.runUntil(
      () => new Set(this.running.map(({ commands }) => commands.join())).size === 1,
      'all members apply the same',
    );
  }
}
