/**
 * The last changes of one kind, in order, bounded in number and bytes. Watchers hold positions in it (cursors) instead
 * of buffers of their own: a watcher that is slow costs nothing until the ring has passed over it.
 *
 * Invariant: every change of the kind with a revision above `oldestRevision` is in the ring.
 */
import type { StoredObject } from '../registry/stored-object.js';

/** One change. `before` is undefined for new objects, `after` for deleted ones. */
export interface CacheEvent {
  readonly revision: number;
  readonly before: StoredObject | undefined;
  readonly after: StoredObject | undefined;
}

export class EventRing {
  private events: CacheEvent[] = [];
  /** Position of `events[0]`; positions only grow. */
  private firstPosition = 0;
  private bytes = 0;
  /** Events up to and with this revision may be missing. */
  oldestRevision: number;

  constructor(
    startRevision: number,
    private readonly eventsMax: number,
    private readonly bytesMax: number,
  ) {
    this.oldestRevision = startRevision;
  }

  get length(): number {
    return this.events.length;
  }

  get endPosition(): number {
    return this.firstPosition + this.events.length;
  }

  append(event: CacheEvent): void {
    this.events.push(event);
    this.bytes += sizeOf(event);
    // Dropped in halves, not one by one, so that an append costs O(1) on average; at least the new event stays.
    if (this.events.length > this.eventsMax || this.bytes > this.bytesMax) this.drop();
  }

  private drop(): void {
    let count = 0;
    while (
      count < this.events.length - 1 &&
      (this.events.length - count > this.eventsMax / 2 || this.bytes > this.bytesMax / 2)
    ) {
      const event = this.events[count++] as CacheEvent;
      this.bytes -= sizeOf(event);
      this.oldestRevision = event.revision;
    }
    this.events = this.events.slice(count);
    this.firstPosition += count;
  }

  /** The event at a position; undefined at the end. Positions before {@link firstPosition} are gone: see `holds`. */
  at(position: number): CacheEvent | undefined {
    return this.events[position - this.firstPosition];
  }

  /** Whether everything from this position on is still here. */
  holds(position: number): boolean {
    return position >= this.firstPosition;
  }

  /** Where the events after `revision` start; undefined when some of them are gone. */
  positionAfter(revision: number): number | undefined {
    if (revision < this.oldestRevision) return undefined;
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.events[middle] as CacheEvent).revision <= revision) low = middle + 1;
      else high = middle;
    }
    return this.firstPosition + low;
  }
}

function sizeOf({ after, before }: CacheEvent): number {
  return (after ?? before)?.bytes ?? 0;
}
