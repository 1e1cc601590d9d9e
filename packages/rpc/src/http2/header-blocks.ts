/** HEADERS and its CONTINUATIONs → whole header blocks, bounded (RFC 9113 §4.3, §6.2, §6.10). */
import { CONTINUATIONS_PER_BLOCK, HEADER_BLOCK_BYTES } from '../limits.js';
import { ConnectionError, ErrorCode, Flag, protocolError, sized, unpadded } from './constants.js';

interface OpenBlock {
  readonly streamId: number;
  readonly endStream: boolean;
  readonly fragments: Buffer[];
  bytes: number;
}

export class HeaderBlocks {
  private open: OpenBlock | undefined;

  constructor(private readonly onBlock: (streamId: number, endStream: boolean, block: Buffer) => void) {}

  /** A block has begun and not ended: nothing but its continuation may come. */
  get unfinished(): boolean {
    return this.open !== undefined;
  }

  get keptBytes(): number {
    return this.open?.bytes ?? 0;
  }

  headers(flags: number, streamId: number, frame: Buffer): void {
    let block = (flags & Flag.PADDED) === 0 ? frame : unpadded(frame);
    if ((flags & Flag.PRIORITY) !== 0) {
      sized(block.length >= 5);
      block = block.subarray(5);
    }
    const endStream = (flags & Flag.END_STREAM) !== 0;
    if ((flags & Flag.END_HEADERS) !== 0) this.onBlock(streamId, endStream, block);
    // Copied: it waits for more chunks, and is not to keep this one alive.
    else this.open = { streamId, endStream, fragments: [Buffer.from(block)], bytes: block.length };
  }

  continuation(flags: number, streamId: number, fragment: Buffer): void {
    const { open } = this;
    if (open?.streamId !== streamId) throw protocolError('a continuation of nothing');
    open.fragments.push(Buffer.from(fragment));
    open.bytes += fragment.length;
    if (open.fragments.length > 1 + CONTINUATIONS_PER_BLOCK || open.bytes > HEADER_BLOCK_BYTES)
      throw new ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, 'a header block is too large');
    if ((flags & Flag.END_HEADERS) === 0) return;
    this.open = undefined;
    this.onBlock(streamId, open.endStream, Buffer.concat(open.fragments));
  }
}
