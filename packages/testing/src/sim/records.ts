/** The records of a state, and how they travel in a snapshot. */

/** Keys are byte strings, one character a byte. */
export type Records = Map<string, Uint8Array>;

/** The state as it travels in a snapshot: for each record the lengths of key and value, then both. */
export function encodeRecords(records: ReadonlyMap<string, Uint8Array>): Uint8Array {
  let bytes = 0;
  for (const [key, value] of records) bytes += 8 + key.length + value.length;
  const out = new Uint8Array(bytes);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [key, value] of records) {
    view.setUint32(at, key.length);
    view.setUint32(at + 4, value.length);
    at += 8;
    for (let i = 0; i < key.length; i++) out[at++] = key.charCodeAt(i);
    out.set(value, at);
    at += value.length;
  }
  return out;
}

export function decodeRecords(data: Uint8Array): Records {
  const records: Records = new Map();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  while (at < data.length) {
    const [keyBytes, valueBytes] = [view.getUint32(at), view.getUint32(at + 4)];
    at += 8;
    let key = '';
    for (let i = 0; i < keyBytes; i++) key += String.fromCharCode(data[at + i] as number);
    at += keyBytes;
    records.set(key, data.slice(at, at + valueBytes));
    at += valueBytes;
  }
  return records;
}
