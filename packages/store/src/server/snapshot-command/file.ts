/** A snapshot file: an etcd database, and behind it the SHA-256 of it when the file came from a member. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { StartRefusal } from '../start-refusal.js';

export const HASH_BYTES = 32;
/** Databases are whole pages, so what is left of this is the checksum (etcdctl's way to tell). */
const BLOCK_BYTES = 512;

/** Refused, in words for the person who gave the command. */
export class SnapshotError extends StartRefusal {
  override readonly name = 'SnapshotError';
}

export async function hasHash(path: string): Promise<boolean> {
  return (await sizeOf(path)) % BLOCK_BYTES === HASH_BYTES;
}

/** Throws {@link SnapshotError} when the checksum behind the database is not its own. */
export async function checkHash(path: string): Promise<void> {
  const databaseBytes = (await sizeOf(path)) - HASH_BYTES;
  const stored = Buffer.alloc(HASH_BYTES);
  const file = await open(path);
  try {
    await file.read(stored, 0, HASH_BYTES, databaseBytes);
  } finally {
    await file.close();
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { end: databaseBytes - 1 })) hash.update(chunk as Buffer);
  const found = hash.digest();
  if (!found.equals(stored)) {
    throw new SnapshotError(
      `expected sha256 ${stored.toString('hex')}, got ${found.toString('hex')}: ${path} was changed`,
    );
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new SnapshotError(`Cannot read ${path}: there is no such file`);
  return found.size;
}
