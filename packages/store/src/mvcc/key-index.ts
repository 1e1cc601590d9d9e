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
 * Divergence from etcd: a deleted key has no empty generation at its end; the closed one says so itself.
 */
import { assert } from '@kuorum/base';
import type { Revision } from './types.js';

interface Generation {
  created: Revision;
  /** Version of the last put in `revisions`. */
  version: number;
  /** The last revision is a tombstone. */
  closed: boolean;
  /** main and sub in turns: half the memory of objects. */
  readonly revisions: number[];
}

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
  private generations: Generation[] = [];
  /** Main revision of the latest change, and whether the key exists since: what most reads ask, without a detour. */
  private last = 0;
  private isLive = false;

  get isEmpty(): boolean {
    return this.generations.length === 0;
  }

  /** Main revision of the latest change; 0 when there is none. */
  get lastRevision(): Revision {
    return this.last as Revision;
  }

  put(main: Revision, sub: number): { createRevision: Revision; version: number } {
    const live = this.live();
    if (live === undefined) {
      this.open({ created: main, version: 1, closed: false, revisions: [main, sub] });
      return { createRevision: main, version: 1 };
    }
    this.append(live, main, sub);
    live.version++;
    return { createRevision: live.created, version: live.version };
  }

  /** False when the key does not exist. */
  tombstone(main: Revision, sub: number): boolean {
    const live = this.live();
    if (live === undefined) return false;
    this.append(live, main, sub);
    live.closed = true;
    this.isLive = false;
    return true;
  }

  /** A put read back from the backend, fed in order of revision; what came before may have been compacted. */
  restorePut(main: Revision, sub: number, createRevision: Revision, version: number): void {
    const live = this.live();
    if (live === undefined) {
      this.open({ created: createRevision, version, closed: false, revisions: [main, sub] });
      return;
    }
    assert(live.created === createRevision, `revision ${main} belongs to the generation created at ${live.created}`);
    this.append(live, main, sub);
    live.version = version;
  }

  restoreTombstone(main: Revision, sub: number): void {
    if (this.tombstone(main, sub)) return;
    // The puts before it were compacted; it stayed because the compaction was at its very revision.
    this.open({ created: main, version: 0, closed: true, revisions: [main, sub] });
  }

  /** Whether a read at `revision` sees the key. */
  existsAt(revision: number): boolean {
    return revision >= this.last ? this.isLive : this.at(revision) !== undefined;
  }

  /** What a read at `revision` sees; undefined when the key did not exist then. */
  at(revision: number): VersionLocation | undefined {
    for (let g = this.generations.length - 1; g >= 0; g--) {
      const generation = this.generations[g] as Generation;
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
    const { generation: keptGeneration, offset } = this.firstKept(revision);
    let dropped = 0;
    let emptied = 0;
    for (let g = 0; g <= keptGeneration && dropped < recordsMax; g++) {
      const generation = this.generations[g];
      if (generation === undefined) break;
      const { revisions } = generation;
      const end = g < keptGeneration ? revisions.length : offset;
      const taken = Math.min(end, 2 * (recordsMax - dropped));
      dropAll(revisions.splice(0, taken), drop);
      dropped += taken / 2;
      if (revisions.length === 0) emptied++;
    }
    this.generations.splice(0, emptied);
    return dropped;
  }

  /** Records up to `upTo` that a compaction at `compacted` keeps, whether it has been here yet or not. */
  forEachKept(compacted: number, upTo: number, visit: (main: number, sub: number) => void): void {
    const { generation: firstGeneration, offset } = this.firstKept(compacted);
    for (let g = firstGeneration; g < this.generations.length; g++) {
      const { revisions } = this.generations[g] as Generation;
      for (let i = g === firstGeneration ? offset : 0; i < revisions.length; i += 2) {
        if ((revisions[i] as number) > upTo) return;
        visit(revisions[i] as number, revisions[i + 1] as number);
      }
    }
  }

  /** Throws when revisions do not ascend or a generation but the last is open. */
  checkInvariants(): void {
    let previous = -1;
    this.generations.forEach((generation, g) => {
      assert(generation.revisions.length > 0, 'no generation is empty');
      assert(generation.closed || g === this.generations.length - 1, 'only the last generation may be open');
      for (let i = 0; i < generation.revisions.length; i += 2) {
        const main = generation.revisions[i] as number;
        assert(main > previous, 'revisions of a key ascend');
        previous = main;
      }
    });
    if (this.isEmpty) return;
    assert(this.last === previous, 'the latest revision is noted');
    assert(this.isLive === (this.live() !== undefined), 'that the key exists is noted');
  }

  /** The first generation, and the offset of the first revision in it, that a compaction at `revision` keeps. */
  private firstKept(revision: number): { generation: number; offset: number } {
    let g = 0;
    for (; g < this.generations.length; g++) {
      const generation = this.generations[g] as Generation;
      if (!generation.closed || (generation.revisions.at(-2) as number) >= revision) break;
    }
    const generation = this.generations[g];
    if (generation === undefined || (generation.revisions[0] as number) > revision) return { generation: g, offset: 0 };
    return { generation: g, offset: lastAtOrBefore(generation.revisions, revision) };
  }

  private open(generation: Generation): void {
    this.generations.push(generation);
    this.last = generation.revisions[0] as number;
    this.isLive = !generation.closed;
  }

  private live(): Generation | undefined {
    const last = this.generations.at(-1);
    return last === undefined || last.closed ? undefined : last;
  }

  private append(generation: Generation, main: Revision, sub: number): void {
    assert(main > this.last, `revision ${main} must be after the key's last, ${this.last}`);
    generation.revisions.push(main, sub);
    this.last = main;
  }
}

/** Offset of the last revision ≤ `revision`; the first one must be. */
function lastAtOrBefore(revisions: readonly number[], revision: number): number {
  let low = 0;
  let high = revisions.length / 2 - 1;
  if ((revisions[high * 2] as number) <= revision) return high * 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((revisions[middle * 2] as number) <= revision) low = middle;
    else high = middle - 1;
  }
  return low * 2;
}

function dropAll(revisions: readonly number[], drop: (main: number, sub: number) => void): void {
  for (let i = 0; i < revisions.length; i += 2) drop(revisions[i] as number, revisions[i + 1] as number);
}
