/** Header blocks → fields (RFC 7541 §3, §6). One decoder a connection and direction: blocks build on one another. */
import { decodeHuffman } from './huffman.js';
import { HpackError } from './hpack-error.js';
import { DynamicTable, field, staticTable, type HeaderField } from './tables.js';

/** Of an integer: more is larger than anything here may be. */
const CONTINUATION_BYTES_MAX = 4;

export class HpackDecoder {
  private readonly dynamic: DynamicTable;
  private block: Buffer = Buffer.alloc(0);
  private at = 0;

  /**
   * `tableBytes`: what the other end was told it may keep here. `listBytesMax` bounds one block's fields, decoded: a
   * few bytes can name a large entry again and again.
   */
  constructor(
    private readonly tableBytes: number,
    private readonly listBytesMax: number,
  ) {
    this.dynamic = new DynamicTable(tableBytes);
  }

  /** Throws {@link HpackError}. */
  decode(block: Buffer): HeaderField[] {
    this.block = block;
    this.at = 0;
    const fields: HeaderField[] = [];
    let listBytes = 0;
    while (this.at < block.length) {
      const first = block[this.at] ?? 0;
      const entry = first >= 0x80 ? this.indexed() : this.literalOrResize(first, fields.length > 0);
      if (entry === undefined) continue;
      listBytes += entry.bytes;
      if (listBytes > this.listBytesMax) throw new HpackError(`the headers are larger than ${this.listBytesMax} bytes`);
      fields.push(entry);
    }
    return fields;
  }

  private indexed(): HeaderField {
    return this.entry(this.integer(7));
  }

  private literalOrResize(first: number, fieldsBefore: boolean): HeaderField | undefined {
    if ((first & 0xe0) === 0x20) {
      if (fieldsBefore) throw new HpackError('the table is resized in the middle of a block');
      const limit = this.integer(5);
      if (limit > this.tableBytes)
        throw new HpackError(`the table is resized to ${limit} bytes, beyond what is allowed`);
      this.dynamic.resize(limit);
      return undefined;
    }
    const remembered = first >= 0x40;
    const index = this.integer(remembered ? 6 : 4);
    const name = index === 0 ? this.string() : this.entry(index).name;
    const literal = field(name, this.string());
    if (remembered) this.dynamic.add(literal);
    return literal;
  }

  private entry(index: number): HeaderField {
    const found =
      index <= staticTable.length ? staticTable[index - 1] : this.dynamic.at(index - staticTable.length - 1);
    if (found === undefined) throw new HpackError(`there is no header number ${index}`);
    return found;
  }

  private integer(prefixBits: number): number {
    const mask = 2 ** prefixBits - 1;
    let value = this.byte() & mask;
    if (value < mask) return value;
    for (let i = 0, scale = 1; ; i++, scale *= 128) {
      if (i === CONTINUATION_BYTES_MAX) throw new HpackError('a number is too large');
      const next = this.byte();
      value += (next & 0x7f) * scale;
      if (next < 0x80) return value;
    }
  }

  private string(): string {
    const huffman = (this.block[this.at] ?? 0) >= 0x80;
    const length = this.integer(7);
    const start = this.at;
    if (length > this.block.length - start) throw new HpackError('a string ends after its block');
    this.at = start + length;
    if (huffman) return decodeHuffman(this.block.subarray(start, this.at));
    return this.block.toString('latin1', start, this.at);
  }

  private byte(): number {
    const byte = this.block[this.at++];
    if (byte === undefined) throw new HpackError('the block ends too early');
    return byte;
  }
}
