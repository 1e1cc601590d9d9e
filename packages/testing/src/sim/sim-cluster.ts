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
import { PacketNetwork } from './packet-network.js';
import { SimClock } from './sim-clock.js';
import { type MemberContext, SimMember } from './sim-member.js';
import type { PlantedBug, SimOptions } from './sim-options.js';

/** Lines of the trace that a failure shows. */
const TRACE_LINES = 30;

export class SimCluster {
  readonly clock = new SimClock();
  readonly prng: Prng;
  readonly network: PacketNetwork;
  readonly members = new Map<NodeId, SimMember>();
  /** What happens to a member as soon as it has sent a message of this type. */
  readonly whenSent = new Map<NodeId, { readonly type: MessageType; readonly act: (member: SimMember) => void }>();
  readonly trace: string[] = [];
  /** Of everything that happened, in order: equal for equal runs. */
  traceHash = 0;
  highestTerm = 0;
  highestApplied = 0;
  snapshotsInstalled = 0;
  private readonly invariants = new GroupInvariants();
  private readonly appliedEntries = new Map<LogIndex, Entry>();
  private readonly stateHashes = new Map<LogIndex, number>();

  constructor(
    readonly options: SimOptions,
    readonly bug: PlantedBug | undefined,
  ) {
    // Not the sequence that the options were drawn from.
    this.prng = new Xoshiro128(options.seed ^ 0x5bd1e995);
    this.network = new PacketNetwork(this.clock, this.prng, options.network, {
      deliver: (message) => this.deliver(message),
      lost: (message, cut) => this.lost(message, cut),
    });
    if (bug === 'duplicated-proposal') this.network.duplicates = (message) => message.type !== 'snap';
    const ids = Array.from({ length: options.members + options.spares }, (_, i) => BigInt(i + 1));
    for (const id of ids) this.members.set(id, new SimMember(id, ids.slice(0, options.members), this.contextOf()));
    for (const member of this.members.values()) member.start();
  }

  get ids(): readonly NodeId[] {
    return [...this.members.keys()];
  }

  get running(): readonly SimMember[] {
    return [...this.members.values()].filter((member) => member.node !== undefined);
  }

  get leader(): SimMember | undefined {
    return this.running
      .filter(({ node }) => node?.raft.role.name === 'leader')
      .sort((a, b) => termOf(b) - termOf(a))[0];
  }

  member(id: NodeId): SimMember {
    return mustGet(this.members.get(id), `member ${id}`);
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
      send: (message) => this.send(message),
      moved: (member) => this.observe(member),
      applied: (member, entry) => this.onApplied(member, entry),
      installed: (member) => this.onInstalled(member),
    };
  }

  private send(message: Message): void {
    this.network.send(message);
    const armed = this.whenSent.get(message.from);
    if (armed?.type !== message.type) return;
    this.whenSent.delete(message.from);
    this.clock.setTimeout(() => armed.act(this.member(message.from)), 0);
  }

  private deliver(message: Message): void {
    const target = this.member(message.to);
    if (target.node === undefined) {
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
  private report(message: Message, report: (sender: SimMember['running']) => void): void {
    this.clock.setTimeout(() => this.member(message.from).act(report), this.options.network.delayMsMax);
  }

  private observe(member: SimMember): void {
    const { raft } = member.running;
    this.invariants.observe(raft);
    this.highestTerm = Math.max(this.highestTerm, raft.term);
    this.note(`${raft.id} ${raft.role.name} ${raft.term} ${raft.log.committed}/${raft.log.lastIndex()}`);
  }

  private onApplied(member: SimMember, entry: Entry): void {
    const known = this.appliedEntries.get(entry.index);
    if (known === undefined) this.appliedEntries.set(entry.index, entry);
    else {
      const same = known.term === entry.term && equalBytes(known.data, entry.data);
      assert(same, `state machine safety: member ${member.id} applied another entry at ${entry.index}`);
    }
    this.highestApplied = Math.max(this.highestApplied, entry.index);
    this.checkState(member);
  }

  private onInstalled(member: SimMember): void {
    if (member.applied.index === 0) return;
    this.snapshotsInstalled++;
    member.mvcc.checkInvariants();
    this.checkState(member);
  }

  private checkState({ id, applied, mvcc }: SimMember): void {
    const { hash } = mvcc.hash(0);
    const known = this.stateHashes.get(applied.index);
    if (known === undefined) this.stateHashes.set(applied.index, hash);
    assert(known === undefined || known === hash, `equal state: member ${id} differs at index ${applied.index}`);
  }
}

function termOf(member: SimMember): number {
  return member.running.raft.term;
}
