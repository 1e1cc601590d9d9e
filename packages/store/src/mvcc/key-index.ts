/**
 * All revisions of one key that are not compacted away, in generations: one from each creation to the deletion that
 * ends it (etcd `server/storage/mvcc/key_index.go`). The deletion's revision, the tombstone, is the last of its
 * generation. A put after it opens the next generation, with version 1 again.
 *
 * ```
 * put 2, put 4, delete 5, put 7      generations: [2 4 5†] [7]
 * compact 3                                       [2 4 5†] [7]     2 is what a read at 3 sees
 * compact 5                                       [5†] [7]         the tombstone stays: a watch from 5 must see it
 * compact 6                                       [7]
 * ```
 * Most keys of most stores have one revision: it stands in the index itself, and generations are made when there is a
 * second one. That is a third of the memory.
 *
 * Divergences from etcd: a deleted key has no empty generation at its end; the closed one says so itself. A revision
 * changes a key once, unless it was imported from etcd, and is then kept whole while a watch may begin there.
 */
import { assert, mustGet } from '@kuorum/base';
import { dropAll, extended, firstKept, lastAtOrBefore, type Generation } from './generation.js';
import type { Revision } from './types.js';

/** One version of a key: where its record is, and what the index knows without reading it. */
export interface VersionLocation {
  readonly main: Revision;
  readonly sub: number;
  readonly createRevision: Revision;
  readonly version: number;
}

/** Where a record is. */
export type RecordLocation = readonly [main: number, sub: number];

export class KeyIndex {
  /** Revision of the latest change; main 0 = there is none. */
  private last = 0;
  private lastSub = 0;
  /** The key exists since the latest change. */
  private isLive = false;
  /** Of the only generation, while there is one revision; otherwise the generations have their own. */
  private created = 0;
  private version = 0;
  /** Undefined while there is one revision, or none. */
  private history: Generation[] | undefined;

  get isEmpty(): boolean {
    return this.last === 0;
  }

  /** Main revision of the latest change; 0 when there is none. */
  get lastRevision(): Revision {
    return this.last as Revision;
  }

  put(main: Revision, sub: number): { createRevision: Revision; version: number } {
    if (!this.isLive) {
      this.open(main, sub, { created: main, version: 1, closed: false });
      return { createRevision: main, version: 1 };
    }
    this.mustBeLater(main);
    const live = this.append(main, sub);
    live.version++;
    return { createRevision: live.created, version: live.version };
  }

  /** False when the key does not exist. */
  tombstone(main: Revision, sub: number): boolean {
    if (!this.isLive) return false;
    this.mustBeLater(main);
    if (this.history === undefined) this.closeOnly(main, sub);
    else this.close(main, sub);
    return true;
  }

  /** A put read back from the backend, fed in order of revision; what came before may have been compacted. */
  restorePut(main: Revision, sub: number, createRevision: Revision, version: number): void {
    if (!this.isLive) {
      this.open(main, sub, { created: createRevision, version, closed: false });
      return;
    }
    const live = this.append(main, sub);
    assert(live.created === createRevision, `revision ${main} belongs to the generation created at ${live.created}`);
    live.version = version;
  }

  restoreTombstone(main: Revision, sub: number): void {
    if (this.isLive) this.close(main, sub);
    // The puts before it were compacted; it stayed because the compaction was at its very revision.
    else this.open(main, sub, { created: main, version: 0, closed: true });
  }

  /** Whether a read at `revision` sees the key. */
  existsAt(revision: number): boolean {
    return revision >= this.last ? this.isLive : this.at(revision) !== undefined;
  }

  /** What a read at `revision` sees; undefined when the key did not exist then. */
  at(revision: number): VersionLocation | undefined {
    const { history } = this;
    if (history === undefined) return this.isLive && this.last <= revision ? this.only() : undefined;
    for (let g = history.length - 1; g >= 0; g--) {
      const generation = history[g] as Generation;
      const { revisions } = generation;
      if ((revisions[0] as number) > revision) continue;
      const i = lastAtOrBefore(revisions, revision);
      const isTombstone = generation.closed && i === revisions.length - 2;
      if (isTombstone) return undefined;
      const putsAfter = (revisions.length - 2 - i) / 2 - (generation.closed ? 1 : 0);
      return {
        main: revisions[i] as Revision,
        sub: revisions[i + 1] as number,
        createRevision: generation.created,
        version: generation.version - putsAfter,
      };
    }
    return undefined;
  }

