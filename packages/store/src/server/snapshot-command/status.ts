/** `snapshot status`: what is in a snapshot file, with etcdctl's output and its hash. Reads all of it. */
import { crc32c } from '../../mvcc/index.js';
import { BoltReader } from '../../storage/index.js';
import { bucketNames, decodeRevisionKey } from '../etcd-file/schema.js';
import { checkHash, hasHash } from './file.js';

export interface SnapshotStatus {
  readonly hash: number;
  readonly revision: number;
  readonly totalKey: number;
  readonly totalSize: number;
}

export const statusFormats = ['simple', 'json', 'table', 'fields'] as const;
export type StatusFormat = (typeof statusFormats)[number];

export async function snapshotStatus(path: string): Promise<SnapshotStatus> {
  if (await hasHash(path)) await checkHash(path);
  const file = BoltReader.open(path);
  try {
    let hash = 0;
    let revision = 0;
    let totalKey = 0;
    for (const bucket of file.buckets) {
      hash = crc32c(Buffer.from(bucket), hash);
      for (const [key, value] of file.entries(bucket)) {
        hash = crc32c(value, crc32c(key, hash));
        totalKey++;
        if (bucket === bucketNames.key) revision = decodeRevisionKey(key).main;
      }
    }
    return { hash, revision, totalKey, totalSize: file.sizeBytes };
  } finally {
    file.close();
  }
}

export function formatStatus(status: SnapshotStatus, format: StatusFormat): string {
  const { hash, revision, totalKey, totalSize } = status;
  if (format === 'json') return JSON.stringify(status);
  if (format === 'fields') {
    return `"Hash" : ${hash}\n"Revision" : ${revision}\n"Keys" : ${totalKey}\n"Size" : ${totalSize}`;
  }
  const row = [hash.toString(16), String(revision), String(totalKey), humanBytes(totalSize)];
  return format === 'simple' ? row.join(', ') : table(['HASH', 'REVISION', 'TOTAL KEYS', 'TOTAL SIZE'], row);
}

function table(head: readonly string[], row: readonly string[]): string {
  const widths = head.map((title, i) => Math.max(title.length, row[i]?.length ?? 0));
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const titles = head.map((title, i) => {
    const width = widths[i] ?? 0;
    return title.padStart(title.length + Math.floor((width - title.length) / 2)).padEnd(width);
  });
  const cells = row.map((cell, i) => cell.padStart(widths[i] ?? 0));
  return [rule, `| ${titles.join(' | ')} |`, rule, `| ${cells.join(' | ')} |`, rule].join('\n');
}

/**
 * As etcdctl writes sizes: in thousands, rounded to one digit behind the point, which is shown below ten only; above, half
 * goes to the even number, as everywhere in Go (20 480 bytes are 20 kB).
 */
export function humanBytes(bytes: number): string {
  if (bytes < 10) return `${bytes} B`;
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const exponent = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = Math.floor((bytes / 1000 ** exponent) * 10 + 0.5) / 10;
  return `${value < 10 ? value.toFixed(1) : halfToEven(value)} ${units[exponent]}`;
}

function halfToEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
