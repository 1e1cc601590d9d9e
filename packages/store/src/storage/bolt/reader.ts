/**
 * Reads a bbolt file that is not trusted: what a page says of itself is held against the file before it is followed, no
 * page is visited twice (so no cycle, and no more work than the file is long), keys must ascend. Pages are read one run
 * at a time; the file may be larger than memory.
 *
 * Synchronous: for commands, not for a member that serves.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { compareBytes } from '@kuorum/base';
import { BOLT_DEPTH_MAX, BOLT_RUN_BYTES_MAX } from '../limits.js';
import {
  BoltError,
  BRANCH_ELEMENT_BYTES,
  BUCKET_BYTES,
  ELEMENT_BUCKET,
  FLAG_BRANCH,
  FLAG_LEAF,
  LEAF_ELEMENT_BYTES,
  maybeMeta,
  META_PAGES,
  PAGE_HEADER_BYTES,
  pageSizes,
  readPageHeader,
  readUint64,
  type Meta,
  type PageHeader,
} from './layout.js';
import type { BoltEntry } from './writer.js';

interface Page extends Pick<PageHeader, 'flags' | 'count'> {
  readonly name: string;
  readonly body: Buffer;
}

interface Leaf {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly isBucket: boolean;
}

export class BoltReader {
  /** Which pages were visited, one bit each. */
  private readonly visited: Uint8Array;
  private readonly roots = new Map<string, Buffer>();

  private constructor(
    private readonly file: number,
    private readonly meta: Meta,
  ) {
    this.visited = new Uint8Array(Math.ceil(meta.pageCount / 8));
  }

  /** Throws {@link BoltError}. */
  static open(path: string): BoltReader {
    const file = openSync(path, 'r');
    try {
      const reader = new BoltReader(file, readMeta(file));
      for (const { key, value, isBucket } of reader.walk(reader.page(reader.meta.root), 0)) {
        if (!isBucket) throw new BoltError('its root holds something that is no bucket');
        reader.roots.set(key.toString(), Buffer.from(value));
      }
      return reader;
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  /** In order of their names. */
  get buckets(): readonly string[] {
    return [...this.roots.keys()];
  }

  /** Bytes of all pages; what comes after them is not bbolt's. */
  get sizeBytes(): number {
    return this.meta.pageCount * this.meta.pageBytes;
  }

  /** In key order, none when there is no such bucket; once for each bucket. Throws {@link BoltError} on the way. */
  *entries(bucket: string): Generator<BoltEntry> {
    const value = this.roots.get(bucket);
    if (value === undefined) return;
    for (const { key, value: bytes, isBucket } of this.walk(this.rootOf(bucket, value), 0)) {
      if (isBucket) throw new BoltError(`bucket ${bucket} holds another bucket`);
      yield [key, bytes];
    }
  }

  close(): void {
    closeSync(this.file);
  }

  private rootOf(bucket: string, value: Buffer): Page {
    if (value.length < BUCKET_BYTES) throw new BoltError(`bucket ${bucket} has no root`);
    const root = readUint64(value, 0);
    if (root !== 0) return this.page(root);
    const inline = value.subarray(BUCKET_BYTES);
    if (inline.length < PAGE_HEADER_BYTES) throw new BoltError(`bucket ${bucket} has no root`);
    const { flags, count } = readPageHeader(inline);
    return { name: `the page inside bucket ${bucket}`, flags, count, body: inline.subarray(PAGE_HEADER_BYTES) };
  }

  private page(id: number): Page {
    const { pageBytes, pageCount } = this.meta;
    if (id < META_PAGES || id >= pageCount) throw new BoltError(`it has no page ${id}, which is referred to`);
    const header = readPageHeader(this.read(id, PAGE_HEADER_BYTES));
    if (header.id !== id) throw new BoltError(`page ${id} says that it is page ${header.id}`);
    const runPages = 1 + header.overflow;
    if (runPages > pageCount - id || runPages * pageBytes > BOLT_RUN_BYTES_MAX) {
      throw new BoltError(`page ${id} goes on for ${header.overflow} pages`);
    }
    for (let each = id; each < id + runPages; each++) this.visit(each);
    const body = this.read(id, runPages * pageBytes).subarray(PAGE_HEADER_BYTES);
    return { name: `page ${id}`, flags: header.flags, count: header.count, body };
  }

  private visit(id: number): void {
    const byte = this.visited[id >>> 3] ?? 0;
    const bit = 1 << (id & 7);
    if ((byte & bit) !== 0) throw new BoltError(`page ${id} is used twice`);
    this.visited[id >>> 3] = byte | bit;
  }

  private *walk(page: Page, depth: number): Generator<Leaf> {
    let last: Buffer | undefined;
    for (const leaf of this.leavesUnder(page, depth)) {
      if (last !== undefined && compareBytes(last, leaf.key) >= 0)
        throw new BoltError(`keys in ${page.name} do not ascend`);
      last = leaf.key;
      yield leaf;
    }
  }

  private *leavesUnder(page: Page, depth: number): Generator<Leaf> {
    if (depth > BOLT_DEPTH_MAX) throw new BoltError('its pages nest too deep');
    if (page.flags === FLAG_LEAF) {
      for (let i = 0; i < page.count; i++) yield leafAt(page, i);
      return;
    }
    if (page.flags !== FLAG_BRANCH) throw new BoltError(`${page.name} holds no keys: its flags are ${page.flags}`);
    for (let i = 0; i < page.count; i++) yield* this.leavesUnder(this.page(childAt(page, i)), depth + 1);
  }

  private read(page: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    readFully(this.file, bytes, page * this.meta.pageBytes);
    return bytes;
  }
}

function leafAt(page: Page, i: number): Leaf {
  const element = i * LEAF_ELEMENT_BYTES;
  const { body, name } = page;
  if (element + LEAF_ELEMENT_BYTES > body.length) throw new BoltError(`${name} ends inside of its element ${i}`);
  const keyAt = element + body.readUInt32LE(element + 4);
  const valueAt = keyAt + body.readUInt32LE(element + 8);
  const end = valueAt + body.readUInt32LE(element + 12);
  if (end > body.length) throw new BoltError(`element ${i} of ${name} reaches beyond it`);
  if (keyAt === valueAt) throw new BoltError(`element ${i} of ${name} has no key`);
  return {
    key: body.subarray(keyAt, valueAt),
    value: body.subarray(valueAt, end),
    isBucket: (body.readUInt32LE(element) & ELEMENT_BUCKET) !== 0,
  };
}

function childAt(page: Page, i: number): number {
  const element = i * BRANCH_ELEMENT_BYTES;
  if (element + BRANCH_ELEMENT_BYTES > page.body.length) {
    throw new BoltError(`${page.name} ends inside of its element ${i}`);
  }
  return readUint64(page.body, element + 8);
}

/** The valid meta page that is newer; where the second one stands depends on the size of pages. */
function readMeta(file: number): Meta {
  const { size } = fstatSync(file);
  const metas = [0, ...pageSizes].flatMap((at) => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(pageSizes[0] ?? 0, size - at)));
    readFully(file, bytes, at);
    const meta = maybeMeta(bytes);
    return meta === undefined || (at !== 0 && at !== meta.pageBytes) ? [] : [meta];
  });
  const newest = metas.sort((a, b) => (a.transaction > b.transaction ? -1 : 1))[0];
  if (newest === undefined) throw new BoltError('it is no etcd database: it has no valid meta page');
  if (newest.pageCount * newest.pageBytes > size) {
    throw new BoltError(
      `it was cut short: it should have ${newest.pageCount * newest.pageBytes} bytes and has ${size}`,
    );
  }
  return newest;
}

function readFully(file: number, into: Buffer, from: number): void {
  for (let at = 0; at < into.length;) {
    const count = readSync(file, into, at, into.length - at, from + at);
    if (count === 0) throw new BoltError('it was cut short');
    at += count;
  }
}
