/**
 * Where etcd keeps what in its database (`server/storage/schema`, `server/storage/mvcc/revision.go`). The key of a record
 * is its revision: main (8 bytes), '_', sub (8 bytes), big-endian, and a 't' behind it for a deletion.
 */
import { ProtoError } from './proto.js';

export const bucketNames = {
  key: 'key',
  meta: 'meta',
  lease: 'lease',
  alarm: 'alarm',
  cluster: 'cluster',
  members: 'members',
  membersRemoved: 'members_removed',
  auth: 'auth',
  authUsers: 'authUsers',
  authRoles: 'authRoles',
} as const;

export const metaKeys = {
  consistentIndex: 'consistent_index',
  term: 'term',
  confState: 'confState',
  scheduledCompact: 'scheduledCompactRev',
  finishedCompact: 'finishedCompactRev',
} as const;

const REVISION_BYTES = 17;
const SEPARATOR = 0x5f;
const TOMBSTONE = 0x74;

export function encodeRevisionKey(main: number, sub: number, tombstone = false): Buffer {
  const key = Buffer.alloc(REVISION_BYTES + (tombstone ? 1 : 0));
  key.writeBigUInt64BE(BigInt(main), 0);
  key[8] = SEPARATOR;
  key.writeBigUInt64BE(BigInt(sub), 9);
  if (tombstone) key[REVISION_BYTES] = TOMBSTONE;
  return key;
}

export interface RevisionKey {
  readonly main: number;
  readonly sub: number;
  readonly tombstone: boolean;
}

/** Throws {@link ProtoError}. */
export function decodeRevisionKey(bytes: Uint8Array): RevisionKey {
  const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const tombstone = key.length === REVISION_BYTES + 1 && key[REVISION_BYTES] === TOMBSTONE;
  if ((key.length !== REVISION_BYTES && !tombstone) || key[8] !== SEPARATOR) {
    throw new ProtoError('a key is no revision');
  }
  const [main, sub] = [Number(key.readBigUInt64BE(0)), Number(key.readBigUInt64BE(9))];
  if (!Number.isSafeInteger(main) || sub > 0xffff_ffff) throw new ProtoError('a revision is beyond 2^53');
  return { main, sub, tombstone };
}

export function encodeUint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
