/**
 * The disk of a member: the raft log and the state database. The two are written one after the other, as in the real
 * store, so a crash may leave one ahead of the other.
 */
import { mustGet, type Prng } from '@kuorum/base';
import {
  asLogIndex,
  type ConfState,
  type Entry,
  type HardState,
  type LogIndex,
  type LogStart,
  NO_NODE,
  type SnapshotMetadata,
  type Term,
  TERM_ZERO,
} from '@kuorum/store/raft';
import { LogCache } from '@kuorum/store/server/simulated';
import type { PlantedBug } from './planted-bugs.js';
import type { Records } from './records.js';
import { SimDatabase } from './sim-database.js';

/** The member may not start on this disk: it has to be replaced. */
export class BadDiskError extends Error {
  override readonly name = 'BadDiskError';
}

export type LogWrite =
  | { readonly kind: 'append'; readonly entries: readonly Entry[]; readonly hardState: HardState | undefined }
  /** The entries up to this one go. */
  | { readonly kind: 'cut'; readonly index: LogIndex }
  /** A snapshot took the place of all before. */
  | { readonly kind: 'reset'; readonly position: LogStart };

export function performLogWrite(log: LogCache, write: LogWrite): void {
  switch (write.kind) {
    case 'append':
      log.append(write.entries);
      if (write.hardState !== undefined) log.setHardState(write.hardState);
      return;
    case 'cut':
      log.truncate(write.index);
      return;
    case 'reset':
      log.reset(write.position);
      log.setHardState(atLeast(log.initialState().hardState, write.position));
      return;
  }
}

export interface Applied {
  readonly index: LogIndex;
  readonly term: Term;
  readonly confState: ConfState;
}

export interface StateImage {
  records: Records;
  applied: Applied;
  /** Where the last installed snapshot stood; 0 = never one. */
  installedIndex: LogIndex;
}

export type StateWrite =
  /** `undefined` deletes. */
  | {
      readonly kind: 'flush';
      readonly changes: ReadonlyMap<string, Uint8Array | undefined>;
      /** Undefined = it says nothing of how far this is, which only a torn batch does. */
      readonly applied: Applied | undefined;
    }
  | { readonly kind: 'install'; readonly records: Records; readonly applied: Applied };

export function performStateWrite(image: StateImage, write: StateWrite): void {
  if (write.applied !== undefined) image.applied = write.applied;
  switch (write.kind) {
    case 'flush':
      for (const [key, value] of write.changes) {
        if (value === undefined) image.records.delete(key);
        else image.records.set(key, value);
      }
      return;
    case 'install':
      image.records = new Map(write.records);
      image.installedIndex = write.applied.index;
      return;
  }
}

interface LogImage {
  readonly log: LogCache;
}

export interface DiskOptions {
  readonly prng: Prng;
  readonly bug: PlantedBug | undefined;
}

export class SimDisk {
  readonly log: SimDatabase<LogImage, LogWrite>;
  readonly state: SimDatabase<StateImage, StateWrite>;
  /** The disk was wiped after the member had taken part: whatever it promised is forgotten. */
  wiped = false;
  /** It was damaged on purpose: the member may be unable to start, and then has to be replaced. */
  isSpoilt = false;
  /** Damage of which the checksums tell. */
  private damage: string | undefined;

  constructor(
    private readonly initial: ConfState,
    private readonly options: DiskOptions,
  ) {
    const { prng, bug } = options;
    this.log = new SimDatabase(this.emptyLog(), ({ log }, write) => performLogWrite(log, write), {
      prng,
      liesAboutSync: bug === 'lying-disk',
    });
    this.state = new SimDatabase(this.emptyState(), performStateWrite, {
      prng,
      liesAboutSync: false,
      torn: bug === 'half-batch' ? halfOf : undefined,
    });
  }

  get writesLost(): number {
    return this.log.writesLost + this.state.writesLost;
  }

  crash(): void {
    this.log.crash();
    this.state.crash();
  }

  wipe(): void {
    this.log.wipe(this.emptyLog());
    this.state.wipe(this.emptyState());
    this.damage = undefined;
    this.wiped = true;
    this.isSpoilt = true;
  }

  /** Flips a bit in an entry of the log. False when there is nothing to damage. */
  damageLog(): boolean {
    const { log } = this.log.image;
    const first = log.firstIndex();
    const count = log.lastIndex() - first + 1;
    if (count < 1) return false;
    const index = asLogIndex(first + this.options.prng.int(count));
    const end = asLogIndex(log.lastIndex() + 1);
    const [entry, ...rest] = log.entries(index, end, Number.MAX_SAFE_INTEGER) ?? [];
    if (entry === undefined || entry.data.length === 0) return false;
    log.append([{ ...entry, data: flipped(entry.data, this.options.prng) }, ...rest]);
    this.isSpoilt = true;
    this.damage = `entry ${index} of the raft log has a wrong checksum`;
    return true;
  }

