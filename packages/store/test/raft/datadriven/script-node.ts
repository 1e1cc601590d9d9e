/**
 * One member of a scripted group: the real core, a log that stands for the disk, and a state machine that is the list of
 * applied commands. A crash loses what is in memory and, of the disk, the commit index that was written without sync.
 */
import { assert, fromUtf8, mustGet, type Prng, utf8 } from '@kuorum/base';
import {
  asLogIndex,
  asTerm,
  type ConfState,
  decodeConfChange,
  type Entry,
  type HardState,
  INDEX_ZERO,
  type LogIndex,
  MemoryLogStorage,
  type NodeId,
  NO_LIMIT_BYTES,
  type RaftConfig,
  RawNode,
  type Ready,
  type Snapshot,
} from '@kuorum/store/raft';
import { entryText, membershipText } from './describe.js';

/** etcd's interaction tests use the same: three ticks to an election, one to a heartbeat. */
export const ELECTION_TICKS = 3;
const SEPARATOR = ' ';

/** Where the work on a Ready stands: handed out, written to disk, promises sent. */
export type ReadyStage = 'sent' | 'persisted' | 'promised';

export interface NodeStart {
  readonly confState: ConfState;
  /** A snapshot that the member starts from, 0 = none. */
  readonly index: LogIndex;
  readonly content: string;
}

export class ScriptNode {
  readonly storage: MemoryLogStorage;
  node: RawNode | undefined;
  commands: string[] = [];
  /** Snapshots that were received and installed. */
  installed = 0;
  outstanding: { readonly ready: Ready; stage: ReadyStage } | undefined;
  private confState: ConfState;
  private appliedIndex: LogIndex = INDEX_ZERO;
  private synced: HardState;

  constructor(
    readonly id: NodeId,
    start: NodeStart,
    private readonly config: Partial<RaftConfig>,
    private readonly prng: Prng,
  ) {
    this.storage = new MemoryLogStorage(start.confState);
    this.confState = start.confState;
    if (start.index > 0) {
      const metadata = { index: start.index, term: asTerm(1), confState: start.confState };
      this.storage.applySnapshot({ metadata, data: utf8(start.content) });
      this.storage.setHardState({ term: asTerm(1), vote: 0n, commit: start.index });
    }
    this.synced = this.storage.initialState().hardState;
    this.start();
  }

  get running(): RawNode {
    return mustGet(this.node, `a running node ${this.id}`);
  }

  get applied(): LogIndex {
    return this.appliedIndex;
  }

  start(): void {
    assert(this.node === undefined, `node ${this.id} runs already`);
    const snapshot = mustGet(this.storage.snapshot(), 'the snapshot');
    this.install(snapshot);
    this.storage.setConfState(snapshot.metadata.confState);
    this.node = new RawNode({
      id: this.id,
      electionTicks: ELECTION_TICKS,
      heartbeatTicks: 1,
      storage: this.storage,
      applied: snapshot.metadata.index,
      maxSizePerMsgBytes: NO_LIMIT_BYTES,
      maxInflightMsgs: NO_LIMIT_BYTES,
      maxInflightBytes: NO_LIMIT_BYTES,
      maxUncommittedBytes: NO_LIMIT_BYTES,
      preVote: false,
      checkQuorum: false,
      prng: this.prng,
      ...this.config,
    });
  }

  crash(): void {
    this.node = undefined;
    this.outstanding = undefined;
    this.storage.setHardState(this.synced);
  }

  takeReady(): Ready {
    const ready = this.running.ready();
    this.outstanding = { ready, stage: 'sent' };
    return ready;
  }

  persist(ready: Ready): void {
    if (ready.snapshot !== undefined) this.storage.applySnapshot(ready.snapshot);
    this.storage.append(ready.entries);
    if (ready.hardState === undefined) return;
    this.storage.setHardState(ready.hardState);
    if (ready.mustSync) this.synced = ready.hardState;
  }

  /** Gives what changed, in words. */
  apply(ready: Ready): readonly string[] {
    const lines: string[] = [];
    if (ready.snapshot !== undefined) {
      this.install(ready.snapshot);
      this.installed++;
      lines.push(`installs snapshot ${ready.snapshot.metadata.index}: ${membershipText(this.confState)}`);
    }
    if (ready.committedEntries.length > 0) lines.push(`applies ${ready.committedEntries.map(entryText).join(', ')}`);
    for (const entry of ready.committedEntries) lines.push(...this.applyEntry(entry));
    return lines;
  }

  private applyEntry(entry: Entry): readonly string[] {
    assert(entry.index === this.appliedIndex + 1, `node ${this.id} applies ${entry.index} after ${this.appliedIndex}`);
    this.appliedIndex = entry.index;
    if (entry.type === 'normal') {
      if (entry.data.length > 0) this.commands.push(fromUtf8(entry.data));
      return [];
    }
    this.confState = this.running.applyConfChange(decodeConfChange(entry.data));
    return [`membership is now ${membershipText(this.confState)}`];
  }

  finish(): void {
    this.outstanding = undefined;
    this.running.advance();
  }

  /** Of all that is applied. */
  createSnapshot(): Snapshot {
    return this.storage.createSnapshot(this.appliedIndex, this.confState, utf8(this.commands.join(SEPARATOR)));
  }

  compact(index: LogIndex): void {
    const { metadata } = mustGet(this.storage.snapshot(), 'the snapshot');
    if (metadata.index < index) this.createSnapshot();
    this.storage.compact(asLogIndex(index));
  }

  private install({ metadata, data }: Snapshot): void {
    this.appliedIndex = metadata.index;
    this.confState = metadata.confState;
    this.commands = data.length === 0 ? [] : fromUtf8(data).split(SEPARATOR);
  }
}
