/**
 * Frames on their way to the socket. Small ones are written one behind the other into a block of bytes, so that all
 * that one turn of the event loop answers is one write; large payloads go along without being copied.
 */
import { Flag, FrameType, FRAME_HEADER_BYTES } from './constants.js';

/** One allocation for a hundred small responses; a connection keeps one. */
const BLOCK_BYTES = 8 * 1024;
/** Payloads from here on are not copied: they must not be changed any more. Shorter ones may be, at once. */
export const BY_REFERENCE_BYTES = 2048;
/** Of a turn that has more to say than fits into a block. They are used again, by all connections. */
const LARGE_BLOCK_BYTES = 64 * 1024;
const LARGE_BLOCKS_KEPT = 32;

/**
 * New buffers cost more than what is written into them: V8 counts them as memory that only a full collection gives back.
 */
const largeBlocks: Buffer[] = [];

/** Of {@link Output.lentBlocks}: nobody reads them any more. */
export function giveBack(blocks: readonly Buffer[]): void {
  for (const block of blocks) if (largeBlocks.length < LARGE_BLOCKS_KEPT) largeBlocks.push(block);
}

const NO_BLOCK = Buffer.alloc(0);

export class Output {
  private block: Buffer;
  /** Written into the block so far, and taken out of it so far. */
  private at = 0;
  private start = 0;
  private chunks: Uint8Array[] = [];
  private waiting = 0;
  /** Large blocks in `chunks`, or about to be; and in the chunks that were taken last. */
  private lent: Buffer[] = [];
  private taken: readonly Buffer[] = [];

  constructor(private readonly onFirst: () => void) {
    this.block = NO_BLOCK;
  }

  /** Bytes that nobody has taken yet. */
  get bytes(): number {
    return this.waiting;
  }

  frameHeader(length: number, type: number, flags: number, streamId: number): void {
    this.reserve(FRAME_HEADER_BYTES);
    const { block } = this;
    let { at } = this;
    block[at++] = length >>> 16;
    block[at++] = length >>> 8;
    block[at++] = length;
    block[at++] = type;
    block[at++] = flags;
    block[at++] = streamId >>> 24;
    block[at++] = streamId >>> 16;
    block[at++] = streamId >>> 8;
    block[at++] = streamId;
    this.at = at;
    this.count(FRAME_HEADER_BYTES);
  }

  u32(value: number): void {
    this.reserve(4);
    this.at = this.block.writeUInt32BE(value >>> 0, this.at);
    this.count(4);
  }

  u16(value: number): void {
    this.reserve(2);
    this.at = this.block.writeUInt16BE(value, this.at);
    this.count(2);
  }

  bytesOf(payload: Uint8Array): void {
    if (payload.length >= BY_REFERENCE_BYTES) {
      this.cut();
      this.chunks.push(payload);
    } else {
      this.reserve(payload.length);
      this.block.set(payload, this.at);
      this.at += payload.length;
    }
    this.count(payload.length);
  }

  /** The length-prefixed message of gRPC in one DATA frame. */
  messageFrame(streamId: number, message: Uint8Array, flags = 0): void {
    this.frameHeader(GRPC_PREFIX_BYTES + message.length, FrameType.DATA, flags, streamId);
    this.grpcPrefix(message.length);
    this.bytesOf(message);
  }

  grpcPrefix(length: number): void {
    this.reserve(GRPC_PREFIX_BYTES);
    this.block[this.at++] = 0;
    this.at = this.block.writeUInt32BE(length, this.at);
    this.count(GRPC_PREFIX_BYTES);
  }

  headers(streamId: number, block: Uint8Array, endStream: boolean): void {
    const flags = endStream ? Flag.END_HEADERS | Flag.END_STREAM : Flag.END_HEADERS;
    this.frameHeader(block.length, FrameType.HEADERS, flags, streamId);
    this.bytesOf(block);
  }

  reset(streamId: number, errorCode: number): void {
    this.frameHeader(4, FrameType.RST_STREAM, 0, streamId);
    this.u32(errorCode);
  }

  windowUpdate(streamId: number, increment: number): void {
    this.frameHeader(4, FrameType.WINDOW_UPDATE, 0, streamId);
    this.u32(increment);
  }

  settings(pairs: readonly (readonly [number, number])[]): void {
    this.frameHeader(6 * pairs.length, FrameType.SETTINGS, 0, 0);
    for (const [id, value] of pairs) {
      this.u16(id);
      this.u32(value);
    }
  }

  settingsAck(): void {
    this.frameHeader(0, FrameType.SETTINGS, Flag.ACK, 0);
  }

  /** `data`: eight bytes. */
  ping(data: Uint8Array, ack: boolean): void {
    this.frameHeader(data.length, FrameType.PING, ack ? Flag.ACK : 0, 0);
    this.bytesOf(data);
  }

  goAway(lastStreamId: number, errorCode: number, reason = ''): void {
    const text = Buffer.from(reason, 'latin1');
    this.frameHeader(8 + text.length, FrameType.GOAWAY, 0, 0);
    this.u32(lastStreamId);
    this.u32(errorCode);
    this.bytesOf(text);
  }

  take(): Uint8Array[] {
    this.cut();
    const { chunks } = this;
    this.chunks = [];
    this.waiting = 0;
    this.taken = this.lent;
    if (this.lent.length > 0) {
      this.lent = [];
      this.block = NO_BLOCK;
      this.at = 0;
      this.start = 0;
    }
    return chunks;
  }

  /** Of what was just taken: {@link giveBack} them when the socket has them no more, or never. */
  get lentBlocks(): readonly Buffer[] {
    return this.taken;
  }

  private count(bytes: number): void {
    if (this.waiting === 0) this.onFirst();
    this.waiting += bytes;
  }

  private reserve(size: number): void {
    if (this.at + size <= this.block.length) return;
    this.cut();
    // Chunks were written in this turn, and nobody has taken them yet.
    if (this.chunks.length > 0 && size <= LARGE_BLOCK_BYTES) {
      this.block = largeBlocks.pop() ?? Buffer.allocUnsafeSlow(LARGE_BLOCK_BYTES);
      this.lent.push(this.block);
    } else {
      this.block = Buffer.allocUnsafe(Math.max(BLOCK_BYTES, size));
    }
    this.at = 0;
    this.start = 0;
  }

  private cut(): void {
    if (this.at > this.start) this.chunks.push(this.block.subarray(this.start, this.at));
    this.start = this.at;
  }
}

export const GRPC_PREFIX_BYTES = 5;
