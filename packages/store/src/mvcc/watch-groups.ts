/**
 * The synced watchers, found by the key of an event: those of one key in a hash map, those of a range grouped by equal
 * ranges (all watches of one kind of object share one). An event looks at every distinct range once.
 */
import { isInRange, type KeyRange } from './key-range.js';
import type { BufferedWatcher } from './watcher.js';

interface RangeGroup {
  readonly range: KeyRange;
  readonly watchers: Set<BufferedWatcher>;
  /** How many of them want to see what was there before. */
  wantPrevious: number;
}

export class WatchGroups {
  private readonly points = new Map<string, Set<BufferedWatcher>>();
  private readonly ranges = new Map<string, RangeGroup>();

  add(watcher: BufferedWatcher): void {
    const { range } = watcher.wants;
    if (range.isPoint) {
      const watchers = this.points.get(range.start);
      if (watchers === undefined) this.points.set(range.start, new Set([watcher]));
      else watchers.add(watcher);
      return;
    }
    const name = nameOf(range);
    let group = this.ranges.get(name);
    if (group === undefined) this.ranges.set(name, (group = { range, watchers: new Set(), wantPrevious: 0 }));
    group.watchers.add(watcher);
    if (watcher.wants.prevKv) group.wantPrevious++;
  }

  delete(watcher: BufferedWatcher): void {
    const { range } = watcher.wants;
    if (range.isPoint) {
      const watchers = this.points.get(range.start);
      if (watchers?.delete(watcher) === true && watchers.size === 0) this.points.delete(range.start);
      return;
    }
    const name = nameOf(range);
    const group = this.ranges.get(name);
    if (group?.watchers.delete(watcher) !== true) return;
    if (watcher.wants.prevKv) group.wantPrevious--;
    if (group.watchers.size === 0) this.ranges.delete(name);
  }

  get isEmpty(): boolean {
    return this.points.size === 0 && this.ranges.size === 0;
  }

  forEachWatching(key: string, visit: (watcher: BufferedWatcher) => void): void {
    this.points.get(key)?.forEach(visit);
    for (const group of this.ranges.values()) if (isInRange(group.range, key)) group.watchers.forEach(visit);
  }

  /** Those who watch any of `names`, those of one range or key together, with the positions of what they watch. */
  forEachGroup(
    names: readonly string[],
    visit: (watchers: ReadonlySet<BufferedWatcher>, positions: readonly number[]) => void,
  ): void {
    if (this.points.size > 0) {
      const found = new Map<ReadonlySet<BufferedWatcher>, number[]>();
      names.forEach((name, i) => {
        const watchers = this.points.get(name);
        const positions = watchers === undefined ? undefined : found.get(watchers);
        if (positions !== undefined) positions.push(i);
        else if (watchers !== undefined) found.set(watchers, [i]);
      });
      found.forEach((positions, watchers) => visit(watchers, positions));
    }
    for (const { range, watchers } of this.ranges.values()) {
      const positions: number[] = [];
      for (let i = 0; i < names.length; i++) if (isInRange(range, names[i] as string)) positions.push(i);
      if (positions.length > 0) visit(watchers, positions);
    }
  }

  /** Whether one who watches `key` wants to see what was there before. */
  wantsPrevious(key: string): boolean {
    for (const watcher of this.points.get(key) ?? []) if (watcher.wants.prevKv) return true;
    for (const { range, wantPrevious } of this.ranges.values())
      if (wantPrevious > 0 && isInRange(range, key)) return true;
    return false;
  }

  all(): BufferedWatcher[] {
    return [...this.points.values(), ...[...this.ranges.values()].map((group) => group.watchers)].flatMap((set) => [
      ...set,
    ]);
  }
}

/** The length keeps start and end apart, whatever bytes they have. */
function nameOf(range: KeyRange): string {
  return `${range.start.length}:${range.start}${range.end === undefined ? '>' : `<${range.end}`}`;
}
