/**
 * The state as a stream of bytes between members: records one after another (key length, value length, 4 bytes each;
 * key; value), then a trailer (key length 0xffffffff, CRC-32 of all before it, 4 bytes each; number of records, 8
 * bytes). Cut into chunks anywhere; a stream without its trailer is incomplete.
 */
import { crc32 } from 'node:zlib';
import { SNAPSHOT_RECORD_BYTES_MAX } from './limits.js';
import { isInternal } from './state-codec.js';
import { StorageError } from './types.js';
import type { StoredRecord } from './level.js';

const HEADER_BYTES = 8;
const TRAILER_BYTES = 16;
const TRAILER_MARK = 0xffff_ffff;

export class SnapshotEncoder {
  private readonly header = Buffer.allocUnsafe(HEADER_BYTES);
  private chunk: Buffer;
  private at = 0;
  private checksum = 0;
  private records = 0;

  constructor(private readonly chunkBytes: number) {
    this.chunk = Buffer.allocUnsafe(chunkBytes);
  }

  /** Chunks of exactly `chunkBytes` that are full now. */
  add(key: Uint8Array, value: Uint8Array): Uint8Array[] {
    const full: Uint8Array[] = [];
    this.header.writeUInt32BE(key.length, 0);
    this.header.writeUInt32BE(value.length, 4);
    this.append(this.header, full);
    this.append(key, full);
    this.append(value, full);
    this.records++;
    return full;
  }

  /** The rest, with the trailer. */
  end(): Uint8Array[] {
    const rest = this.chunk.subarray(0, this.at);
    this.count(rest);
    const trailer = Buffer.allocUnsafe(TRAILER_BYTES);
    trailer.writeUInt32BE(TRAILER_MARK, 0);
    trailer.writeUInt32BE(this.checksum, 4);
    trailer.writeBigUInt64BE(BigInt(this.records), 8);
    const all = Buffer.concat([rest, trailer]);
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < all.length; at += this.chunkBytes) chunks.push(all.subarray(at, at + this.chunkBytes));
    return chunks;
  }

  private append(bytes: Uint8Array, full: Uint8Array[]): void {
    let rest = bytes;
    while (rest.length > 0) {
      const room = this.chunkBytes - this.at;
      const fits = rest.length <= room ? rest : rest.subarray(0, room);
      this.chunk.set(fits, this.at);
      this.at += fits.length;
      if (this.at === this.chunkBytes) {
        this.count(this.chunk);
        full.push(this.chunk);
        this.chunk = Buffer.allocUnsafe(this.chunkBytes);
        this.at = 0;
      }
      if (fits === rest) return;
      rest = rest.subarray(room);
    }
  }

  private count(bytes: Uint8Array): void {
    // Node's crc32 of no bytes is 0, whatever it is to continue from.
    if (bytes.length > 0) this.checksum = crc32(bytes, this.checksum);
  }
}

export class SnapshotDecoder {
  private rest: Buffer = Buffer.alloc(0);
  private checksum = 0;
  private records = 0;
  private complete = false;

  get isComplete(): boolean {
    return this.complete;
  }

  /** The records that are whole now. Throws `badSnapshot` when the stream is not what was sent. */
  add(chunk: Uint8Array): StoredRecord[] {
    if (this.complete) throw badSnapshot('bytes come after its trailer');
    const bytes = Buffer.concat([this.rest, chunk]);
    const found: StoredRecord[] = [];
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES) {
      const keyBytes = bytes.readUInt32BE(at);
      if (keyBytes === TRAILER_MARK) break;
      const recordBytes = keyBytes + bytes.readUInt32BE(at + 4);
      // Before it is waited for: what is not whole yet is held in memory.
      if (recordBytes > SNAPSHOT_RECORD_BYTES_MAX) throw badSnapshot(`a record has ${recordBytes} bytes`);
      if (keyBytes === 0) throw badSnapshot('a record has no key');
      const end = at + HEADER_BYTES + recordBytes;
      if (end > bytes.length) break;
      const keyEnd = at + HEADER_BYTES + keyBytes;
      const key = bytes.subarray(at + HEADER_BYTES, keyEnd);
      if (isInternal(key)) throw badSnapshot('a record is none of the state');
      found.push([key, bytes.subarray(keyEnd, end)]);
      this.records++;
      at = end;
    }
    if (at > 0) this.checksum = crc32(bytes.subarray(0, at), this.checksum);
    this.rest = bytes.subarray(at);
    if (this.rest.length >= TRAILER_BYTES && this.rest.readUInt32BE(0) === TRAILER_MARK) this.checkTrailer(this.rest);
    return found;
  }

  private checkTrailer(trailer: Buffer): void {
    if (trailer.length > TRAILER_BYTES) throw badSnapshot('bytes come after its trailer');
    if (trailer.readUInt32BE(4) !== this.checksum) throw badSnapshot('its checksum does not match');
    if (trailer.readBigUInt64BE(8) !== BigInt(this.records)) throw badSnapshot('records are missing');
    this.complete = true;
  }
}

export function badSnapshot(reason: string): StorageError {
  return new StorageError('badSnapshot', `Cannot install the snapshot as ${reason}: it has to be sent again`);
}