  /**
   * Forgets what no read at or after `revision` and no watch from `revision` on can see, oldest first and at most
   * `recordsMax` of it; calls `drop` for each record that goes and gives their number. Less than `recordsMax` = nothing
   * is left to forget. The caller removes the index when it {@link isEmpty} afterwards.
   */
  compact(
    revision: number,
    drop: (main: number, sub: number) => void,
    recordsMax: number = Number.POSITIVE_INFINITY,
  ): number {
    const { history } = this;
    if (history === undefined) return this.compactOnly(revision, drop, recordsMax);
    const { generation: keptGeneration, offset } = firstKept(history, revision);
    let dropped = 0;
    let emptied = 0;
    for (let g = 0; g <= keptGeneration && dropped < recordsMax; g++) {
      const generation = history[g];
      if (generation === undefined) break;
      const { revisions } = generation;
      const end = g < keptGeneration ? revisions.length : offset;
      const taken = Math.min(end, 2 * (recordsMax - dropped));
      dropAll(revisions.splice(0, taken), drop);
      dropped += taken / 2;
      if (revisions.length === 0) emptied++;
    }
    history.splice(0, emptied);
    this.fold(history);
    return dropped;
  }

  /** Records up to `upTo` that a compaction at `compacted` keeps, whether it has been here yet or not. */
  forEachKept(compacted: number, upTo: number, visit: (main: number, sub: number) => void): void {
    const generations = this.generations();
    const { generation: firstGeneration, offset } = firstKept(generations, compacted);
    for (let g = firstGeneration; g < generations.length; g++) {
      const { revisions } = generations[g] as Generation;
      for (let i = g === firstGeneration ? offset : 0; i < revisions.length; i += 2) {
        if ((revisions[i] as number) > upTo) return;
        visit(revisions[i] as number, revisions[i + 1] as number);
      }
    }
  }

  /** Throws when revisions do not ascend or a generation but the last is open. */
  checkInvariants(): void {
    let [previous, previousSub] = [-1, -1];
    const generations = this.generations();
    generations.forEach((generation, g) => {
      assert(generation.revisions.length > 0, 'no generation is empty');
      assert(generation.closed || g === generations.length - 1, 'only the last generation may be open');
      for (let i = 0; i < generation.revisions.length; i += 2) {
        const [main, sub] = generation.revisions.slice(i, i + 2) as [number, number];
        assert(main > previous || (main === previous && sub > previousSub), 'revisions of a key ascend');
        [previous, previousSub] = [main, sub];
      }
    });
    if (this.isEmpty) return;
    const revisions = generations.reduce((sum, generation) => sum + generation.revisions.length / 2, 0);
    assert((this.history === undefined) === (revisions === 1), 'the only revision stands in the index itself');
    assert(this.last === previous, 'the latest revision is noted');
    assert(this.isLive === (generations.at(-1)?.closed === false), 'that the key exists is noted');
  }

  /** Of the only revision, a put. */
  private only(): VersionLocation {
    return {
      main: this.last as Revision,
      sub: this.lastSub,
      createRevision: this.created as Revision,
      version: this.version,
    };
  }

  private compactOnly(revision: number, drop: (main: number, sub: number) => void, recordsMax: number): number {
    if (this.isEmpty || this.isLive || this.last >= revision || recordsMax === 0) return 0;
    drop(this.last, this.lastSub);
    this.last = 0;
    return 1;
  }

  private generations(): Generation[] {
    if (this.history !== undefined) return this.history;
    if (this.isEmpty) return [];
    const { created, version, isLive, last, lastSub } = this;
    return [{ created: created as Revision, version, closed: !isLive, revisions: [last, lastSub] }];
  }

  private open(main: Revision, sub: number, generation: Omit<Generation, 'revisions'>): void {
    if (this.isEmpty) {
      this.created = generation.created;
      this.version = generation.version;
    } else {
      this.history = extended(this.generations(), { ...generation, revisions: [main, sub] });
    }
    this.last = main;
    this.lastSub = sub;
    this.isLive = !generation.closed;
  }

  private mustBeLater(main: Revision): void {
    assert(main > this.last, `revision ${main} must be after the key's last, ${this.last}`);
  }

  private close(main: Revision, sub: number): void {
    this.append(main, sub).closed = true;
    this.isLive = false;
  }

  /** The most usual deletion, of a key with one revision: {@link close} without what it would copy. */
  private closeOnly(main: Revision, sub: number): void {
    const { created, version, last, lastSub } = this;
    this.history = [{ created: created as Revision, version, closed: true, revisions: [last, lastSub, main, sub] }];
    this.last = main;
    this.lastSub = sub;
    this.isLive = false;
  }

  /** Adds a revision to the generation that is open. */
  private append(main: Revision, sub: number): Generation {
    assert(main > this.last || (main === this.last && sub > this.lastSub), `revision ${main}.${sub} comes in order`);
    this.history ??= this.generations();
    const live = mustGet(this.history.at(-1), 'the open generation');
    const { revisions } = live;
    live.revisions = extended(revisions, main, sub);
    this.last = main;
    this.lastSub = sub;
    return live;
  }

  /** After a compaction: back to the short form, if one revision is left. */
  private fold(history: readonly Generation[]): void {
    const [first, second] = history;
    if (first === undefined) {
      this.history = undefined;
      this.last = 0;
    } else if (second === undefined && first.revisions.length === 2) {
      this.history = undefined;
      this.created = first.created;
      this.version = first.version;
    }
  }
}

export const newKeyIndex = (): KeyIndex => new KeyIndex();
