/**
 * One member in virtual time: the real Raft core, the real MVCC store, and a Ready loop in the order of the real one
 * (store/src/server/ready-loop.ts) whose disk takes its time. A crash may come between any two steps; a pause stops
 * everything as SIGSTOP does, and what arrived meanwhile is handled when it ends.
 */
import { assert, type Clock, mustGet, type Prng } from '@kuorum/base';
import {
  asLogIndex,
  decodeConfChange,
  type Entry,
  type MemoryLogStorage,
  type Message,
  type NodeId,
  RawNode,
  type Ready,
  type ReadState,
  type Snapshot,
} from '@kuorum/store/raft';
import { appliedOf, type Applied, decodeRecords, encodeRecords, performLogWrite, SimDisk } from './sim-disk.js';
import type { PlantedBug, SimOptions } from './sim-options.js';
import { type Command, decodeCommand, encodeCommand, type Outcome, SimState } from './sim-state.js';

export interface MemberContext {
  readonly clock: Clock;
  readonly prng: Prng;
  readonly options: SimOptions;
  readonly bug: PlantedBug | undefined;
  /** The last index that anybody has applied. */
  highestApplied(): number;
  send(message: Message): void;
  /** The member's core has moved. */
  moved(member: SimMember): void;
  applied(member: SimMember, entry: Entry): void;
  installed(member: SimMember): void;
}

/** Refused = certainly without effect. */
export type Answer = (outcome: Outcome | 'refused') => void;

interface PendingRead {
  readonly key: string;
  readonly answer: Answer;
  /** What had been applied by anybody when the read was asked for: it must see at least that. */
  readonly floor: number;
}

const ELECTION_TICKS = 10;
const MAX_UNCOMMITTED_BYTES = 100_000;

export class SimMember {
  readonly disk: SimDisk;
  node: RawNode | undefined;
  applied: Applied;
  paused = false;
  private state: SimState;
  private storage: MemoryLogStorage;
  /** Counts starts: what an earlier life has scheduled does nothing. */
  private life = 0;
  private writing = false;
  private waiters = new Map<number, Answer>();
  private reads = new Map<string, PendingRead>();
  private confirmed: ReadState[] = [];
  private postponed: (() => void)[] = [];
  private readSequence = 0;

  constructor(
    readonly id: NodeId,
    voters: readonly NodeId[],
    private readonly context: MemberContext,
  ) {
    const confState = { voters, votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };
    const liesAboutSync = context.bug === 'lying-disk';
    this.disk = new SimDisk(confState, { prng: context.prng, liesAboutSync });
    const { log, state } = this.disk.open();
    this.storage = log;
    this.state = new SimState(state.records);
    this.applied = state.applied;
  }

  get running(): RawNode {
    return mustGet(this.node, `a running member ${this.id}`);
  }

  get mvcc(): SimState['mvcc'] {
    return this.state.mvcc;
  }

  start(): void {
    assert(this.node === undefined, `member ${this.id} runs already`);
    const { log, state } = this.disk.open();
    const { options, prng, bug } = this.context;
    this.storage = log;
    this.state = new SimState(state.records);
    this.applied = state.applied;
    if (bug === 'vote-not-persisted') log.setHardState({ ...log.initialState().hardState, vote: 0n });
    this.life++;
    this.node = new RawNode({
      id: this.id,
      electionTicks: ELECTION_TICKS,
      heartbeatTicks: 1,
      storage: log,
      applied: this.applied.index,
      maxSizePerMsgBytes: options.maxSizePerMsgBytes,
      maxInflightMsgs: options.maxInflightMsgs,
      maxUncommittedBytes: MAX_UNCOMMITTED_BYTES,
      preVote: options.guarded,
      checkQuorum: options.guarded,
      prng,
    });
    this.context.installed(this);
    this.moved();
    this.scheduleTick(options.tickMs * options.clockDriftMax ** (2 * prng.next() - 1));
  }

  crash(): void {
    this.node = undefined;
    this.life++;
    this.writing = false;
    this.paused = false;
    this.postponed = [];
    this.waiters = new Map();
    this.reads = new Map();
    this.confirmed = [];
    this.disk.crash();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    const { postponed } = this;
    this.postponed = [];
    postponed.forEach((task) => task());
  }

  receive(message: Message): void {
    this.whenAwake(() => {
      this.running.step(message);
      this.moved();
    });
  }

  /** Whatever else is done to the core. */
  act(action: (node: RawNode) => void): void {
    this.whenAwake(() => {
      action(this.running);
      this.moved();
    });
  }

  write(command: Command, answer: Answer): void {
    this.whenAwake(() => {
      this.waiters.set(command.id, answer);
      if (this.running.propose(encodeCommand(command)) !== 'ok') {
        this.waiters.delete(command.id);
        answer('refused');
      } else if (this.context.bug === 'early-ack' && command.operation.kind === 'put') {
        this.waiters.delete(command.id);
        answer({ kind: 'written' });
      }
      this.moved();
    });
  }

  /** Linearizable by ReadIndex. */
  read(key: string, answer: Answer): void {
    this.whenAwake(() => {
      if (this.context.bug === 'stale-read') {
        answer({ kind: 'value', value: this.state.value(key) });
        return;
      }
      const ctx = `${this.id}-${this.life}-${++this.readSequence}`;
      const floor = this.context.highestApplied();
      if (this.running.readIndex(ctx) === 'ok') this.reads.set(ctx, { key, answer, floor });
      else answer('refused');
      this.moved();
    });
  }

  private whenAwake(task: () => void): void {
    if (this.node === undefined) return;
    if (this.paused) this.postponed.push(task);
    else task();
  }

