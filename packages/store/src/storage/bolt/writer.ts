/**
 * Writes a bbolt file once, front to back: pages are full, nothing is free, and no page is ever changed. The two meta
 * pages are written last, so that a file that was cut short is none.
 *
 * Buckets come in any order and are sorted at the end; the keys of a bucket must ascend, so that its tree can be built
 * from the leaves up with nothing in memory but the page that is being filled and the first key of each page below.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { assert, compareBytes } from '@kuorum/base';
import { BOLT_WRITE_BYTES } from '../limits.js';
import {
  BRANCH_ELEMENT_BYTES,
  BUCKET_BYTES,
  ELEMENT_BUCKET,
  encodeMeta,
  FLAG_BRANCH,
  FLAG_FREELIST,
  FLAG_LEAF,
  LEAF_ELEMENT_BYTES,
  META_PAGES,
  PAGE_BYTES,
  PAGE_HEADER_BYTES,
  writePageHeader,
  writeUint64,
} from './layout.js';

export type BoltEntry = readonly [key: Uint8Array, value: Uint8Array];

const FREELIST_PAGE = META_PAGES;
const FIRST_TRANSACTION = 2n;

export class BoltWriter {
  private readonly pages: PageWriter;
  private readonly buckets: { readonly name: Buffer; readonly root: number }[] = [];

  private constructor(private readonly file: FileHandle) {
    this.pages = new PageWriter(file, META_PAGES);
  }

  /** The file must not exist. */
  static async create(path: string): Promise<BoltWriter> {
    const writer = new BoltWriter(await open(path, 'wx', 0o600));
    writer.pages.run(FLAG_FREELIST, 0, 0);
    return writer;
  }

  /** Adds a bucket; what `batches` gives must ascend by key. */
  async bucket(
    name: string,
    batches: AsyncIterable<readonly BoltEntry[]> | Iterable<readonly BoltEntry[]>,
  ): Promise<void> {
    const tree = new TreeWriter(this.pages);
    for await (const batch of batches) {
      for (const [key, value] of batch) tree.add(key, value, 0);
      await this.pages.flushIfFull();
    }
    this.buckets.push({ name: Buffer.from(name), root: tree.end() });
  }

  /** Everything is on the disk; gives the size of the file. */
  async finish(): Promise<number> {
    const root = new TreeWriter(this.pages);
    this.buckets.sort((a, b) => compareBytes(a.name, b.name));
    for (const bucket of this.buckets) {
      const value = Buffer.alloc(BUCKET_BYTES);
      writeUint64(value, bucket.root, 0);
      root.add(bucket.name, value, ELEMENT_BUCKET);
    }
    const rootPage = root.end();
    await this.pages.flush();
    const pageCount = this.pages.next;
    for (let id = 0; id < META_PAGES; id++) {
      // bbolt writes the meta of transaction n to page n mod 2.
      const transaction = FIRST_TRANSACTION + BigInt(id);
      const meta = encodeMeta(id, {
        pageBytes: PAGE_BYTES,
        root: rootPage,
        freelist: FREELIST_PAGE,
        pageCount,
        transaction,
      });
      await this.file.write(meta, 0, meta.length, id * PAGE_BYTES);
    }
    await this.file.datasync();
    return pageCount * PAGE_BYTES;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** Appends runs of pages to the file, many to a write. */
class PageWriter {
  private parts: Buffer[] = [];
  private partsBytes = 0;
  private written: number;

  constructor(
    private readonly file: FileHandle,
    /** The number that the next page will have. */
    public next: number,
  ) {
    this.written = next * PAGE_BYTES;
  }

  /** A run that has room for `bodyBytes` behind its header; the caller fills it. */
  run(flags: number, count: number, bodyBytes: number): { readonly id: number; readonly body: Buffer } {
    const pageCount = Math.ceil((PAGE_HEADER_BYTES + bodyBytes) / PAGE_BYTES);
    const run = Buffer.alloc(pageCount * PAGE_BYTES);
    const id = this.next;
    writePageHeader(run, { id, flags, count, overflow: pageCount - 1 });
    this.next += pageCount;
    this.parts.push(run);
    this.partsBytes += run.length;
    return { id, body: run.subarray(PAGE_HEADER_BYTES) };
  }

  async flushIfFull(): Promise<void> {
    if (this.partsBytes >= BOLT_WRITE_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.parts);
    this.parts = [];
    this.partsBytes = 0;
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await this.file.write(bytes, at, bytes.length - at, this.written);
      at += bytesWritten;
      this.written += bytesWritten;
    }
  }
}

