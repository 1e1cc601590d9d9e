/** One stream of a connection as both layers see it: HTTP/2 keeps its windows and states, gRPC is above. */

export abstract class Stream {
  /** What the client has room for; may be negative after it made its windows smaller (RFC 9113 §6.9.2). */
  sendWindow: number;
  /** Read from this stream and not yet given back as room. */
  unacknowledged = 0;
  /** What the client may still send. */
  receiveWindow: number;
  /** Frames that wait for room, in order: payloads of DATA frames. */
  queue: Uint8Array[] | undefined;
  queuedBytes = 0;
  /** To be sent after the queue; then nothing more is. */
  trailers: { readonly code: number; readonly message: string } | undefined;
  headersSent = false;
  /** We have sent our last frame; the client has sent its. */
  localClosed = false;
  remoteClosed = false;

  constructor(
    readonly id: number,
    sendWindow: number,
    receiveWindow: number,
  ) {
    this.sendWindow = sendWindow;
    this.receiveWindow = receiveWindow;
  }

  /** A payload of DATA, without padding; `end`: the client sends nothing more. */
  abstract onData(payload: Buffer, end: boolean): void;
  /** Nobody waits for it any more: reset by the client, or the connection is gone. */
  abstract onReset(): void;
  /** There is room again, after `queuedBytes` was above what the stream should hold. */
  abstract onRoom(): void;
  /** May the client be given room for what it has sent? Not while nobody reads it. */
  abstract get reading(): boolean;
}
