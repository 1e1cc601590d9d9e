/** How events are told, wherever they are. */
import type { Event } from '@kuorum/api';
import { since } from './cells.js';

/** The oldest first. */
export function inOrderOfTime(events: readonly Event[]): Event[] {
  const timeOf = ({ lastTimestamp, firstTimestamp, metadata }: Event): number =>
    Date.parse(lastTimestamp || firstTimestamp || metadata.creationTimestamp) || 0;
  return [...events].sort((a, b) => timeOf(a) - timeOf(b));
}

/** `2m`, or `10s (x4 over 3m)` of what happened again. */
export function eventAge({ count, firstTimestamp, lastTimestamp, metadata }: Event, nowMs: number): string {
  const last = since(lastTimestamp || firstTimestamp || metadata.creationTimestamp, nowMs);
  if (count <= 1) return last;
  const first = firstTimestamp || metadata.creationTimestamp;
  return first === '' ? `${last} (x${count})` : `${last} (x${count} over ${since(first, nowMs)})`;
}

/** `pod/web`, in small letters as people type it. */
export function eventObject({ involvedObject }: Event): string {
  return involvedObject === undefined ? '<none>' : `${involvedObject.kind.toLowerCase()}/${involvedObject.name}`;
}
