/**
 * A group of real cores that a script drives by hand: nothing moves unless a command moves it. Messages lie on the wire
 * until they are delivered or dropped. After every move all invariants of Raft are checked, whatever the script expects.
 */
import { assert, mustGet, type Prng } from '@kuorum/base';
import {
  type ConfState,
  emptyConfState,
  type Entry,
  GroupInvariants,
  type LogIndex,
  type Message,
  type NodeId,
  type RaftConfig,
  type Raft,
  type Ready,
} from '@kuorum/store/raft';
import { entryText, membershipText, messageText, nodeText, roleText, snapshotText } from './describe.js';
import { type NodeStart, type ReadyStage, ScriptNode } from './script-node.js';

/** `debug`: every message and write. `info`: roles, what is applied, reads. `none`: only refusals. */
export type LogLevel = 'debug' | 'info' | 'none';
const LEVELS: readonly LogLevel[] = ['none', 'info', 'debug'];

/** Rounds of stabilize after which a group that still moves is taken for one that never comes to rest. */
const STABILIZE_ROUNDS_MAX = 1000;

/** The election timeout is exact and the same for all, unless a command puts in randomness for its time. */
const notRandom: Prng = { next: () => 0, int: () => 0 };

export class Environment {
  readonly nodes = new Map<NodeId, ScriptNode>();
  wire: Message[] = [];
  level: LogLevel = 'debug';
  randomness: Prng = notRandom;
  private readonly cutLinks = new Set<string>();
  private readonly invariants = new GroupInvariants();
  /** What was applied at each index by anybody. */
  private readonly history = new Map<LogIndex, string>();
  private readonly roles = new Map<NodeId, string>();
  private lines: string[] = [];

  // Output

  /** What was printed since it was taken last. */
  takeOutput(): string {
    const { lines } = this;
    this.lines = [];
    if (lines.length === 0) return this.level === 'none' ? 'ok (quiet)' : 'ok';
    return lines.join('\n');
  }

  print(line: string, level: LogLevel = 'none'): void {
    if (LEVELS.indexOf(level) <= LEVELS.indexOf(this.level)) this.lines.push(line);
  }

  // Members

  addNode(start: NodeStart, config: Partial<RaftConfig>): ScriptNode {
    const id = BigInt(this.nodes.size + 1);
    const prng: Prng = { next: () => this.randomness.next(), int: (bound) => this.randomness.int(bound) };
    const node = new ScriptNode(id, start, config, prng);
    this.nodes.set(id, node);
    this.print(`${id}: ${roleText(node.running.raft)}, ${membershipText(start.confState)}`, 'debug');
    this.roles.set(id, roleText(node.running.raft));
    this.observe(node);
    return node;
  }

  node(id: NodeId): ScriptNode {
    return mustGet(this.nodes.get(id), `node ${id}`);
  }

  raft(id: NodeId): Raft {
    return this.node(id).running.raft;
  }

  get running(): readonly ScriptNode[] {
    return [...this.nodes.values()].filter(({ node }) => node !== undefined);
  }

  /** To be called after anything that may have changed `node`: shows what did, and checks the invariants. */
  observe(node: ScriptNode): void {
    if (node.node === undefined) {
      this.invariants.forget(node.id);
      return;
    }
    const { raft } = node.node;
    const role = roleText(raft);
    if (this.roles.get(node.id) !== role) this.print(`${node.id} is ${role}`, 'info');
    this.roles.set(node.id, role);
    this.invariants.observe(raft);
  }

  crash(node: ScriptNode): void {
    node.crash();
    this.observe(node);
    this.print(`${node.id} crashed`, 'info');
  }

  restart(node: ScriptNode): void {
    if (node.node !== undefined) this.crash(node);
    node.start();
    const { raft } = node.running;
    this.roles.set(node.id, roleText(raft));
    const { vote, log } = raft;
    const rest = `vote=${nodeText(vote)} last=${log.lastTerm()}/${log.lastIndex()} commit=${log.committed}`;
    this.print(`${node.id} starts as ${roleText(raft)}, ${rest}`, 'info');
    this.observe(node);
  }

  // The Ready loop

  /** From where it stands up to and including `until`, or to the end. */
  processReady(node: ScriptNode, until: ReadyStage | 'done' = 'done'): void {
    const resumed = node.outstanding !== undefined;
    if (!resumed) {
      if (!node.running.hasReady()) {
        this.print(`${node.id} has nothing to do`, 'debug');
        return;
      }
      this.print(`> ${node.id} handles Ready`, 'debug');
      const ready = node.takeReady();
      this.describeReady(ready);
      for (const message of ready.messages) this.send(message);
      if (until === 'sent') return;
    }
    const work = mustGet(node.outstanding, 'the outstanding Ready');
    if (work.stage === 'sent') {
      if (resumed) this.print(`> the disk of ${node.id} is done`, 'debug');
      node.persist(work.ready);
      work.stage = 'persisted';
    }
    if (until === 'persisted') return;
    if (work.stage === 'persisted') {
      for (const message of work.ready.messagesAfterPersist) this.send(message);
      work.stage = 'promised';
    }
    if (until === 'promised') return;
    this.finishReady(node, work.ready);
  }

