/** What a client says first, in any pieces (RFC 9113 §3.4). */
import { PREFACE, protocolError } from './constants.js';

export class Preface {
  private seenBytes = 0;

  /** What of the chunk comes after it. */
  after(chunk: Buffer): Buffer {
    if (this.seenBytes === PREFACE.length) return chunk;
    const taken = Math.min(chunk.length, PREFACE.length - this.seenBytes);
    if (chunk.compare(PREFACE, this.seenBytes, this.seenBytes + taken, 0, taken) !== 0)
      throw protocolError('the connection does not begin as HTTP/2 does');
    this.seenBytes += taken;
    return chunk.subarray(taken);
  }
}
