/**
 * The disk of a member: the raft log and the state database, each an ordered sequence of writes of which a crash
 * loses an unsynced suffix (a random one: the operating system may have written back some of it). A sync makes all
 * writes of its database durable.
 *
 * The two are written one after the other, as in the real store, so a crash may leave one ahead of the other.
 */
import { assert, mustGet, type Prng } from '@kuorum/base';
import {
  asLogIndex,
  type ConfState,
  type Entry,
  type HardState,
  type LogIndex,
  MemoryLogStorage,
  type Snapshot,
  type SnapshotMetadata,
  type Term,
  TERM_ZERO,
} from '@kuorum/store/raft';

/** A database that applies writes of type `W` to an image of type `I`. */
class SimDatabase<I, W> {
  private unsynced: W[] = [];

  constructor(
    readonly image: I,
    private readonly perform: (image: I, write: W) => void,
    private readonly options: { readonly prng: Prng; readonly liesAboutSync: boolean },
  ) {}

  write(write: W): void {
    this.unsynced.push(write);
  }

  sync(): void {
    if (this.options.liesAboutSync) return;
    this.unsynced.forEach((write) => this.perform(this.image, write));
    this.unsynced = [];
  }

  /** How many writes were lost. */
  crash(): number {
    const kept = this.options.prng.int(this.unsynced.length + 1);
    const lost = this.unsynced.length - kept;
    for (const write of this.unsynced.slice(0, kept)) this.perform(this.image, write);
    this.unsynced = [];
    return lost;
  }
}

export type LogWrite =
  | { readonly kind: 'append'; readonly entries: readonly Entry[]; readonly hardState: HardState | undefined }
  | { readonly kind: 'install'; readonly snapshot: Snapshot }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot; readonly compactTo: LogIndex };

export function performLogWrite(log: MemoryLogStorage, write: LogWrite): void {
  switch (write.kind) {
    case 'append':
      log.append(write.entries);
      if (write.hardState !== undefined) log.setHardState(write.hardState);
      return;
    case 'install':
      log.applySnapshot(write.snapshot);
      return;
    case 'snapshot': {
      const { metadata, data } = write.snapshot;
      log.createSnapshot(metadata.index, metadata.confState, data);
      log.compact(write.compactTo);
      return;
    }
  }
}

export interface Applied {
  readonly index: LogIndex;
  readonly term: Term;
  readonly confState: ConfState;
}

/** Keys are byte strings, one character a byte. */
export type Records = Map<string, Uint8Array>;

export interface StateImage {
  records: Records;
  applied: Applied;
  /** Where the last installed snapshot stood; 0 = never one. */
  installedIndex: LogIndex;
}

export type StateWrite =
  /** `undefined` deletes. */
  | { readonly kind: 'flush'; readonly changes: ReadonlyMap<string, Uint8Array | undefined>; readonly applied: Applied }
  | { readonly kind: 'install'; readonly records: Records; readonly applied: Applied };

function performStateWrite(image: StateImage, write: StateWrite): void {
  image.applied = write.applied;
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

export interface DiskOptions {
  readonly prng: Prng;
  /** Says "synced" and is not: what a crash must never find. */
  readonly liesAboutSync: boolean;
}

export class SimDisk {
  readonly log: SimDatabase<MemoryLogStorage, LogWrite>;
  readonly state: SimDatabase<StateImage, StateWrite>;
  writesLost = 0;

  constructor(initial: ConfState, options: DiskOptions) {
    const applied: Applied = { index: asLogIndex(0), term: TERM_ZERO, confState: initial };
    const image: StateImage = { records: new Map(), applied, installedIndex: asLogIndex(0) };
    this.log = new SimDatabase(new MemoryLogStorage(initial), performLogWrite, options);
    this.state = new SimDatabase(image, performStateWrite, { ...options, liesAboutSync: false });
  }

  crash(): void {
    this.writesLost += this.log.crash() + this.state.crash();
  }

  /** What a starting member finds: the log as the core reads it and the state, reconciled as the real store does. */
  open(): { readonly log: MemoryLogStorage; readonly state: StateImage } {
    const { image } = this.state;
    const { applied } = image;
    if (this.log.image.term(applied.index) !== applied.term) {
      // Legal in one case: the crash came between the install of a snapshot and the reset of the log.
      assert(
        applied.index > 0 && applied.index === image.installedIndex,
        `the log (to ${this.log.image.lastIndex()}) does not continue the state at ${applied.index} of term ${applied.term}`,
      );
      const data = encodeRecords(image.records);
      this.log.write({ kind: 'install', snapshot: { metadata: applied, data } });
      this.log.sync();
    }
    const log = copyLog(this.log.image);
    log.setConfState(applied.confState);
    return { log, state: { ...image, records: new Map(image.records) } };
  }
}

function copyLog(log: MemoryLogStorage): MemoryLogStorage {
  const copy = new MemoryLogStorage(log.initialState().confState);
  const compacted = asLogIndex(log.firstIndex() - 1);
  const snapshot = mustGet(log.snapshot(), 'the snapshot');
  if (compacted > 0) {
    const term = mustGet(log.term(compacted), 'the term of the compaction point');
    copy.applySnapshot({ metadata: { ...snapshot.metadata, index: compacted, term }, data: new Uint8Array(0) });
  }
  const { entries = [] } = {
    entries: log.entries(log.firstIndex(), asLogIndex(log.lastIndex() + 1), Number.MAX_SAFE_INTEGER),
  };
  copy.append(entries);
  const { metadata, data } = snapshot;
  if (metadata.index > 0) copy.createSnapshot(metadata.index, metadata.confState, data);
  copy.setHardState(log.initialState().hardState);
  return copy;
}

export function appliedOf(metadata: SnapshotMetadata): Applied {
  return { index: metadata.index, term: metadata.term, confState: metadata.confState };
}

/** The state as it travels in a snapshot: for each record the lengths of key and value, then both. */
export function encodeRecords(records: ReadonlyMap<string, Uint8Array>): Uint8Array {
  let bytes = 0;
  for (const [key, value] of records) bytes += 8 + key.length + value.length;
  const out = new Uint8Array(bytes);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [key, value] of records) {
    view.setUint32(at, key.length);
    view.setUint32(at + 4, value.length);
    at += 8;
    for (let i = 0; i < key.length; i++) out[at++] = key.charCodeAt(i);
    out.set(value, at);
    at += value.length;
  }
  return out;
}

export function decodeRecords(data: Uint8Array): Records {
  const records: Records = new Map();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  while (at < data.length) {
    const [keyBytes, valueBytes] = [view.getUint32(at), view.getUint32(at + 4)];
    at += 8;
    let key = '';
    for (let i = 0; i < keyBytes; i++) key += String.fromCharCode(data[at + i] as number);
    at += keyBytes;
    records.set(key, data.slice(at, at + valueBytes));
    at += valueBytes;
  }
  return records;
}
