/**
 * Takes Docker's log stream apart. Without a terminal the engine sends frames: one byte stream number, three zero
 * bytes, four bytes big-endian length, payload. A chunk of the connection may hold any piece of any number of frames.
 */
const frameHeaderBytes = 8;

export class LogDemuxer {
  private pending: Buffer = Buffer.alloc(0);
  private payloadLeft = 0;

  /** Feeds a chunk and gives the payload bytes in it, in order, both streams mixed as written. */
  push(chunk: Uint8Array): Uint8Array[] {
    const out: Uint8Array[] = [];
    let data: Buffer = this.pending.length > 0 ? Buffer.concat([this.pending, chunk]) : Buffer.from(chunk);
    for (;;) {
      if (this.payloadLeft > 0) {
        const piece = data.subarray(0, this.payloadLeft);
        if (piece.length > 0) out.push(piece);
        this.payloadLeft -= piece.length;
        data = data.subarray(piece.length);
        if (this.payloadLeft > 0) break;
      }
      if (data.length < frameHeaderBytes) break;
      this.payloadLeft = data.readUInt32BE(4);
      data = data.subarray(frameHeaderBytes);
    }
    this.pending = data;
    return out;
  }
}