  /** Flips a bit in a record of the state, which is also what snapshots are made of. */
  damageState(): boolean {
    const { records } = this.state.image;
    const names = [...records.keys()];
    const name = names[this.options.prng.int(Math.max(1, names.length))];
    const record = name === undefined ? undefined : records.get(name);
    if (name === undefined || record === undefined || record.length === 0) return false;
    records.set(name, flipped(record, this.options.prng));
    this.isSpoilt = true;
    this.damage = 'a record of the state has a wrong checksum';
    return true;
  }

  /** The end of the log is gone, so far back that the state no longer meets it. */
  truncateLog(): boolean {
    const { log } = this.log.image;
    const { index } = this.state.image.applied;
    if (index <= log.firstIndex() || log.lastIndex() < index) return false;
    this.log.wipe({ log: copyOf(log, asLogIndex(index - 1)) });
    this.isSpoilt = true;
    return true;
  }

  /** What a starting member finds: the log as the core reads it and the state, reconciled as the real store does. */
  open(): { readonly log: LogCache; readonly state: StateImage } {
    const isChecked = this.options.bug !== 'unchecked-disk';
    if (this.damage !== undefined && isChecked) throw new BadDiskError(`Cannot start: ${this.damage}`);
    if (this.wiped && this.options.bug !== 'wiped-member-votes')
      throw new BadDiskError('Cannot start: the disk was wiped');
    const { image } = this.state;
    const { log } = this.log.image;
    this.checkLog(log);
    this.reconcile(log, image);
    const copy = copyOf(log);
    copy.setConfState(image.applied.confState);
    return { log: copy, state: { ...image, records: new Map(image.records) } };
  }

  /** As RaftLogDb does when it loads. */
  private checkLog(log: LogCache): void {
    const { commit } = log.initialState().hardState;
    if (commit > log.lastIndex())
      throw new BadDiskError(`Cannot start: the log ends at ${log.lastIndex()}, before the commit index ${commit}`);
  }

  /** As `reconcileAfterCrash` does. */
  private reconcile(log: LogCache, { applied, installedIndex }: StateImage): void {
    if (log.term(applied.index) === applied.term) return;
    // Legal in one case: the crash came between the install of a snapshot and the reset of the log.
    if (applied.index === 0 || applied.index !== installedIndex) {
      throw new BadDiskError(
        `Cannot start: the log (${log.firstIndex()} to ${log.lastIndex()}) does not continue the state at ${applied.index} of term ${applied.term}`,
      );
    }
    this.log.write({ kind: 'reset', position: applied });
    this.log.sync();
  }

  private emptyLog(): LogImage {
    return { log: new LogCache() };
  }

  private emptyState(): StateImage {
    const applied: Applied = { index: asLogIndex(0), term: TERM_ZERO, confState: this.initial };
    return { records: new Map(), applied, installedIndex: asLogIndex(0) };
  }
}

/** The first half of a batch: some of what was changed, and not how far that is. */
function halfOf(write: StateWrite): StateWrite {
  if (write.kind === 'install') return { kind: 'flush', changes: new Map(), applied: undefined };
  const changes = new Map([...write.changes].slice(0, Math.ceil(write.changes.size / 2)));
  return { ...write, changes, applied: undefined };
}

function flipped(bytes: Uint8Array, prng: Prng): Uint8Array {
  // Not slice(): that of a Buffer shares the bytes, and those of an entry are shared by all members.
  const copy = Uint8Array.from(bytes);
  const at = prng.int(copy.length);
  copy[at] = (copy[at] as number) ^ (1 << prng.int(8));
  return copy;
}

function copyOf(log: LogCache, last: LogIndex = log.lastIndex()): LogCache {
  const index = asLogIndex(log.firstIndex() - 1);
  const term = mustGet(log.term(index), 'the term of the truncation point');
  const copy = new LogCache();
  copy.reset({ index, term });
  copy.append(log.entries(log.firstIndex(), asLogIndex(last + 1), Number.MAX_SAFE_INTEGER) ?? []);
  copy.setHardState(log.initialState().hardState);
  return copy;
}

/** A HardState that does not lie before what a snapshot made certain. */
function atLeast(hardState: HardState, { index, term }: LogStart): HardState {
  const commit = hardState.commit < index ? index : hardState.commit;
  return hardState.term >= term ? { ...hardState, commit } : { term, vote: NO_NODE, commit };
}

export function appliedOf({ index, term, confState }: SnapshotMetadata): Applied {
  return { index, term, confState };
}
