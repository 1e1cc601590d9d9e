/** Chunks of a connection → frames (RFC 9113 §4.1). What is in one chunk is not copied: payloads are views of it. */
import { FRAME_BYTES_MAX } from '../limits.js';
import { ConnectionError, ErrorCode, FRAME_HEADER_BYTES } from './constants.js';

export interface FrameSink {
  onFrame(type: number, flags: number, streamId: number, payload: Buffer): void;
}

export class FrameReader {
  /** The beginning of a frame whose rest has not come. */
  private partial: Buffer | undefined;
  private partialBytes = 0;

  constructor(private readonly sink: FrameSink) {}

  /** Kept of a frame that is unfinished. */
  get keptBytes(): number {
    return this.partial?.length ?? 0;
  }

  /** Throws {@link ConnectionError} on a frame that is too large, and what the sink throws. */
  receive(chunk: Buffer): void {
    let at = this.partialBytes > 0 ? this.completePartial(chunk) : 0;
    while (chunk.length - at >= FRAME_HEADER_BYTES) {
      const end = at + frameBytes(chunk, at);
      if (end > chunk.length) break;
      this.emit(chunk, at, end);
      at = end;
    }
    if (at < chunk.length) this.keep(chunk, at);
  }

  private emit(bytes: Buffer, at: number, end: number): void {
    const streamId = bytes.readUInt32BE(at + 5) & 0x7fff_ffff;
    const payload = bytes.subarray(at + FRAME_HEADER_BYTES, end);
    this.sink.onFrame(bytes[at + 3] ?? 0, bytes[at + 4] ?? 0, streamId, payload);
  }

  /** Gives how many bytes of the chunk it took. */
  private completePartial(chunk: Buffer): number {
    let at = 0;
    const wanted = (): number =>
      this.partialBytes < FRAME_HEADER_BYTES || this.partial === undefined
        ? FRAME_HEADER_BYTES
        : frameBytes(this.partial, 0);
    for (let missing = wanted() - this.partialBytes; missing > 0; missing = wanted() - this.partialBytes) {
      if (at === chunk.length) return at;
      const taken = Math.min(missing, chunk.length - at);
      this.keep(chunk.subarray(at, at + taken), 0);
      at += taken;
    }
    const frame = (this.partial ?? chunk).subarray(0, this.partialBytes);
    this.partial = undefined;
    this.partialBytes = 0;
    this.emit(frame, 0, frame.length);
    return at;
  }

  /** Throws before a frame that is too large is kept: its first bytes say how large it will be. */
  private keep(chunk: Buffer, from: number): void {
    const bytes = chunk.length - from;
    const needed = this.partialBytes + bytes;
    if (this.partial === undefined || this.partial.length < needed) {
      const sized = this.partial ?? chunk.subarray(from);
      const whole = sized.length >= FRAME_HEADER_BYTES ? frameBytes(sized, 0) : FRAME_HEADER_BYTES;
      const larger = Buffer.allocUnsafe(Math.max(whole, needed));
      if (this.partial !== undefined) larger.set(this.partial.subarray(0, this.partialBytes));
      this.partial = larger;
    }
    this.partial.set(chunk.subarray(from), this.partialBytes);
    this.partialBytes = needed;
  }
}

function frameBytes(bytes: Buffer, at: number): number {
  const length = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  if (length > FRAME_BYTES_MAX) throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, `a frame of ${length} bytes`);
  return FRAME_HEADER_BYTES + length;
}
