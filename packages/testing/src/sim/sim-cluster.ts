/**
 * A group of simulated members on one network. After every move of a member the invariants of Raft are checked, after
 * every applied entry that all members who applied it have the same state.
 */
import { assert, equalBytes, mustGet, type Prng, utf8, Xoshiro128 } from '@kuorum/base';
import { crc32c } from '@kuorum/store/mvcc';
import {
  type Entry,
  GroupInvariants,
  type LogIndex,
  type Message,
  type MessageType,
  type NodeId,
} from '@kuorum/store/raft';
import type { MemberLife } from './member-life.js';
import { PacketNetwork } from './packet-network.js';
import type { PlantedBug } from './planted-bugs.js';
import { SimClock } from './sim-clock.js';
import { BadDiskError } from './sim-disk.js';
import { type MemberContext, SimMember } from './sim-member.js';
import type { SimOptions } from './sim-options.js';
import type { Applying } from './sim-state.js';
import { Witness } from './witness.js';

/** Lines of the trace that a failure shows. */
const TRACE_LINES = 30;
/** Up to so many revisions every state is hashed, up to twice as many every second, and so on. */
const REVISIONS_PER_STRIDE = 150;

export class SimCluster {
  readonly clock = new SimClock();
  readonly prng: Prng;
  readonly network: PacketNetwork;
  readonly members = new Map<NodeId, SimMember>();
  /** What really happened to the state, and what clients saw of it. */
  readonly witness: Witness;
  /** What happens to a member as soon as it has sent a message of this type. */
  readonly whenSent = new Map<NodeId, { readonly type: MessageType; readonly act: (member: SimMember) => void }>();
  /** What happens once to the next leader that has put a configuration into force. */
  whenConfChanged: ((leader: SimMember) => void) | undefined;
  /** Looks at every member that has moved, until it gives true. */
  whenMoved: ((member: SimMember) => boolean) | undefined;
  /** The time of faults is over: one that was about to happen does not. */
  isHealed = false;
  readonly trace: string[] = [];
  /** Of everything that happened, in order: equal for equal runs. */
  traceHash = 0;
  highestTerm = 0;
  highestApplied = 0;
  snapshotsInstalled = 0;
  /** Turns that commands took beyond their first. */
  furtherTurns = 0;
  startsRefused = 0;
  private origins = 0;
  private readonly voters: readonly NodeId[];
  private readonly invariants = new GroupInvariants();
  private readonly appliedEntries = new Map<LogIndex, Entry>();
  private readonly states = new Map<LogIndex, { readonly hash: number | undefined; readonly revision: number }>();

  constructor(
    readonly options: SimOptions,
    readonly bug: PlantedBug | undefined,
  ) {
    // Not the sequence that the options were drawn from.
    this.prng = new Xoshiro128(options.seed ^ 0x5bd1e995);
    this.witness = new Witness(this.clock, options.clockDriftMax);
    this.network = new PacketNetwork(this.clock, this.prng, options.network, {
      deliver: (message) => this.deliver(message),
      lost: (message, cut) => this.lost(message, cut),
    });
    if (bug === 'duplicated-proposal') this.network.duplicates = (message) => message.type !== 'snap';
    const ids = Array.from({ length: options.members + options.spares }, (_, i) => BigInt(i + 1));
    this.voters = ids.slice(0, options.members);
    for (const id of ids) this.newMember(id);
    for (const member of this.members.values()) member.start();
  }

  get ids(): readonly NodeId[] {
    return [...this.members.keys()];
  }

  get running(): readonly SimMember[] {
    return [...this.members.values()].filter(({ isRunning }) => isRunning);
  }

  get leader(): SimMember | undefined {
    return this.running
      .filter(({ running }) => running.raft.role.name === 'leader')
      .sort((a, b) => b.running.raft.term - a.running.raft.term)[0];
  }

  member(id: NodeId): SimMember {
    return mustGet(this.members.get(id), `member ${id}`);
  }

  /** Not started yet. */
  newMember(id: NodeId): SimMember {
    const member = new SimMember(id, this.voters, this.contextOf());
    this.members.set(id, member);
    return member;
  }

  /** False when its disk forbids it. */
  start(member: SimMember): boolean {
    try {
      member.start();
      return true;
    } catch (error) {
      if (!(error instanceof BadDiskError)) throw error;
      this.startsRefused++;
      this.note(`${member.id} refused: ${error.message}`);
      // Only a disk that was damaged on purpose may be bad.
      assert(this.members.get(member.id) !== member || member.disk.isSpoilt, `disk of ${member.id}: ${error.message}`);
      return false;
    }
  }

  crash(member: SimMember): void {
    member.crash();
    this.invariants.forget(member.id);
    this.note(`crash ${member.id}`);
  }

