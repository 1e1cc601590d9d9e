/**
 * Whose a data directory is, in a small file beside the databases: so that a foreign directory is refused before
 * anything in it is opened (LevelDB writes when it opens). The databases hold the same identity and have the last word;
 * directories without the file, as a restore makes them, are asked themselves.
 *
 * The peer URLs are there to tell the members of one cluster apart when it has changed since its founding, and ids can
 * no longer be computed from --initial-cluster.
 */
import { access, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { readIdentity, StorageError, type Identity } from '../storage/index.js';

export interface DirectoryOwner extends Identity {
  /** Of the member when it last looked; undefined = not known. */
  readonly peerUrls: readonly string[] | undefined;
}

const FILE = 'owner.json';

/** Undefined = the directory is nobody's yet. Throws StorageError. */
export async function readOwner(memberDirectory: string, stateDirectory: string): Promise<DirectoryOwner | undefined> {
  const path = join(memberDirectory, FILE);
  const text = await readFile(path, 'utf8').catch(nothingThere);
  if (text !== undefined) return parse(path, text);
  const isDatabase = await access(join(stateDirectory, 'CURRENT')).then(() => true, nothingThere);
  const identity = isDatabase === true ? await readIdentity(stateDirectory) : undefined;
  return identity === undefined ? undefined : { ...identity, peerUrls: undefined };
}

/** Whole or not at all. */
export async function writeOwner(memberDirectory: string, owner: DirectoryOwner): Promise<void> {
  const path = join(memberDirectory, FILE);
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    const { clusterId, memberId, peerUrls } = owner;
    const stored = { clusterId: clusterId.toString(16), memberId: memberId.toString(16), peerUrls };
    await file.writeFile(`${JSON.stringify(stored)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

export function sameUrls(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join() === [...b].sort().join();
}

function nothingThere(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

const ID = /^[0-9a-f]{1,16}$/;

function parse(path: string, text: string): DirectoryOwner {
  const { clusterId, memberId, peerUrls } = parseObject(text);
  const isUrls = Array.isArray(peerUrls) && peerUrls.every((url) => typeof url === 'string');
  if (typeof clusterId !== 'string' || typeof memberId !== 'string' || !ID.test(clusterId) || !ID.test(memberId)) {
    throw new StorageError('corrupt', `Cannot read ${path}, which says whose the directory is: remove that file alone`);
  }
  return {
    clusterId: BigInt(`0x${clusterId}`),
    memberId: BigInt(`0x${memberId}`),
    peerUrls: isUrls ? peerUrls : undefined,
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
