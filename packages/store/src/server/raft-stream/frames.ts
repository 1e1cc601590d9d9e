/**
 * The bytes of a raft stream (docs/internals/store-server.md, "Peers"). Who opens it sends {@link GREETING}, then frames: four bytes
 * of length, and so many bytes. The first frame is the hello, every other one a raft message, or nothing at all: a ping. The
 * other side answers in frames too, that begin with a byte of {@link Answer}.
 */
import { ByteReader, ByteWriter, MalformedRecordError } from '../byte-io.js';

/** Begins with no byte that HTTP/2 begins with ("PRI *"): both come to the same port. */
export const GREETING = Buffer.from('kuorum raft 1\n', 'latin1');
export const FRAME_PREFIX_BYTES = 4;
/** Two ids. */
export const HELLO_BYTES = 16;
/** Of a frame that says that it is larger: only bytes that have come cost memory. */
const FIRST_BYTES = 64 * 1024;

/** The first byte of what comes back. */
export const Answer = { accepted: 0, pong: 1, refused: 2 } as const;

export interface Hello {
  readonly clusterId: bigint;
  readonly from: bigint;
}

export function encodeHello({ clusterId, from }: Hello): Buffer {
  return framed((w) => w.id(clusterId).id(from));
}

/** Throws MalformedRecordError. */
export function decodeHello(bytes: Buffer): Hello {
  const r = new ByteReader(bytes);
  const hello = { clusterId: r.unsignedId(), from: r.unsignedId() };
  r.end();
  return hello;
}

export function encodeAnswer(kind: number, text = ''): Buffer {
  return framed((w) => {
    w.u8(kind);
    for (const byte of Buffer.from(text, 'utf8')) w.u8(byte);
  });
}

/** What `write` writes, with its length before it, in one piece of memory. */
export function framed(write: (writer: ByteWriter) => void): Buffer {
  const w = new ByteWriter();
  for (let i = 0; i < FRAME_PREFIX_BYTES; i++) w.u8(0);
  write(w);
  const frame = w.finish();
  frame.writeUInt32BE(frame.length - FRAME_PREFIX_BYTES, 0);
  return frame;
}

/** Chunks of a socket → frames. One that came in one chunk is a view of it. */
export class FrameSplitter {
  private readonly prefix = Buffer.allocUnsafe(FRAME_PREFIX_BYTES);
  private prefixBytes = 0;
  private body: Buffer | undefined;
  private bodyBytes = 0;
  private length = 0;

  constructor(
    /** Counts from the next frame on, also when it is changed by `onFrame`. */
    public bytesMax: number,
    private readonly onFrame: (frame: Buffer) => void,
  ) {}

  /** Memory of a frame that has not come whole. */
  get keptBytes(): number {
    return this.body?.length ?? 0;
  }

  /** Nothing more will be received. */
  drop(): void {
    this.body = undefined;
  }

  /** Throws MalformedRecordError for a frame that says it is larger than allowed, before anything of it is kept. */
  receive(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.prefixBytes === 0 && chunk.length - at >= FRAME_PREFIX_BYTES) {
        const end = at + FRAME_PREFIX_BYTES + this.checked(chunk.readUInt32BE(at));
        if (end <= chunk.length) {
          this.onFrame(chunk.subarray(at + FRAME_PREFIX_BYTES, end));
          at = end;
          continue;
        }
      }
      at += this.body === undefined ? this.takePrefix(chunk, at) : this.takeBody(this.body, chunk, at);
    }
  }

  private takePrefix(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.prefix, this.prefixBytes, at, at + FRAME_PREFIX_BYTES - this.prefixBytes);
    this.prefixBytes += taken;
    if (this.prefixBytes < FRAME_PREFIX_BYTES) return taken;
    this.length = this.checked(this.prefix.readUInt32BE(0));
    this.body = Buffer.allocUnsafe(Math.min(this.length, FIRST_BYTES));
    if (this.length === 0) this.finish(this.body);
    return taken;
  }

  private takeBody(kept: Buffer, chunk: Buffer, at: number): number {
    const taken = Math.min(this.length - this.bodyBytes, chunk.length - at);
    const needed = this.bodyBytes + taken;
    let body = kept;
    if (needed > body.length) {
      body = Buffer.allocUnsafe(Math.min(this.length, Math.max(2 * kept.length, needed)));
      kept.copy(body, 0, 0, this.bodyBytes);
      this.body = body;
    }
    chunk.copy(body, this.bodyBytes, at, at + taken);
    this.bodyBytes = needed;
    if (needed === this.length) this.finish(body);
    return taken;
  }

  private finish(body: Buffer): void {
    this.prefixBytes = 0;
    this.bodyBytes = 0;
    this.body = undefined;
    this.onFrame(body);
  }

  private checked(length: number): number {
    if (length > this.bytesMax) throw new MalformedRecordError(`Cannot take a frame of ${length} bytes`);
    return length;
  }
}
