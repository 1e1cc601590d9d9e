/**
 * A member from its start to its end: the real Raft core and the real parts of the state machine, with a Ready loop, an
 * applier, a writer of the state and a keeper of the log that go in the order of the real ones (store/src/server), on a
 * disk that takes its time. It may die between any two steps, at a {@link CrashPoint} if it is asked to.
 */
import { assert } from '@kuorum/base';
import {
  decodeConfChange,
  type Entry,
  type Message,
  RawNode,
  type Ready,
  type SnapMessage,
  type Snapshot,
} from '@kuorum/store/raft';
import type { LogCache } from '@kuorum/store/server/simulated';
import { moveWithBug } from './core-bugs.js';
import { type CrashPoint, ProcessDied } from './crash-points.js';
import { LogKeeper } from './log-keeper.js';
import type { MemberClock } from './member-clock.js';
import type { PlantedBug } from './planted-bugs.js';
import { ReadyRounds, type RoundHandlers } from './ready-rounds.js';
import { decodeRecords, type Records } from './records.js';
import { SimApplier } from './sim-applier.js';
import { type Applied, appliedOf, performLogWrite } from './sim-disk.js';
import type { MemberContext, SimMember } from './sim-member.js';
import { ELECTION_TICKS, type SimOptions } from './sim-options.js';
import { type ServerHome, SimServer } from './sim-server.js';
import { SimState } from './sim-state.js';
import { withView } from './snapshot-view.js';
import { StateFlusher } from './state-flusher.js';
import { StateWriter } from './state-writer.js';

const MAX_UNCOMMITTED_BYTES = 100_000;
/** Keys of which history goes at once: few, so that crashes and snapshots fall into a running compaction. */
const COMPACTION_SLICE_KEYS = 2;

export class MemberLife implements ServerHome {
  readonly running: RawNode;
  readonly server: SimServer;
  readonly origin: number;
  readonly writer: StateWriter;
  state: SimState;
  /** The entry that the state is of. */
  applied: Applied;
  /** From the install of a snapshot to its end nothing can be read. */
  isReplacing = false;
  private readonly storage: LogCache;
  private readonly rounds: ReadyRounds;
  private readonly keeper: LogKeeper;
  private readonly flusher = new StateFlusher(this);
  private isCompacting = false;
  /** Counts the states that took the place of another. */
  generation = 0;

