/** The HTTP/2 stream under a call of grpc-js, which does not show it: it is looked for, and what needs it is tested on the line. */
import { Duplex } from 'node:stream';
import { statusError } from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import { endedStreamGraceMs, streamPieceBytesMax } from '../limits.js';

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

const headBytes = 5;

/** Tells that more comes after what has been read. Of a call with one message, which is there, that is another one. */
export function onMore(call: object, heard: () => void): void {
  streamOf(call)?.once('data', heard);
}

export interface MessageHead {
  /** As it is sent. */
  readonly bytes: number;
  readonly compressed: boolean;
  /** Messages before it. */
  readonly earlier: number;
}

/**
 * Tells of every message as soon as it is announced: a byte of flags and four of length go ahead of each (gRPC over HTTP/2,
 * Length-Prefixed-Message).
 */
export function onMessageHead(call: object, heard: (head: MessageHead) => void): void {
  const head = Buffer.alloc(headBytes);
  let filled = 0;
  let rest = 0;
  let earlier = 0;
  // Paused by grpc-js, which reads it: to listen as well does not make it flow.
  streamOf(call)?.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length;) {
      const skipped = Math.min(rest, chunk.length - at);
      rest -= skipped;
      at += skipped;
      const copied = chunk.copy(head, filled, at, at + headBytes - filled);
      filled += copied;
      at += copied;
      if (filled < headBytes) continue;
      filled = 0;
      rest = head.readUInt32BE(1);
      heard({ bytes: rest, compressed: head.readUInt8(0) !== 0, earlier: earlier++ });
    }
  });
}

export function tooLargePiece(bytes: number): Error {
  return statusError(
    'RequestEntityTooLarge',
    `a message of ${bytes} bytes is too large for a stream: send pieces of ${streamPieceBytesMax} bytes at most`,
  );
}
