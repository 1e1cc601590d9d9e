/**
 * One member: the real core on a {@link MemoryLogStorage} that stands for the disk, with a state machine that is the
 * list of applied commands. A crash keeps the disk and loses the rest; it may come at any point of the Ready loop.
 */
import { assert, equalBytes, fromUtf8, mustGet, type Prng, utf8 } from '@kuorum/base';
import {
  asLogIndex,
  type ConfState,
  decodeConfChange,
  type Entry,
  type HardState,
  type LogIndex,
  MemoryLogStorage,
  type Message,
  type NodeId,
  type RaftConfig,
  RawNode,
  type ReadState,
  type Ready,
  type Snapshot,
} from '@kuorum/store/raft';

export interface MemberOptions {
  readonly config?: Partial<RaftConfig>;
  /** Snapshot and compact after so many entries; 0 = never. */
  readonly snapshotEvery?: number;
  /** Entries kept behind the snapshot for slow followers. */
  readonly snapshotKeep?: number;
}

/** Before the disk write; after it; after the promises are sent but before anything is applied. */
export type CrashPoint = 'beforePersist' | 'afterPersist' | 'beforeApply';

/** What was applied at each index, by anybody: State Machine Safety as the application sees it. */
export class AppliedHistory {
  private readonly entries = new Map<LogIndex, Entry>();
  highest: LogIndex = asLogIndex(0);

  record(id: NodeId, entry: Entry): void {
    const known = this.entries.get(entry.index);
    if (known === undefined) this.entries.set(entry.index, entry);
    else
      assert(
        equalBytes(known.data, entry.data),
        `state machine safety: ${id} applied something else at ${entry.index}`,
      );
    if (entry.index > this.highest) this.highest = entry.index;
  }

  commandsUpTo(index: LogIndex): readonly string[] {
    const commands: string[] = [];
    for (let i = 1; i <= index; i++) {
      const command = commandOf(mustGet(this.entries.get(asLogIndex(i)), `the entry applied at ${i}`));
      if (command !== undefined) commands.push(command);
    }
    return commands;
  }
}

export function commandOf(entry: Entry): string | undefined {
  return entry.type === 'normal' && entry.data.length > 0 ? fromUtf8(entry.data) : undefined;
}

export class Member {
  readonly storage: MemoryLogStorage;
  node: RawNode | undefined;
  commands: string[] = [];
  appliedIndex: LogIndex = asLogIndex(0);
  readStates: ReadState[] = [];
  outstanding: Ready | undefined;
  /** Indexes of every snapshot that was received and installed. */
  readonly installed: LogIndex[] = [];
  private confState: ConfState;
  private syncedHardState: HardState;

  constructor(
    readonly id: NodeId,
    initial: ConfState,
    private readonly options: MemberOptions,
    private readonly prng: Prng,
    private readonly history: AppliedHistory,
  ) {
    this.storage = new MemoryLogStorage(initial);
    this.confState = initial;
    this.syncedHardState = this.storage.initialState().hardState;
    this.start();
  }

  get running(): RawNode {
    return mustGet(this.node, `a running node ${this.id}`);
  }

  start(): void {
    const { metadata, data } = mustGet(this.storage.snapshot(), 'the snapshot');
    this.storage.setConfState(metadata.confState);
    this.install(metadata.index, metadata.confState, data);
    this.node = new RawNode({
      id: this.id,
      electionTicks: 10,
      heartbeatTicks: 1,
      storage: this.storage,
      applied: metadata.index,
      maxSizePerMsgBytes: 1024,
      maxInflightMsgs: 16,
      maxUncommittedBytes: 1024 * 1024,
      preVote: true,
      checkQuorum: true,
      prng: this.prng,
      ...this.options.config,
    });
  }

  /** Loses what is in memory, and of the disk what was not synced: the commit index. */
  crash(): void {
    this.node = undefined;
    this.outstanding = undefined;
    this.readStates = [];
    this.storage.setHardState(this.syncedHardState);
  }

  /** One turn of the Ready loop in the order that {@link Ready} prescribes. */
  processReady(send: (message: Message) => void, crashAt?: CrashPoint): void {
    this.beginReady(send);
    this.finishReady(send, crashAt);
  }

  /** The first half: what needs no disk goes out. The node may be stepped before the second half. */
  beginReady(send: (message: Message) => void): void {
    this.outstanding = this.running.ready();
    this.outstanding.messages.forEach(send);
  }

  finishReady(send: (message: Message) => void, crashAt?: CrashPoint): void {
    const node = this.running;
    const ready = mustGet(this.outstanding, 'the outstanding Ready');
    this.outstanding = undefined;
    if (crashAt === 'beforePersist') {
      this.crash();
      return;
    }
    this.persist(ready);
    if (crashAt === 'afterPersist') {
      this.crash();
      return;
    }
    ready.messagesAfterPersist.forEach(send);
    if (crashAt === 'beforeApply') {
      this.crash();
      return;
    }
    if (ready.snapshot !== undefined) this.applySnapshot(ready.snapshot);
    for (const entry of ready.committedEntries) this.apply(node, entry);
    this.readStates.push(...ready.readStates);
    node.advance();
    this.maybeSnapshot();
  }

  private persist(ready: Ready): void {
    if (ready.snapshot !== undefined) this.storage.applySnapshot(ready.snapshot);
    this.storage.append(ready.entries);
    if (ready.hardState === undefined) return;
    this.storage.setHardState(ready.hardState);
    if (ready.mustSync) this.syncedHardState = ready.hardState;
  }

  private applySnapshot({ metadata, data }: Snapshot): void {
    assert(metadata.index > this.appliedIndex, `snapshot ${metadata.index} goes back from ${this.appliedIndex}`);
    this.install(metadata.index, metadata.confState, data);
    this.installed.push(metadata.index);
  }

  private install(index: LogIndex, confState: ConfState, data: Uint8Array): void {
    this.appliedIndex = index;
    this.confState = confState;
    this.commands = data.length === 0 ? [] : (JSON.parse(fromUtf8(data)) as string[]);
    const expected = JSON.stringify(this.history.commandsUpTo(index));
    assert(JSON.stringify(this.commands) === expected, `state machine safety: snapshot ${index} on ${this.id} differs`);
  }

  private apply(node: RawNode, entry: Entry): void {
    assert(entry.index === this.appliedIndex + 1, `node ${this.id} applies ${entry.index} after ${this.appliedIndex}`);
    this.appliedIndex = entry.index;
    this.history.record(this.id, entry);
    if (entry.type === 'confChange') this.confState = node.applyConfChange(decodeConfChange(entry.data));
    const command = commandOf(entry);
    if (command !== undefined) this.commands.push(command);
  }

  private maybeSnapshot(): void {
    const { snapshotEvery = 0, snapshotKeep = 0 } = this.options;
    if (snapshotEvery === 0) return;
    const snapshotIndex = this.storage.snapshot()?.metadata.index ?? 0;
    if (this.appliedIndex - snapshotIndex < snapshotEvery) return;
    this.storage.createSnapshot(this.appliedIndex, this.confState, utf8(JSON.stringify(this.commands)));
    if (this.appliedIndex > snapshotKeep) this.storage.compact(asLogIndex(this.appliedIndex - snapshotKeep));
  }
}