  /** Throws BadDiskError when it must not start. */
  constructor(
    private readonly member: SimMember,
    private readonly context: MemberContext,
  ) {
    const { log, state } = member.disk.open();
    const { options, prng, bug } = context;
    this.storage = log;
    this.state = this.newState(state.records);
    this.applied = state.applied;
    this.writer = new StateWriter(member.disk.state, state, this);
    this.origin = context.nextOrigin();
    if (bug === 'vote-not-persisted') log.setHardState({ ...log.initialState().hardState, vote: 0n });
    this.running = new RawNode({
      id: member.id,
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
    this.server = new SimServer(this);
    this.rounds = new ReadyRounds(this.running, this.handlers());
    this.keeper = new LogKeeper(log, member.disk.log, this.rounds, this);
  }

  get name(): string {
    return `${this.member.id}`;
  }

  get clock(): MemberClock {
    return this.member.clock;
  }

  get options(): SimOptions {
    return this.context.options;
  }

  get bug(): PlantedBug | undefined {
    return this.context.bug;
  }

  get diskMsMax(): number {
    return this.member.slowDiskMsMax ?? this.options.diskMsMax;
  }

  random(): number {
    return this.context.prng.next();
  }

  highestApplied(): number {
    return this.context.highestApplied();
  }

  /** Not in a life after this one. */
  later(delayMs: number, task: () => void): void {
    this.context.clock.setTimeout(() => {
      if (this.member.life === this) this.member.whenAwake(task);
    }, delayMs);
  }

  begin(): void {
    this.startCompaction();
    this.moved();
  }

  /** To be called after anything that may have given the core work. */
  moved(): void {
    moveWithBug(this.running, this.bug);
    this.context.moved(this.member);
    this.rounds.poke();
  }

  /** `done` when everything that was applied is durable. */
  makeDurable(done: () => void): void {
    this.whenWritten(() => undefined);
    this.writer.makeDurable(done);
  }

  /** A snapshot has come, and lies beside the state in use. */
  receiveSnapshot(message: SnapMessage): void {
    this.rounds.runBetweenRounds((done) => {
      this.running.step(message);
      this.context.moved(this.member);
      done();
    });
  }

  tick(): void {
    this.running.tick();
    this.server.tick();
  }

  reach(point: CrashPoint): void {
    if (this.member.crashAt === point) throw new ProcessDied(point);
  }

  checkDisk(): void {
    const { member } = this;
    if (member.diskFails === undefined) return;
    if (member.diskFails === 'once') member.diskFails = undefined;
    throw new ProcessDied('a disk write failed');
  }

  applyConfChange(data: Uint8Array): Applied['confState'] {
    return this.running.applyConfChange(decodeConfChange(data));
  }

  advanceTo(at: Applied, entry: Entry, applying: Parameters<MemberContext['applied']>[2]): void {
    this.applied = at;
    this.context.applied(this.member, entry, applying);
    this.flusher.advanced();
  }

  hold(): void {
    this.running.applies();
    this.context.appliedInPart(this.member);
    this.flusher.hold();
  }

  settle(...settled: Parameters<SimServer['settle']>): void {
    this.server.settle(...settled);
  }

  /** `done` when everything up to {@link applied} is in the database. */
  whenWritten(done: () => void): void {
    this.flusher.whenWritten(done);
  }

  private newState(records: Records): SimState {
    const { options, bug } = this.context;
    const sync = (): void => this.server.syncWatches();
    return new SimState(records, this.clock, options.leaseCheckpointMs, sync, bug, options.slices?.keys);
  }

  private handlers(): RoundHandlers {
    const applier = new SimApplier(this);
    return {
      bug: this.bug,
      softStateChanged: (softState) => this.server.softStateChanged(softState),
      send: (messages) => this.send(messages),
      persistSnapshot: (snapshot, done) => this.persistSnapshot(snapshot, done),
      persistLog: (ready, done) => this.persistLog(ready, done),
      restoreSnapshot: (snapshot, done) => this.restoreSnapshot(snapshot, done),
      apply: (entries, done) =>
        applier.apply(entries, () => {
          this.server.applied(this.applied);
          this.startCompaction();
          this.keeper.maybeSnapshot();
          done();
        }),
      whenWritten: (done) => this.whenWritten(done),
      readsConfirmed: (states) => this.server.readsConfirmed(states),
      advanced: () => this.context.moved(this.member),
    };
  }

  private send(messages: readonly Message[]): void {
    const { written } = this.writer;
    for (const message of messages) {
      this.context.send(message.type === 'snap' ? withView(message, written, this.bug) : message);
    }
  }

  private persistLog({ entries, hardState, mustSync }: Ready, done: () => void): void {
    const { log } = this.member.disk;
    const write = { kind: 'append', entries, hardState } as const;
    this.checkDisk();
    this.reach('beforeLogWrite');
    log.write(write);
    this.reach('afterLogWrite');
    const written = (): void => {
      if (mustSync) log.sync();
      this.reach('afterLogSync');
      if (entries.some(({ type }) => type === 'confChange')) this.reach('confChangeLogged');
      performLogWrite(this.storage, write);
      done();
    };
    const diskMs = mustSync ? this.random() * this.diskMsMax : 0;
    if (diskMs === 0) written();
    else this.later(diskMs, written);
  }

  /** The state first, then the log behind it: a crash in between is repaired at the next start. */
  private persistSnapshot({ metadata, data }: Snapshot, done: () => void): void {
    this.isReplacing = true;
    this.server.endWatches();
    this.reach('beforeInstall');
    this.whenWritten(() =>
      this.later(this.random() * this.diskMsMax, () => {
        const { log } = this.member.disk;
        this.checkDisk();
        this.writer.install({ kind: 'install', records: decodeRecords(data), applied: appliedOf(metadata) });
        this.reach('betweenInstalls');
        const reset = { kind: 'reset', position: metadata } as const;
        log.write(reset);
        log.sync();
        performLogWrite(this.storage, reset);
        done();
      }),
    );
  }

  private restoreSnapshot({ metadata, data }: Snapshot, done: () => void): void {
    assert(metadata.index > this.applied.index, `snapshot ${metadata.index} goes back from ${this.applied.index}`);
    this.later(this.random() * this.diskMsMax, () => {
      this.state = this.newState(decodeRecords(data));
      this.generation++;
      this.applied = appliedOf(metadata);
      this.storage.setConfState(metadata.confState);
      this.isReplacing = false;
      this.context.installed(this.member);
      this.keeper.installed();
      this.server.stateReplaced(this.applied);
      this.startCompaction();
      this.reach('afterInstall');
      done();
    });
  }

  /** Compacted history goes away in slices between the rounds. */
  private startCompaction(): void {
    if (this.isCompacting || !this.state.mvcc.isCompacting) return;
    this.isCompacting = true;
    this.rounds.runBetweenRounds((done) => {
      this.state.mvcc.compactSlice(COMPACTION_SLICE_KEYS);
      this.reach('betweenCompactions');
      this.flusher.flush(() => {
        this.isCompacting = false;
        this.startCompaction();
        done();
      });
    });
  }
}