  note(line: string): void {
    const text = `${this.clock.now().toFixed(3)} ${line}`;
    this.traceHash = crc32c(utf8(text), this.traceHash);
    this.trace.push(text);
    if (this.trace.length > TRACE_LINES * 2) this.trace.splice(0, TRACE_LINES);
  }

  private contextOf(): MemberContext {
    const { clock, prng, options, bug } = this;
    return {
      clock,
      prng,
      options,
      bug,
      highestApplied: () => this.highestApplied,
      nextOrigin: () => ++this.origins,
      send: (message) => this.send(message),
      moved: (member) => this.observe(member),
      applied: (member, entry, applying) => this.onApplied(member, entry, applying),
      appliedInPart: (member) => this.onAppliedInPart(member),
      installed: (member) => this.onInstalled(member),
      died: (member, why) => {
        this.note(`${member.id} dies: ${why}`);
        this.crash(member);
      },
    };
  }

  private send(message: Message): void {
    this.network.send(message);
    const armed = this.whenSent.get(message.from);
    if (armed?.type !== message.type) return;
    this.whenSent.delete(message.from);
    this.clock.setTimeout(() => {
      const sender = this.members.get(message.from);
      if (sender !== undefined && !this.isHealed) armed.act(sender);
    }, 0);
  }

  private deliver(message: Message): void {
    const target = this.members.get(message.to);
    if (target?.isRunning !== true) {
      this.lost(message, true);
      return;
    }
    this.note(`${message.type} ${message.from}>${message.to} term ${message.term}`);
    target.receive(message);
    if (message.type === 'snap') this.report(message, (sender) => sender.reportSnapshot(message.to, true));
  }

  private lost(message: Message, cut: boolean): void {
    if (message.type === 'snap') this.report(message, (sender) => sender.reportSnapshot(message.to, false));
    else if (cut) this.report(message, (sender) => sender.reportUnreachable(message.to));
  }

  /** The sender's shell hears of it a little later, never in the middle of what it is doing. */
  private report(message: Message, report: (sender: MemberLife['running']) => void): void {
    this.clock.setTimeout(() => this.members.get(message.from)?.act(report), this.options.network.delayMsMax);
  }

  private observe(member: SimMember): void {
    const { raft } = member.running;
    this.invariants.observe(raft);
    if (this.whenMoved?.(member) === true) this.whenMoved = undefined;
    this.highestTerm = Math.max(this.highestTerm, raft.term);
    this.note(`${raft.id} ${raft.role.name} ${raft.term} ${raft.log.committed}/${raft.log.lastIndex()}`);
  }

  private onApplied(member: SimMember, entry: Entry, applying: Applying | undefined): void {
    const known = this.appliedEntries.get(entry.index);
    if (known === undefined) this.appliedEntries.set(entry.index, entry);
    else {
      const same = known.term === entry.term && equalBytes(known.data, entry.data);
      assert(same, `state machine safety: member ${member.id} applied another entry at ${entry.index}`);
    }
    if (entry.type === 'confChange') this.onConfChange(member);
    const isNew = entry.index > this.highestApplied;
    this.highestApplied = Math.max(this.highestApplied, entry.index);
    this.checkState(member);
    if (isNew) this.witness.applied(member.alive.state, applying);
  }

  private onAppliedInPart({ id, alive }: SimMember): void {
    this.furtherTurns++;
    this.note(`${id} applies ${alive.applied.index + 1} in part`);
  }

  private onConfChange(member: SimMember): void {
    const { whenConfChanged } = this;
    if (whenConfChanged === undefined || member !== this.leader) return;
    this.whenConfChanged = undefined;
    this.clock.setTimeout(() => {
      if (member.isRunning && !this.isHealed) whenConfChanged(member);
    }, 0);
  }

  private onInstalled(member: SimMember): void {
    if (member.alive.applied.index === 0) return;
    this.snapshotsInstalled++;
    member.alive.state.checkInvariants();
    this.checkState(member);
  }

  private checkState({ id, alive }: SimMember): void {
    const { state, applied } = alive;
    const revision = state.mvcc.currentRevision;
    // Of a long history every hash would cost too much.
    const isHashed = applied.index % (1 + Math.floor(revision / REVISIONS_PER_STRIDE)) === 0;
    const hash = isHashed ? state.hash() : undefined;
    const known = this.states.get(applied.index);
    if (known === undefined) this.states.set(applied.index, { hash, revision });
    else {
      const where = `member ${id} at index ${applied.index}`;
      assert(revision === known.revision, `revision: ${where} is at ${revision}, not ${known.revision}`);
      assert(hash === known.hash, `equal state: ${where} differs`);
    }
  }
}
