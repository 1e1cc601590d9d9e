/**
 * Looks at LevelDB's own log files before LevelDB does: it drops what is damaged without a word, goes on after it, and
 * rewrites the file, and then nobody can repair or even see what was lost.
 *
 * A write that a crash cut short stands at the end, and nothing follows it. Damage is told apart by what follows: a later
 * write that is whole. Format: https://github.com/google/leveldb/blob/main/doc/log_format.md (blocks of 32 KiB, records
 * of checksum, length and kind that do not cross them; a write is one `full` record, or `first`, `middle`…, `last`).
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32c } from '../mvcc/index.js';
import { RESTORE_ADVICE, StorageError } from './types.js';

const BLOCK_BYTES = 32 * 1024;
const HEADER_BYTES = 7;
const KIND_NONE = 0;
const KIND_FULL = 1;
const KIND_FIRST = 2;
const KIND_LAST = 4;
const MASK_DELTA = 0xa282ead8;

/** Rejects with a StorageError when a log file in `dir` is damaged; nothing is written. */
export async function checkLevelLogs(dir: string): Promise<void> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names.filter((each) => /^\d+\.log$/.test(each)).sort()) {
    const damagedAt = findDamage(await readFile(join(dir, name)));
    if (damagedAt === undefined) continue;
    throw new StorageError(
      'corrupt',
      `Cannot open ${dir} as it is damaged: the record at byte ${damagedAt} of ${name} fails its checksum or cannot be read, and whole ones follow. It is left as it is: ${RESTORE_ADVICE}`,
    );
  }
}

/** Where the first broken record stands that is followed by a whole write; undefined = there is none. */
export function findDamage(file: Buffer): number | undefined {
  let damagedAt: number | undefined;
  for (let block = 0; block < file.length; block += BLOCK_BYTES) {
    const end = Math.min(block + BLOCK_BYTES, file.length);
    let at = block;
    while (at + HEADER_BYTES <= end) {
      const length = file.readUInt16LE(at + 4);
      const kind = file.readUInt8(at + 6);
      // Room that was made but not written to.
      if (kind === KIND_NONE && length === 0) break;
      if (!isWhole(file, at, length, kind, end)) {
        damagedAt ??= at;
        // Lengths mean nothing from here on: what follows is found at the next block, or by trying.
        const next = findWhole(file, at + 1, end);
        if (next === undefined) break;
        at = next;
        continue;
      }
      if (damagedAt !== undefined && (kind === KIND_FULL || kind === KIND_FIRST)) return damagedAt;
      at += HEADER_BYTES + length;
    }
  }
  return undefined;
}

function findWhole(file: Buffer, from: number, end: number): number | undefined {
  for (let at = from; at + HEADER_BYTES < end; at++) {
    const kind = file.readUInt8(at + 6);
    if (kind >= KIND_FULL && kind <= KIND_LAST && isWhole(file, at, file.readUInt16LE(at + 4), kind, end)) return at;
  }
  return undefined;
}

function isWhole(file: Buffer, at: number, length: number, kind: number, end: number): boolean {
  const to = at + HEADER_BYTES + length;
  if (to > end || kind > KIND_LAST || kind === KIND_NONE) return false;
  const stored = (file.readUInt32LE(at) - MASK_DELTA) >>> 0;
  const checksum = ((stored << 15) | (stored >>> 17)) >>> 0;
  return crc32c(file.subarray(at + 6, to)) === checksum;
}
