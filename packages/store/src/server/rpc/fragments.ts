/** Batches of events for clients that asked for responses in pieces (`fragment`). */
import type { WatchEvent } from '../../mvcc/index.js';

/** Cuts one batch into pieces of about `bytesMax`; a single event is never cut. */
export function split(events: readonly WatchEvent[], bytesMax: number): WatchEvent[][] {
  const pieces: WatchEvent[][] = [];
  let piece: WatchEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = sizeOf(event);
    if (piece.length > 0 && bytes + size > bytesMax) {
      pieces.push(piece);
      piece = [];
      bytes = 0;
    }
    piece.push(event);
    bytes += size;
  }
  pieces.push(piece);
  return pieces;
}

const EVENT_OVERHEAD_BYTES = 64;

function sizeOf({ kv, prevKv }: WatchEvent): number {
  const previous = prevKv === undefined ? 0 : prevKv.key.length + prevKv.value.length;
  return EVENT_OVERHEAD_BYTES + kv.key.length + kv.value.length + previous;
}
