/**
 * What a server sends on one connection: header blocks at once, messages as far as the client has made room
 * (RFC 9113 §5.2, §6.9). What does not fit waits with its stream; streams that wait take turns, a frame each.
 */
import { CONNECTION_OUTPUT_BYTES, FRAME_BYTES_MAX, STREAM_OUTPUT_BYTES } from '../limits.js';
import { ResponseEncoder } from '../hpack/response-encoder.js';
import { ConnectionError, DEFAULT_WINDOW_BYTES, ErrorCode, FrameType, WINDOW_BYTES_MAX } from './constants.js';
import { BY_REFERENCE_BYTES, GRPC_PREFIX_BYTES, type Output } from './output.js';
import type { Stream } from './stream.js';

export class Sender {
  readonly encoder = new ResponseEncoder();
  /** Room of a new stream. */
  initialWindow = DEFAULT_WINDOW_BYTES;
  private window = DEFAULT_WINDOW_BYTES;
  /** Their queues wait for room. */
  private readonly blocked = new Set<Stream>();
  /** They were told to write no more. */
  private readonly roomWanted = new Set<Stream>();
  private blockedBytesTotal = 0;

  /** `backlogBytes`: what the socket has not taken. `onClosed`: our last frame of a stream is out. */
  constructor(
    private readonly out: Output,
    private readonly backlogBytes: () => number,
    private readonly onClosed: (stream: Stream) => void,
  ) {}

  /** Bytes that wait for room, of all streams. */
  get blockedBytes(): number {
    return this.blockedBytesTotal;
  }

  /** One message; false = enough, for now: `onRoom` follows. */
  message(stream: Stream, message: Uint8Array): boolean {
    this.headersOf(stream);
    const bytes = GRPC_PREFIX_BYTES + message.length;
    const fits = bytes <= FRAME_BYTES_MAX && bytes <= stream.sendWindow && bytes <= this.window;
    if (fits && stream.queue === undefined) {
      stream.sendWindow -= bytes;
      this.window -= bytes;
      this.out.messageFrame(stream.id, message);
    } else {
      this.enqueue(stream, message);
      while (this.sendFrame(stream));
    }
    return this.hasRoom(stream);
  }

  /** Trailers, after what is queued. */
  finish(stream: Stream, code: number, text: string): void {
    stream.trailers = { code, message: text };
    if (stream.queue === undefined) this.sendTrailers(stream);
  }

  /** The client made room: for one stream, or for the connection. */
  addRoom(increment: number, stream?: Stream): void {
    const sum = increment + (stream?.sendWindow ?? this.window);
    if (sum > WINDOW_BYTES_MAX) throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, 'a window is too large');
    if (stream === undefined) {
      this.window = sum;
      this.sendBlocked();
    } else {
      stream.sendWindow = sum;
      while (this.sendFrame(stream));
    }
  }

  /** A new SETTINGS_INITIAL_WINDOW_SIZE applies to streams that are open, too. */
  setInitialWindow(bytes: number, streams: Iterable<Stream>): void {
    const difference = bytes - this.initialWindow;
    this.initialWindow = bytes;
    for (const stream of streams) {
      stream.sendWindow += difference;
      if (stream.sendWindow > WINDOW_BYTES_MAX)
        throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, 'a window is too large');
    }
    this.sendBlocked();
  }

  /** The stream is gone: what it had waiting goes nowhere. */
  forget(stream: Stream): void {
    this.blockedBytesTotal -= stream.queuedBytes;
    stream.queue = undefined;
    stream.queuedBytes = 0;
    this.blocked.delete(stream);
    this.roomWanted.delete(stream);
  }

  /** The socket has taken what it was given. */
  socketDrained(): void {
    for (const stream of [...this.roomWanted]) this.tellRoom(stream);
  }

  private headersOf(stream: Stream): void {
    if (stream.headersSent) return;
    stream.headersSent = true;
    this.out.headers(stream.id, this.encoder.headers(), false);
  }

  private hasRoom(stream: Stream): boolean {
    const room = stream.queuedBytes < STREAM_OUTPUT_BYTES && this.backlogBytes() < CONNECTION_OUTPUT_BYTES;
    if (!room) this.roomWanted.add(stream);
    return room;
  }

  private enqueue(stream: Stream, message: Uint8Array): void {
    const prefix = Buffer.allocUnsafe(GRPC_PREFIX_BYTES);
    prefix[0] = 0;
    prefix.writeUInt32BE(message.length, 1);
    stream.queue ??= [];
    stream.queue.push(prefix);
    // What is short may be changed by its owner afterwards, as if it had been sent.
    if (message.length > 0) stream.queue.push(message.length < BY_REFERENCE_BYTES ? Buffer.from(message) : message);
    stream.queuedBytes += prefix.length + message.length;
    this.blockedBytesTotal += prefix.length + message.length;
    this.blocked.add(stream);
  }

  private sendBlocked(): void {
    for (let sent = true; sent && this.window > 0;) {
      sent = false;
      for (const stream of [...this.blocked]) sent = this.sendFrame(stream) || sent;
    }
  }

  /** One DATA frame of what the stream has queued; false = nothing queued, or no room. */
  private sendFrame(stream: Stream): boolean {
    const { queue } = stream;
    const bytes = Math.min(stream.queuedBytes, FRAME_BYTES_MAX, stream.sendWindow, this.window);
    if (queue === undefined || bytes <= 0) return false;
    this.out.frameHeader(bytes, FrameType.DATA, 0, stream.id);
    this.takeFrom(queue, bytes);
    stream.sendWindow -= bytes;
    this.window -= bytes;
    stream.queuedBytes -= bytes;
    this.blockedBytesTotal -= bytes;
    if (stream.queuedBytes === 0) {
      stream.queue = undefined;
      this.blocked.delete(stream);
      if (stream.trailers !== undefined) this.sendTrailers(stream);
    }
    if (this.roomWanted.has(stream)) this.tellRoom(stream);
    return true;
  }

  private takeFrom(queue: Uint8Array[], bytes: number): void {
    let missing = bytes;
    let whole = 0;
    for (const piece of queue) {
      if (piece.length > missing) {
        this.out.bytesOf(piece.subarray(0, missing));
        queue[whole] = piece.subarray(missing);
        break;
      }
      this.out.bytesOf(piece);
      missing -= piece.length;
      whole++;
      if (missing === 0) break;
    }
    queue.splice(0, whole);
  }

  private tellRoom(stream: Stream): void {
    if (stream.queuedBytes >= STREAM_OUTPUT_BYTES || this.backlogBytes() >= CONNECTION_OUTPUT_BYTES) return;
    this.roomWanted.delete(stream);
    stream.onRoom();
  }

  private sendTrailers(stream: Stream): void {
    const { code, message } = stream.trailers ?? { code: 0, message: '' };
    const { encoder, out } = this;
    out.headers(
      stream.id,
      stream.headersSent ? encoder.trailers(code, message) : encoder.trailersOnly(code, message),
      true,
    );
    stream.headersSent = true;
    stream.localClosed = true;
    this.roomWanted.delete(stream);
    this.onClosed(stream);
  }
}
