/**
 * Who a directory belongs to: written into an empty database once, compared at every later start. Mixing up the data
 * of two members, or of two clusters, would break the quorum's promises silently.
 */
import { checkLevelLogs } from './level-log-check.js';
import { openLevel, type GroupWriter, type Level } from './level.js';
import { IDENTITY_KEY } from './state-codec.js';
import { StorageError, type Identity } from './types.js';

const FORMAT_VERSION = 1;
const ID = /^[0-9a-f]{1,16}$/;

interface StoredIdentity {
  readonly format: number;
  readonly clusterId: string;
  readonly memberId: string;
}

/** Throws, and leaves the directory as it is, when it belongs to somebody else. */
export async function claimDirectory(db: Level, writer: GroupWriter, key: Uint8Array, owner: Identity): Promise<void> {
  const bytes = db.getSync(key);
  if (bytes !== undefined) {
    compareIdentity(db.location, parseIdentity(db.location, bytes), owner);
    return;
  }
  const [anything] = await db.keys({ limit: 1 }).all();
  if (anything !== undefined) throw unknownFormat(db.location, 'it holds records but none that says whose they are');
  const identity: StoredIdentity = {
    format: FORMAT_VERSION,
    clusterId: owner.clusterId.toString(16),
    memberId: owner.memberId.toString(16),
  };
  await writer.write([{ key, value: Buffer.from(JSON.stringify(identity)) }], true);
}

/** Whose the database in `dir` is; undefined when it is nobody's yet. */
export async function readIdentity(dir: string): Promise<Identity | undefined> {
  await checkLevelLogs(dir);
  const db = await openLevel(dir);
  try {
    const bytes = db.getSync(IDENTITY_KEY);
    if (bytes === undefined) return undefined;
    const { clusterId, memberId } = parseIdentity(db.location, bytes);
    if (!ID.test(clusterId) || !ID.test(memberId)) throw unknownFormat(dir, 'its identity record is not readable');
    return { clusterId: BigInt(`0x${clusterId}`), memberId: BigInt(`0x${memberId}`) };
  } finally {
    await db.close();
  }
}

function compareIdentity(dir: string, stored: StoredIdentity, owner: Identity): void {
  if (stored.format !== FORMAT_VERSION) throw unknownFormat(dir, `it has format ${stored.format}`);
  mustBeSame(dir, 'cluster', stored.clusterId, owner.clusterId);
  mustBeSame(dir, 'member', stored.memberId, owner.memberId);
}

function mustBeSame(dir: string, what: 'cluster' | 'member', stored: string, wanted: bigint): void {
  if (stored === wanted.toString(16)) return;
  throw new StorageError(
    'wrongIdentity',
    `Cannot use ${dir} as it belongs to ${what} ${stored}, not to ${what} ${wanted.toString(16)}: give this member its own --data-dir, or an empty one to join anew`,
  );
}

function parseIdentity(dir: string, bytes: Uint8Array): StoredIdentity {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    throw unknownFormat(dir, 'its identity record is not readable');
  }
  if (typeof parsed === 'object' && parsed !== null && 'format' in parsed) return parsed as StoredIdentity;
  throw unknownFormat(dir, 'its identity record is not readable');
}

function unknownFormat(dir: string, reason: string): StorageError {
  const text = `Cannot use ${dir} as ${reason}, and this version knows format ${FORMAT_VERSION}: give an empty directory, or the version that wrote it`;
  return new StorageError('unknownFormat', text);
}
