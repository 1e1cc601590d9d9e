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
  private parts: Uint8Array[] = [];
  private partsBytes = 0;
  private checksum = 0;
  private records = 0;

  constructor(private readonly chunkBytes: number) {}

  /** Chunks of exactly `chunkBytes` that are full now. */
  add(key: Uint8Array, value: Uint8Array): Uint8Array[] {
    const header = Buffer.allocUnsafe(HEADER_BYTES);
    header.writeUInt32BE(key.length, 0);
    header.writeUInt32BE(value.length, 4);
    for (const part of [header, key, value]) {
      // Node's crc32 of no bytes is 0, whatever it is to continue from.
      if (part.length === 0) continue;
      this.checksum = crc32(part, this.checksum);
      this.parts.push(part);
      this.partsBytes += part.length;
    }
    this.records++;
    return this.partsBytes >= this.chunkBytes ? this.cut() : [];
  }

  /** The rest, with the trailer. */
  end(): Uint8Array[] {
    const trailer = Buffer.allocUnsafe(TRAILER_BYTES);
    trailer.writeUInt32BE(TRAILER_MARK, 0);
    trailer.writeUInt32BE(this.checksum, 4);
    trailer.writeBigUInt64BE(BigInt(this.records), 8);
    this.parts.push(trailer);
    this.partsBytes += TRAILER_BYTES;
    const chunks = this.cut();
    return this.partsBytes > 0 ? [...chunks, Buffer.concat(this.parts)] : chunks;
  }

  private cut(): Uint8Array[] {
    const all = Buffer.concat(this.parts);
    const chunks: Uint8Array[] = [];
    let at = 0;
    for (; all.length - at >= this.chunkBytes; at += this.chunkBytes)
      chunks.push(all.subarray(at, at + this.chunkBytes));
    this.parts = [all.subarray(at)];
    this.partsBytes = all.length - at;
    return chunks;
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
    while (bytes.length - at >= HEADER_BYTES && !this.complete) {
      const keyBytes = bytes.readUInt32BE(at);
      if (keyBytes === TRAILER_MARK) {
        if (bytes.length - at < TRAILER_BYTES) break;
        this.checkTrailer(bytes.subarray(at));
        break;
      }
      const recordBytes = keyBytes + bytes.readUInt32BE(at + 4);
      // Before it is waited for: what is not whole yet is held in memory.
      if (recordBytes > SNAPSHOT_RECORD_BYTES_MAX) throw badSnapshot(`a record has ${recordBytes} bytes`);
      if (keyBytes === 0) throw badSnapshot('a record has no key');
      const end = at + HEADER_BYTES + recordBytes;
      if (end > bytes.length) break;
      const keyEnd = at + HEADER_BYTES + keyBytes;
      if (isInternal(bytes.subarray(at + HEADER_BYTES, keyEnd))) throw badSnapshot('a record is none of the state');
      found.push([bytes.subarray(at + HEADER_BYTES, keyEnd), bytes.subarray(keyEnd, end)]);
      this.checksum = crc32(bytes.subarray(at, end), this.checksum);
      this.records++;
      at = end;
    }
    this.rest = bytes.subarray(at);
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
