/**
 * The synced watchers, found by the key of an event: those of one key in a hash map, those of a range grouped by equal
 * ranges (all watches of one kind of object share one). An event looks at every distinct range once.
 */
import { isInRange, type KeyRange } from './key-range.js';
import type { BufferedWatcher } from './watcher.js';

interface RangeGroup {
  readonly range: KeyRange;
  readonly watchers: Set<BufferedWatcher>;
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
    const group = this.ranges.get(name);
    if (group === undefined) this.ranges.set(name, { range, watchers: new Set([watcher]) });
    else group.watchers.add(watcher);
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
    if (group?.watchers.delete(watcher) === true && group.watchers.size === 0) this.ranges.delete(name);
  }

  get isEmpty(): boolean {
    return this.points.size === 0 && this.ranges.size === 0;
  }

  forEachWatching(key: string, visit: (watcher: BufferedWatcher) => void): void {
    this.points.get(key)?.forEach(visit);
    for (const group of this.ranges.values()) if (isInRange(group.range, key)) group.watchers.forEach(visit);
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
