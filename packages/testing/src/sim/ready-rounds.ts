/**
 * The Ready loop in virtual time, step by step as store/src/server/ready-loop.ts: messages, the write of the log, what
 * it promises, applying (of what was on the disk before, during the write), reads, advance; and other work on the
 * databases between two rounds. Messages that need no disk do not wait while entries are applied.
 */
import type { Entry, Message, RawNode, ReadState, Ready, Snapshot, SoftState } from '@kuorum/store/raft';
import { moveWithBug } from './core-bugs.js';
import type { PlantedBug } from './planted-bugs.js';

type Done = () => void;
export type BetweenRounds = (done: Done) => void;

export interface RoundHandlers {
  readonly bug: PlantedBug | undefined;
  softStateChanged(softState: SoftState): void;
  send(messages: readonly Message[]): void;
  persistSnapshot(snapshot: Snapshot, done: Done): void;
  persistLog(ready: Ready, done: Done): void;
  restoreSnapshot(snapshot: Snapshot, done: Done): void;
  apply(entries: readonly Entry[], done: Done): void;
  whenWritten(done: Done): void;
  readsConfirmed(states: readonly ReadState[]): void;
  advanced(): void;
}

export class ReadyRounds {
  private busy = false;
  private draining = false;
  private applying = false;
  private readonly tasks: BetweenRounds[] = [];

  constructor(
    private readonly node: RawNode,
    private readonly handlers: RoundHandlers,
  ) {}

  /** To be called after anything that may have given the core work. */
  poke(): void {
    if (this.applying) this.handlers.send(this.node.takeMessages());
    if (this.draining) return;
    this.draining = true;
    try {
      while (!this.busy && (this.tasks.length > 0 || this.node.hasReady())) this.turn();
    } finally {
      this.draining = false;
    }
  }

  runBetweenRounds(task: BetweenRounds): void {
    this.tasks.push(task);
    this.poke();
  }

  private turn(): void {
    this.busy = true;
    const task = this.tasks.shift();
    if (task === undefined) this.maybeRound();
    else this.handlers.whenWritten(() => task(() => this.maybeRound()));
  }

  private end(): void {
    this.busy = false;
    this.poke();
  }

  private maybeRound(): void {
    if (this.node.hasReady()) this.round(this.node.ready());
    else this.end();
  }

  private round(ready: Ready): void {
    const { handlers } = this;
    const { softState, messages, messagesAfterPersist, committedEntries } = ready;
    if (softState !== undefined) handlers.softStateChanged(softState);
    handlers.send(messages);
    if (handlers.bug === 'ack-before-disk') handlers.send(messagesAfterPersist);
    const early = this.entriesForNow(ready);
    const rest = committedEntries.slice(early.length);
    let left = early.length > 0 ? 2 : 1;
    const joined = (): void => {
      if (--left === 0) this.persisted(ready, rest);
    };
    this.persist(ready, joined);
    if (early.length > 0) this.apply(early, joined);
  }

  /** Whoever has promised nothing uses the time of the disk; a follower's promise is what others wait for. */
  private entriesForNow(ready: Ready): readonly Entry[] {
    return ready.messagesAfterPersist.length === 0 ? entriesOnDisk(ready) : [];
  }

  private persist(ready: Ready, done: Done): void {
    const { snapshot, entries, mustSync } = ready;
    const persistLog = (): void => {
      // A commit index that comes alone is not written, unless it commits a change of the configuration: then mustSync.
      if (entries.length === 0 && !mustSync) done();
      else this.handlers.persistLog(ready, done);
    };
    if (snapshot === undefined) persistLog();
    else this.handlers.persistSnapshot(snapshot, persistLog);
  }

  private persisted(ready: Ready, rest: readonly Entry[]): void {
    const { handlers } = this;
    const { snapshot, messagesAfterPersist } = ready;
    if (handlers.bug !== 'ack-before-disk') handlers.send(messagesAfterPersist);
    const apply = (): void => {
      if (rest.length === 0) this.applied(ready);
      else this.apply(rest, () => this.applied(ready));
    };
    if (snapshot === undefined) apply();
    else handlers.restoreSnapshot(snapshot, apply);
  }

  private apply(entries: readonly Entry[], done: Done): void {
    this.applying = true;
    this.handlers.apply(entries, () => {
      this.applying = false;
      done();
    });
  }

  private applied({ readStates }: Ready): void {
    this.handlers.readsConfirmed(readStates);
    this.node.advance();
    moveWithBug(this.node, this.handlers.bug);
    this.handlers.advanced();
    this.end();
  }
}

/** Committed entries that earlier rounds have written; a change of the configuration waits until it is written that it is committed. */
function entriesOnDisk({ snapshot, entries, committedEntries }: Ready): readonly Entry[] {
  const [first] = entries;
  if (snapshot !== undefined || first === undefined) return [];
  const later = committedEntries.findIndex(({ index, type }) => index >= first.index || type === 'confChange');
  return later < 0 ? committedEntries : committedEntries.slice(0, later);
}
