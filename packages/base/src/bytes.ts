/** Byte strings: keys and values of the store. Ordered as unsigned bytes, like LevelDB and etcd order them. */

/** Negative, zero or positive as `a` sorts before, with or after `b`; a prefix sorts before what it prefixes. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const d = (a[i] as number) - (b[i] as number);
    if (d !== 0) return d;
  }
  return a.length - b.length;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compareBytes(a, b) === 0;
}

/**
 * The smallest key after every key that starts with `prefix`: what etcd clients send as `range_end` for a prefix
 * (`clientv3.GetPrefixRangeEnd`). A prefix of only 0xff bytes has none; etcd's "\0" (every key ≥ key) stands for it.
 */
export function prefixEnd(prefix: Uint8Array): Uint8Array {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const byte = prefix[i] as number;
    if (byte < 0xff) {
      // Not `slice`: a Buffer's gives a view, and the prefix itself would change.
      const end = Uint8Array.from(prefix.subarray(0, i + 1));
      end[i] = byte + 1;
      return end;
    }
  }
  return new Uint8Array([0]);
}

const encoder = new TextEncoder();
/** What comes out is what went in: a byte order mark is a character like others. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