interface Element {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly flags: number;
}

interface Child {
  readonly firstKey: Uint8Array;
  readonly page: number;
}

/** One B+ tree, from its leaves up. */
class TreeWriter {
  private leaf: Element[] = [];
  private leafBytes = 0;
  private readonly leaves: Child[] = [];
  private lastKey: Uint8Array | undefined;

  constructor(private readonly pages: PageWriter) {}

  add(key: Uint8Array, value: Uint8Array, flags: number): void {
    assert(key.length > 0, 'a key in a bbolt file has at least one byte');
    assert(this.lastKey === undefined || compareBytes(this.lastKey, key) < 0, 'keys of a bucket ascend');
    this.lastKey = key;
    const bytes = LEAF_ELEMENT_BYTES + key.length + value.length;
    if (this.leaf.length > 0 && PAGE_HEADER_BYTES + this.leafBytes + bytes > PAGE_BYTES) this.endLeaf();
    this.leaf.push({ key, value, flags });
    this.leafBytes += bytes;
  }

  /** The page of the root: an empty leaf when nothing was added. */
  end(): number {
    if (this.leaf.length > 0 || this.leaves.length === 0) this.endLeaf();
    let level: readonly Child[] = this.leaves;
    while (level.length > 1) level = this.branches(level);
    return (level[0] as Child).page;
  }

  private endLeaf(): void {
    const { id, body } = this.pages.run(FLAG_LEAF, this.leaf.length, this.leafBytes);
    let at = this.leaf.length * LEAF_ELEMENT_BYTES;
    this.leaf.forEach(({ key, value, flags }, i) => {
      const element = i * LEAF_ELEMENT_BYTES;
      body.writeUInt32LE(flags, element);
      body.writeUInt32LE(at - element, element + 4);
      body.writeUInt32LE(key.length, element + 8);
      body.writeUInt32LE(value.length, element + 12);
      body.set(key, at);
      body.set(value, at + key.length);
      at += key.length + value.length;
    });
    this.leaves.push({ firstKey: this.leaf[0]?.key ?? new Uint8Array(0), page: id });
    this.leaf = [];
    this.leafBytes = 0;
  }

  private branches(children: readonly Child[]): Child[] {
    const level: Child[] = [];
    let from = 0;
    let bytes = 0;
    children.forEach(({ firstKey }, i) => {
      const more = BRANCH_ELEMENT_BYTES + firstKey.length;
      if (i > from && PAGE_HEADER_BYTES + bytes + more > PAGE_BYTES) {
        level.push(this.branch(children.slice(from, i), bytes));
        from = i;
        bytes = 0;
      }
      bytes += more;
    });
    level.push(this.branch(children.slice(from), bytes));
    return level;
  }

  private branch(children: readonly Child[], bytes: number): Child {
    const { id, body } = this.pages.run(FLAG_BRANCH, children.length, bytes);
    let at = children.length * BRANCH_ELEMENT_BYTES;
    children.forEach(({ firstKey, page }, i) => {
      const element = i * BRANCH_ELEMENT_BYTES;
      body.writeUInt32LE(at - element, element);
      body.writeUInt32LE(firstKey.length, element + 4);
      writeUint64(body, page, element + 8);
      body.set(firstKey, at);
      at += firstKey.length;
    });
    return { firstKey: (children[0] as Child).firstKey, page: id };
  }
}
