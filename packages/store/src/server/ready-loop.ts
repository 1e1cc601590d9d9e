/**
 * Drives the Raft core on real disks and networks. One round at a time:
 *
 * 1. messages that need no disk go out, in parallel with
 * 2. the one synced write of snapshot, entries and HardState (a failure ends the process: after a failed fsync nobody
 *    knows what is on the disk); a commit index that comes alone is not written unless it commits a change of the
 *    configuration: the next entries bring it along, and until then it is learnt again from the leader, as after any crash;
 * 3. messages that promise what 2 made durable;
 * 4. committed entries are applied, and what waited for them is answered; those that were on the disk before may come
 *    during 2, when there is nothing to promise;
 * 5. advance.
 *
 * Ticks, messages and proposals reach the core at any time in between, and what they cause waits for the next round:
 * all proposals that arrive during one disk write share the next one (group commit). Messages that need no disk, heartbeats
 * and their answers above all, go out at once while a round is applied (4): that may take many turns.
 */
import { performance } from 'node:perf_hooks';
import type { Entry, Message, RawNode, ReadState, Ready, Snapshot, SoftState } from '../raft/index.js';
import type { RaftLogDb } from '../storage/index.js';

export interface ReadyHandlers {
  send(messages: readonly Message[]): void;
  softStateChanged(softState: SoftState): void;
  termChanged(term: number): void;
  /** Makes the state of the snapshot durable, and the log empty behind it. */
  persistSnapshot(snapshot: Snapshot): Promise<void>;
  /** Loads that state. */
  restoreSnapshot(snapshot: Snapshot): Promise<void>;
  /** Applies in order, makes it one batch, answers who waits. */
  apply(entries: readonly Entry[]): Promise<void>;
  /** Resolves when all that was applied is in the database. */
  written(): Promise<void>;
  readsConfirmed(states: readonly ReadState[]): void;
  /** A synced write of the log took so long. */
  logSynced?(durationMs: number): void;
  /** What the loop cannot survive. */
  fatal(error: unknown): void;
}

type Task = () => Promise<void>;

export class ReadyLoop {
  private running = false;
  /** The round under way has kept its promises and applies. */
  private applying = false;
  private stopped = false;
  private readonly tasks: Task[] = [];
  private idle: (() => void) | undefined;

  constructor(
    private readonly node: Pick<RawNode, 'hasReady' | 'ready' | 'advance' | 'takeMessages'>,
    private readonly log: Pick<RaftLogDb, 'save'>,
    private readonly handlers: ReadyHandlers,
  ) {}

  /** To be called after anything that may have given the core work. Cheap; what comes in the same turn is one round. */
  poke(): void {
    if (this.applying) this.sendMeanwhile();
    if (this.running || this.stopped || !this.hasWork) return;
    this.running = true;
    setImmediate(() => void this.drain());
  }

  /** Runs `task` between two rounds: for other work on the databases, which have one writer. */
  runBetweenRounds(task: Task): void {
    this.tasks.push(task);
    this.poke();
  }

  /** No round starts any more; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.running) await new Promise<void>((resolve) => (this.idle = resolve));
  }

  /** Not all that happens makes a round: the second of two followers acknowledges what is committed. */
  private get hasWork(): boolean {
    return this.tasks.length > 0 || this.node.hasReady();
  }

  private async drain(): Promise<void> {
    try {
      while (!this.stopped && this.hasWork) {
        const task = this.tasks.shift();
        if (task !== undefined) {
          await this.handlers.written();
          await task();
        }
        if (this.node.hasReady()) await this.round(this.node.ready());
      }
    } catch (error) {
      this.stopped = true;
      this.handlers.fatal(error);
    } finally {
      this.running = false;
      this.idle?.();
    }
  }

  private async round(ready: Ready): Promise<void> {
    const { handlers } = this;
    if (ready.hardState !== undefined) handlers.termChanged(ready.hardState.term);
    if (ready.softState !== undefined) handlers.softStateChanged(ready.softState);
    if (ready.messages.length > 0) handlers.send(ready.messages);
    const persisted = this.persist(ready);
    // Whoever has promised nothing (a leader) uses the time; a follower's promise is what others wait for.
    const early = ready.messagesAfterPersist.length === 0 ? entriesOnDisk(ready) : [];
    if (early.length > 0) await Promise.all([this.apply(early), persisted]);
    await persisted;
    if (ready.messagesAfterPersist.length > 0) handlers.send(ready.messagesAfterPersist);
    if (ready.snapshot !== undefined) await handlers.restoreSnapshot(ready.snapshot);
    const rest = early.length > 0 ? ready.committedEntries.slice(early.length) : ready.committedEntries;
    if (rest.length > 0) await this.apply(rest);
    if (ready.readStates.length > 0) handlers.readsConfirmed(ready.readStates);
    this.node.advance();
  }

  private async apply(entries: readonly Entry[]): Promise<void> {
    this.applying = true;
    try {
      await this.handlers.apply(entries);
    } finally {
      this.applying = false;
    }
  }

  private sendMeanwhile(): void {
    const messages = this.node.takeMessages();
    if (messages.length > 0) this.handlers.send(messages);
  }

  private async persist(ready: Ready): Promise<void> {
    if (ready.snapshot !== undefined) await this.handlers.persistSnapshot(ready.snapshot);
    if (ready.entries.length === 0 && !ready.mustSync) return;
    const startMs = performance.now();
    await this.log.save({ entries: ready.entries, hardState: ready.hardState, sync: ready.mustSync });
    if (ready.mustSync) this.handlers.logSynced?.(performance.now() - startMs);
  }
}

/** Committed entries that earlier rounds have written; a change of the configuration waits until it is written that it is committed. */
function entriesOnDisk({ snapshot, entries, committedEntries }: Ready): readonly Entry[] {
  const [first] = entries;
  if (snapshot !== undefined || first === undefined) return [];
  const later = committedEntries.findIndex(({ index, type }) => index >= first.index || type === 'confChange');
  return later < 0 ? committedEntries : committedEntries.slice(0, later);
}
