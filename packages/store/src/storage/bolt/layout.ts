/**
 * How a bbolt file is laid out (go.etcd.io/bbolt, `page.go`, `bucket.go`, `db.go`; file version 2): what etcd keeps its
 * state in, and what a snapshot of it is. All numbers are little-endian.
 *
 * ```
 * page      id u64, flags u16, count u16, overflow u32, then what it holds; it and `overflow` pages more are one run
 * meta      page 0 and 1; the valid one with the higher transaction id counts
 * leaf      count × { flags u32 (1 = the value is a bucket), pos u32, key length u32, value length u32 }, then the bytes
 * branch    count × { pos u32, key length u32, page u64 }, then the bytes; a key is the first one below its page
 * bucket    root page u64, sequence u64; root 0 = the page itself follows
 * ```
 * `pos` counts from the start of its own element.
 */

export const PAGE_BYTES = 4096;
export const PAGE_HEADER_BYTES = 16;
export const LEAF_ELEMENT_BYTES = 16;
export const BRANCH_ELEMENT_BYTES = 16;
export const BUCKET_BYTES = 16;
export const META_PAGES = 2;

export const FLAG_BRANCH = 0x01;
export const FLAG_LEAF = 0x02;
export const FLAG_META = 0x04;
export const FLAG_FREELIST = 0x10;
/** Of a leaf's element: its value is a bucket. */
export const ELEMENT_BUCKET = 0x01;

const MAGIC = 0xed0cdaed;
const VERSION = 2;
const META_BYTES = 64;
/** Of a meta: all but the checksum itself. */
const META_CHECKED_BYTES = 56;
const PAGE_BYTES_MIN = 1024;
const PAGE_BYTES_MAX = 65536;

export interface PageHeader {
  readonly id: number;
  readonly flags: number;
  readonly count: number;
  readonly overflow: number;
}

export interface Meta {
  readonly pageBytes: number;
  /** Page of the bucket that holds the buckets. */
  readonly root: number;
  readonly freelist: number;
  /** The first page that was never used. */
  readonly pageCount: number;
  readonly transaction: bigint;
}

/** The file is not a bbolt file that is as it was written. Nothing in it is used. */
export class BoltError extends Error {
  override readonly name = 'BoltError';

  constructor(reason: string) {
    super(`Cannot read the file as ${reason}`);
  }
}

export function writePageHeader(page: Buffer, { id, flags, count, overflow }: PageHeader): void {
  writeUint64(page, id, 0);
  page.writeUInt16LE(flags, 8);
  page.writeUInt16LE(count, 10);
  page.writeUInt32LE(overflow, 12);
}

export function readPageHeader(page: Buffer): PageHeader {
  return {
    id: readUint64(page, 0),
    flags: page.readUInt16LE(8),
    count: page.readUInt16LE(10),
    overflow: page.readUInt32LE(12),
  };
}

/** A whole page. */
export function encodeMeta(id: number, meta: Meta): Buffer {
  const page = Buffer.alloc(meta.pageBytes);
  writePageHeader(page, { id, flags: FLAG_META, count: 0, overflow: 0 });
  const body = page.subarray(PAGE_HEADER_BYTES);
  body.writeUInt32LE(MAGIC, 0);
  body.writeUInt32LE(VERSION, 4);
  body.writeUInt32LE(meta.pageBytes, 8);
  writeUint64(body, meta.root, 16);
  writeUint64(body, meta.freelist, 32);
  writeUint64(body, meta.pageCount, 40);
  body.writeBigUInt64LE(meta.transaction, 48);
  body.writeBigUInt64LE(fnv1a(body.subarray(0, META_CHECKED_BYTES)), META_CHECKED_BYTES);
  return page;
}

/** Undefined when it is not a valid one: the other may be. */
export function maybeMeta(page: Buffer): Meta | undefined {
  if (page.length < PAGE_HEADER_BYTES + META_BYTES) return undefined;
  const body = page.subarray(PAGE_HEADER_BYTES);
  if (body.readUInt32LE(0) !== MAGIC || body.readUInt32LE(4) !== VERSION) return undefined;
  if (body.readBigUInt64LE(META_CHECKED_BYTES) !== fnv1a(body.subarray(0, META_CHECKED_BYTES))) return undefined;
  const pageBytes = body.readUInt32LE(8);
  const isPowerOfTwo = (pageBytes & (pageBytes - 1)) === 0;
  if (!isPowerOfTwo || pageBytes < PAGE_BYTES_MIN || pageBytes > PAGE_BYTES_MAX) return undefined;
  return {
    pageBytes,
    root: readUint64(body, 16),
    freelist: readUint64(body, 32),
    pageCount: readUint64(body, 40),
    transaction: body.readBigUInt64LE(48),
  };
}

/** Page sizes that a file may have, most usual first: the second meta page stands where the first one ends. */
export const pageSizes: readonly number[] = [4096, 16384, 65536, 8192, 32768, 2048, 1024];

export function writeUint64(bytes: Buffer, value: number, at: number): void {
  bytes.writeBigUInt64LE(BigInt(value), at);
}

/** Infinity when it is beyond 2^53: no page and no length is. */
export function readUint64(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigUInt64LE(at));
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY;
}

function fnv1a(bytes: Buffer): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
