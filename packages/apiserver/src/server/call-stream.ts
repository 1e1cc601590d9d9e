/** The HTTP/2 stream under a call of grpc-js, which does not show it: it is looked for, and what needs it is tested on the line. */
import { Duplex } from 'node:stream';
import type { Clock } from '@kuorum/base';
import { endedStreamGraceMs } from '../limits.js';

export function streamOf(call: object): Duplex | undefined {
  const stream: unknown = 'stream' in call ? call.stream : undefined;
  return stream instanceof Duplex ? stream : undefined;
}

/**
 * Resets the stream of a call that has its status, if its client does not end its side: it would stay, and count, as long as
 * the client likes. `atOnce`: as soon as the status is written; else the client gets a while.
 */
export function closeEnded(call: object, clock: Clock, atOnce: boolean): void {
  const stream = streamOf(call);
  if (stream === undefined) return;
  // grpc-js drops what has already come of the client's side; its end may be among it.
  setImmediate(() => {
    if (stream.destroyed || stream.readableEnded) return;
    if (atOnce) {
      stream.destroy();
      return;
    }
    const timer = clock.setTimeout(() => stream.destroy(), endedStreamGraceMs);
    stream.once('close', () => timer.cancel());
  });
}
