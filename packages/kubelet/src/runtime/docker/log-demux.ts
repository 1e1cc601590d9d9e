/**
 * Takes Docker's log stream apart. Without a terminal the engine sends frames: one byte stream number, three zero
 * bytes, four bytes big-endian length, payload. A chunk of the connection may hold any piece of any number of frames.
 */
import { Transform, pipeline, type Readable } from 'node:stream';

const frameHeaderBytes = 8;

/** Which output a piece is of: 1 standard output, 2 standard error. */
export interface FramePiece {
  readonly stream: number;
  readonly bytes: Uint8Array;
}

export class FrameSplitter {
  private pending: Buffer = Buffer.alloc(0);
  private payloadLeft = 0;
  private stream = 1;

  /** Feeds a chunk and gives the payload bytes in it, in order. */
  push(chunk: Uint8Array): FramePiece[] {
    const out: FramePiece[] = [];
    let data: Buffer = this.pending.length > 0 ? Buffer.concat([this.pending, chunk]) : Buffer.from(chunk);
    for (;;) {
      if (this.payloadLeft > 0) {
        const bytes = data.subarray(0, this.payloadLeft);
        if (bytes.length > 0) out.push({ stream: this.stream, bytes });
        this.payloadLeft -= bytes.length;
        data = data.subarray(bytes.length);
        if (this.payloadLeft > 0) break;
      }
      if (data.length < frameHeaderBytes) break;
      this.stream = data.readUInt8(0);
      this.payloadLeft = data.readUInt32BE(4);
      data = data.subarray(frameHeaderBytes);
    }
    this.pending = data;
    return out;
  }
}

/** Both streams mixed as written. */
export class LogDemuxer {
  private readonly splitter = new FrameSplitter();

  push(chunk: Uint8Array): Uint8Array[] {
    return this.splitter.push(chunk).map(({ bytes }) => bytes);
  }
}

/** The payload of an engine's stream, read from it no faster than it is taken. They end together. */
export function demultiplexed(stream: NodeJS.ReadableStream): Readable {
  const demuxer = new LogDemuxer();
  const payload = new Transform({
    transform(chunk: Uint8Array, _encoding, done): void {
      for (const piece of demuxer.push(chunk)) this.push(piece);
      done();
    },
  });
  // A failure is told by the stream that is handed out.
  return pipeline(stream, payload, () => undefined);
}
