/** The tables of headers that are sent as a number (RFC 7541 §2.3, appendix A). */
import { assert } from '@kuorum/base';

export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** One character a byte. */
  readonly value: string;
  /** As the limits of both ends count it: RFC 7541 §4.1. */
  readonly bytes: number;
}

const OVERHEAD_BYTES = 32;

export function field(name: string, value: string): HeaderField {
  return { name, value, bytes: name.length + value.length + OVERHEAD_BYTES };
}

const statics = [
  ':authority',
  ':method GET',
  ':method POST',
  ':path /',
  ':path /index.html',
  ':scheme http',
  ':scheme https',
  ...['200', '204', '206', '304', '400', '404', '500'].map((status) => `:status ${status}`),
  'accept-charset',
  'accept-encoding gzip, deflate',
  ...['accept-language', 'accept-ranges', 'accept', 'access-control-allow-origin', 'age', 'allow', 'authorization'],
  ...['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-length'],
  ...['content-location', 'content-range', 'content-type', 'cookie', 'date', 'etag', 'expect', 'expires', 'from'],
  ...['host', 'if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'last-modified'],
  ...['link', 'location', 'max-forwards', 'proxy-authenticate', 'proxy-authorization', 'range', 'referer', 'refresh'],
  ...['retry-after', 'server', 'set-cookie', 'strict-transport-security', 'transfer-encoding', 'user-agent', 'vary'],
  ...['via', 'www-authenticate'],
];

/** Index 1 is at position 0. */
export const staticTable: readonly HeaderField[] = statics.map((line) => {
  const space = line.indexOf(' ');
  return space < 0 ? field(line, '') : field(line.slice(0, space), line.slice(space + 1));
});

assert(staticTable.length === 61, 'the static table of HPACK has 61 entries');

/**
 * The fields that came last, the youngest first, within a number of bytes. A ring, so that neither end moves the
 * others: clients put a deadline into it with every call.
 */
export class DynamicTable {
  private ring: (HeaderField | undefined)[] = new Array<HeaderField | undefined>(INITIAL_SLOTS);
  /** Where the youngest is. */
  private head = 0;
  private count = 0;
  private used = 0;

  constructor(private limitBytes: number) {}

  get bytes(): number {
    return this.used;
  }

  get size(): number {
    return this.count;
  }

  /** `position` 0 = the youngest. */
  at(position: number): HeaderField | undefined {
    if (position >= this.count) return undefined;
    return this.ring[(this.head + position) & (this.ring.length - 1)];
  }

  add(entry: HeaderField): void {
    this.evictTo(this.limitBytes - entry.bytes);
    // Too large for the whole table: it is empty now, and that is all.
    if (entry.bytes > this.limitBytes) return;
    if (this.count === this.ring.length) this.grow();
    this.head = (this.head - 1) & (this.ring.length - 1);
    this.ring[this.head] = entry;
    this.count++;
    this.used += entry.bytes;
  }

  resize(limitBytes: number): void {
    this.limitBytes = limitBytes;
    this.evictTo(limitBytes);
  }

  private evictTo(bytes: number): void {
    while (this.count > 0 && this.used > bytes) {
      const last = (this.head + this.count - 1) & (this.ring.length - 1);
      this.used -= this.ring[last]?.bytes ?? 0;
      this.ring[last] = undefined;
      this.count--;
    }
  }

  private grow(): void {
    const larger = new Array<HeaderField | undefined>(2 * this.ring.length);
    for (let i = 0; i < this.count; i++) larger[i] = this.at(i);
    this.ring = larger;
    this.head = 0;
  }
}

/** A power of two, as all sizes of the ring are. */
const INITIAL_SLOTS = 16;