  /** Runs `task` later in this life. */
  private later(delayMs: number, task: () => void): void {
    const { life } = this;
    this.context.clock.setTimeout(() => {
      if (life === this.life) this.whenAwake(task);
    }, delayMs);
  }

  private scheduleTick(tickMs: number): void {
    const { life } = this;
    this.context.clock.setTimeout(() => {
      if (life !== this.life) return;
      // Ticks of a stopped process are not made up for.
      if (!this.paused) this.act((node) => node.tick());
      this.scheduleTick(tickMs);
    }, tickMs);
  }

  private moved(): void {
    this.context.moved(this);
    while (!this.writing && this.node?.hasReady()) this.beginReady(this.node.ready());
  }

  private beginReady(ready: Ready): void {
    const { context, disk } = this;
    ready.messages.forEach((message) => context.send(message));
    if (context.bug === 'ack-before-disk') ready.messagesAfterPersist.forEach((message) => context.send(message));
    const { snapshot, entries, hardState } = ready;
    if (snapshot !== undefined) {
      // The state first, then the log behind it: a crash in between is repaired at the next start.
      const records = decodeRecords(snapshot.data);
      disk.state.write({ kind: 'install', records, applied: appliedOf(snapshot.metadata) });
      disk.state.sync();
      disk.log.write({ kind: 'install', snapshot });
    }
    if (entries.length === 0 && hardState === undefined && snapshot === undefined) {
      this.finishReady(ready);
      return;
    }
    disk.log.write({ kind: 'append', entries, hardState });
    const diskMs = ready.mustSync ? context.prng.next() * context.options.diskMsMax : 0;
    if (diskMs === 0) {
      this.persisted(ready);
      return;
    }
    this.writing = true;
    this.later(diskMs, () => {
      this.writing = false;
      this.persisted(ready);
      this.moved();
    });
  }

  private persisted(ready: Ready): void {
    if (ready.mustSync) this.disk.log.sync();
    if (ready.snapshot !== undefined) performLogWrite(this.storage, { kind: 'install', snapshot: ready.snapshot });
    performLogWrite(this.storage, { kind: 'append', entries: ready.entries, hardState: ready.hardState });
    this.finishReady(ready);
  }

  private finishReady(ready: Ready): void {
    const { context } = this;
    if (context.bug !== 'ack-before-disk') ready.messagesAfterPersist.forEach((message) => context.send(message));
    if (ready.snapshot !== undefined) this.install(ready.snapshot);
    for (const entry of ready.committedEntries) this.apply(entry);
    if (ready.committedEntries.length > 0) {
      this.disk.state.write({ kind: 'flush', changes: this.state.takeChanges(), applied: this.applied });
    }
    this.confirmed.push(...ready.readStates);
    this.serveReads();
    this.running.advance();
    context.moved(this);
    this.maybeSnapshot();
  }

  private install({ metadata, data }: Snapshot): void {
    assert(metadata.index > this.applied.index, `snapshot ${metadata.index} goes back from ${this.applied.index}`);
    this.state = new SimState(decodeRecords(data));
    this.applied = appliedOf(metadata);
    this.storage.setConfState(metadata.confState);
    this.context.installed(this);
  }

  private apply(entry: Entry): void {
    const { index, term } = entry;
    assert(index === this.applied.index + 1, `member ${this.id} applies ${index} after ${this.applied.index}`);
    let { confState } = this.applied;
    let answer: (() => void) | undefined;
    if (entry.type === 'confChange') confState = this.running.applyConfChange(decodeConfChange(entry.data));
    else if (entry.data.length > 0) answer = this.execute(decodeCommand(entry.data));
    this.applied = { index, term, confState };
    this.context.applied(this, entry);
    answer?.();
  }

  private execute({ id, operation }: Command): () => void {
    const isOdd = this.context.bug === 'local-apply' && this.id === 2n && operation.kind === 'put';
    const outcome = this.state.apply(isOdd ? { ...operation, value: `${operation.value}!` } : operation);
    const waiter = this.waiters.get(id);
    this.waiters.delete(id);
    return () => waiter?.(outcome);
  }

  private serveReads(): void {
    const due = this.confirmed.filter(({ index }) => index <= this.applied.index);
    this.confirmed = this.confirmed.filter(({ index }) => index > this.applied.index);
    for (const { ctx, index } of due) {
      const read = this.reads.get(ctx);
      if (read === undefined) continue;
      this.reads.delete(ctx);
      assert(
        index >= read.floor,
        `stale read at member ${this.id}: index ${index}, but ${read.floor} was applied before`,
      );
      read.answer({ kind: 'value', value: this.state.value(read.key) });
    }
  }

  private maybeSnapshot(): void {
    const { snapshotEvery, snapshotKeep } = this.context.options;
    if (snapshotEvery === 0) return;
    const { index, term, confState } = this.applied;
    const snapshotIndex = this.storage.snapshot()?.metadata.index ?? 0;
    if (index - snapshotIndex < snapshotEvery) return;
    // Before the log forgets the entries, what they changed must be durable.
    this.disk.state.sync();
    const records = new Map(this.state.records);
    if (this.context.bug === 'partial-snapshot') records.delete([...records.keys()].sort().at(-1) ?? '');
    const snapshot: Snapshot = { metadata: { index, term, confState }, data: encodeRecords(records) };
    const compactTo = asLogIndex(Math.max(0, index - snapshotKeep));
    this.disk.log.write({ kind: 'snapshot', snapshot, compactTo });
    performLogWrite(this.storage, { kind: 'snapshot', snapshot, compactTo });
  }
}
