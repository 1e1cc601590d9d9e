/**
 * Byte strings: a key as a JavaScript string with one character (0 to 255) a byte. V8 stores them one byte a
 * character, `<` orders them as bytes, and a `Map` finds them: what a `Uint8Array` cannot offer as a key.
 */

/** Arguments one call of `fromCharCode` takes without harm. */
const CHUNK_BYTES = 4096;

export function toByteString(bytes: Uint8Array): string {
  if (bytes.length <= CHUNK_BYTES) return fromCharCodes(bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) text += fromCharCodes(bytes.subarray(at, at + CHUNK_BYTES));
  return text;
}

export function fromByteString(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function fromCharCodes(bytes: Uint8Array): string {
  // Measured: half the time of a loop. A typed array is array-like, which is all `apply` asks for.
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}