  private finishReady(node: ScriptNode, ready: Ready): void {
    for (const entry of ready.committedEntries) this.recordApplied(node.id, entry);
    for (const line of node.apply(ready)) this.print(`${node.id} ${line}`, 'info');
    for (const { ctx, index } of ready.readStates) {
      this.print(`${node.id} may serve read "${ctx}" once ${index} is applied`, 'info');
    }
    node.finish();
    this.observe(node);
  }

  /** State Machine Safety as the application sees it. */
  private recordApplied(id: NodeId, entry: Entry): void {
    const text = entryText(entry);
    const known = this.history.get(entry.index);
    assert(known === undefined || known === text, `node ${id} applies ${text} where another applied ${known ?? ''}`);
    this.history.set(entry.index, text);
  }

  private describeReady(ready: Ready): void {
    if (ready.hardState !== undefined) {
      const { term, vote, commit } = ready.hardState;
      const how = ready.mustSync ? 'synced' : 'not synced';
      this.print(`  disk: term=${term} vote=${nodeText(vote)} commit=${commit} (${how})`, 'debug');
    }
    if (ready.snapshot !== undefined) this.print(`  disk: snapshot ${snapshotText(ready.snapshot)}`, 'debug');
    for (const entry of ready.entries) this.print(`  disk: entry ${entryText(entry)}`, 'debug');
    for (const message of ready.messages) this.print(`  sends ${this.onWire(message)}`, 'debug');
    for (const message of ready.messagesAfterPersist) {
      this.print(`  sends after the disk ${this.onWire(message)}`, 'debug');
    }
  }

  private onWire(message: Message): string {
    return `${messageText(message)}${this.isCut(message) ? '   (lost)' : ''}`;
  }

  // The network

  cut(from: NodeId, to: NodeId): void {
    this.cutLinks.add(`${from}>${to}`);
  }

  heal(): void {
    this.cutLinks.clear();
  }

  private isCut({ from, to }: Message): boolean {
    return this.cutLinks.has(`${from}>${to}`);
  }

  send(message: Message): void {
    if (this.isCut(message)) this.lost(message);
    else this.wire.push(message);
  }

  /** Its sender's shell learns what became of a snapshot. */
  lost(message: Message): void {
    if (message.type === 'snap') this.nodes.get(message.from)?.node?.reportSnapshot(message.to, false);
  }

  deliver(message: Message, report = true): void {
    const target = this.nodes.get(message.to);
    if (target?.node === undefined) {
      this.print(`lost, as ${message.to} is not running: ${messageText(message)}`, 'debug');
      this.lost(message);
      return;
    }
    this.print(`  ${messageText(message)}`, 'debug');
    target.node.step(message);
    this.observe(target);
    if (message.type === 'snap' && report) this.nodes.get(message.from)?.node?.reportSnapshot(message.to, true);
  }

  /** Takes the messages off the wire that `which` names. */
  takeFromWire(which: (message: Message) => boolean): readonly Message[] {
    const taken = new Set(this.wire.filter(which));
    this.wire = this.wire.filter((message) => !taken.has(message));
    return [...taken];
  }

  /** Prints only what `fn` gives, whatever goes on meanwhile. */
  quietly(fn: () => string): void {
    const { level } = this;
    this.level = 'none';
    try {
      const summary = fn();
      this.print(summary);
    } finally {
      this.level = level;
    }
  }

  /** Runs Ready loops and delivers messages among `ids` until nothing moves there any more. */
  stabilize(ids: readonly NodeId[]): void {
    for (let round = 0; round < STABILIZE_ROUNDS_MAX; round++) {
      let moved = false;
      for (const node of this.running.filter(({ id }) => ids.includes(id))) {
        if (node.outstanding === undefined && !node.running.hasReady()) continue;
        this.processReady(node);
        moved = true;
      }
      for (const id of ids) {
        const arrived = this.takeFromWire((message) => message.to === id);
        if (arrived.length === 0) continue;
        this.print(`> ${id} receives`, 'debug');
        for (const message of arrived) this.deliver(message);
        moved = true;
      }
      if (!moved) return;
    }
    throw new Error('the group never comes to rest');
  }
}

export function confStateOfIds(voters: readonly NodeId[], learners: readonly NodeId[]): ConfState {
  return { ...emptyConfState, voters, learners };
}
