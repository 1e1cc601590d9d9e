/** Base64 (RFC 4648 §4) as Go's encoding/json reads and writes bytes: padded, strict but for line breaks. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** By character code; 255 is no digit. */
const valueOf = new Uint8Array(128).fill(255);
for (let value = 0; value < alphabet.length; value++) valueOf[alphabet.charCodeAt(value)] = value;

/** Characters joined at a time: a string built one by one would be a rope of a million pieces. */
const chunkChars = 4096;

export function encodeBase64(bytes: Uint8Array): string {
  const chunks: string[] = [];
  let chunk = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    chunk += digit(bits >> 18) + digit(bits >> 12);
    chunk += (b === undefined ? '=' : digit(bits >> 6)) + (c === undefined ? '=' : digit(bits));
    if (chunk.length < chunkChars) continue;
    chunks.push(chunk);
    chunk = '';
  }
  return chunks.join('') + chunk;
}

/** Undefined when `text` is not base64. Line breaks are passed over, as Go does it. */
export function maybeDecodeBase64(text: string): Uint8Array | undefined {
  const joined = text.replace(/[\r\n]/g, '');
  if (joined.length % 4 !== 0) return undefined;
  const padding = joined.endsWith('==') ? 2 : joined.endsWith('=') ? 1 : 0;
  const digits = joined.slice(0, joined.length - padding);
  const bytes = new Uint8Array(Math.floor((digits.length * 6) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < digits.length; i++) {
    const value = valueOf[digits.charCodeAt(i)] ?? 255;
    if (value === 255) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >> held) & 0xff;
  }
  return bytes;
}

function digit(bits: number): string {
  return alphabet[bits & 63] ?? '';
}
