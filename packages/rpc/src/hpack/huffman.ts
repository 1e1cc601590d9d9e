/**
 * The Huffman code of header strings (RFC 7541 §5.2, appendix B). The code is canonical: within one length codes count
 * up with the symbols, so the lengths alone say it all.
 */
import { HpackError } from './hpack-error.js';

/** Bits of the code of each byte, and of the end of the string (256). */
const lengths: readonly number[] = [
  [13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28],
  [28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28],
  [6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6],
  [5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10],
  [13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7],
  [7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6],
  [15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5],
  [6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28],
  [20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23],
  [24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24],
  [22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23],
  [21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23],
  [26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25],
  [19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27],
  [20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23],
  [26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26],
  [30],
].flat();

const EOS = 256;
const PADDING_BITS_MAX = 7;

/** Two cells a node, by the next bit: > 0 the next node, < 0 the symbol −1 − cell, 0 nothing. */
const tree = buildTree();

function buildTree(): Int16Array {
  const cells: number[] = [0, 0];
  let code = 0;
  let last = 0;
  const symbols = lengths.map((_, symbol) => symbol);
  symbols.sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  for (const symbol of symbols) {
    const bits = lengths[symbol] ?? 0;
    code = last === 0 ? 0 : (code + 1) * 2 ** (bits - last);
    last = bits;
    let node = 0;
    for (let i = bits - 1; i >= 0; i--) {
      const cell = 2 * node + ((code >>> i) & 1);
      if (i === 0) {
        cells[cell] = -1 - symbol;
      } else {
        if (cells[cell] === 0) {
          cells[cell] = cells.length / 2;
          cells.push(0, 0);
        }
        node = cells[cell] ?? 0;
      }
    }
  }
  return Int16Array.from(cells);
}

/** One character a byte. Throws {@link HpackError} on a coded end of string and on padding that is none. */
export function decodeHuffman(bytes: Uint8Array): string {
  let text = '';
  let node = 0;
  let bitsSince = 0;
  let onlyOnes = true;
  for (const byte of bytes) {
    for (let i = 7; i >= 0; i--) {
      const bit = (byte >>> i) & 1;
      const cell = tree[2 * node + bit] ?? 0;
      if (cell < 0) {
        if (cell === -1 - EOS) throw new HpackError('the end of a string is coded inside of it');
        text += String.fromCharCode(-1 - cell);
        node = 0;
        bitsSince = 0;
        onlyOnes = true;
      } else {
        node = cell;
        bitsSince++;
        onlyOnes &&= bit === 1;
      }
    }
  }
  if (bitsSince > PADDING_BITS_MAX || !onlyOnes) throw new HpackError('a string is padded with what is no padding');
  return text;
}
