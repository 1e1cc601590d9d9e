/**
 * `snapshot restore`: makes the data directory of one member of a new cluster from a snapshot file. Run once for each
 * member with the same file and --initial-cluster; they then start as if from a snapshot at index 1 that holds this
 * state, like the members of any new cluster. The old cluster's members, its alarms and its raft log are left behind.
 *
 * The directory is filled under another name and moved into place when everything in it is on the disk.
 */
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { systemClock } from '@kuorum/base';
import { INDEX_ZERO, TERM_ZERO } from '../../raft/index.js';
import { BoltError, BoltReader, RaftLogDb, StateDb } from '../../storage/index.js';
import {
  FIRST_INDEX,
  FIRST_TERM,
  foundingConfState,
  foundingIdentities,
  stateDirectory,
  type Identities,
} from '../bootstrap.js';
import { writeOwner } from '../directory-owner.js';
import { importEtcdFile, type Imported } from '../etcd-file/import.js';
import { ProtoError } from '../etcd-file/proto.js';
import { RESTORE_FLUSH_BYTES } from '../limits.js';
import { Membership } from '../membership.js';
import { StateMachine } from '../state-machine.js';
import { checkHash, hasHash, SnapshotError } from './file.js';

export interface RestoreOptions {
  readonly file: string;
  readonly dataDir: string;
  readonly name: string;
  readonly initialCluster: ReadonlyMap<string, readonly string[]>;
  readonly initialClusterToken: string;
  readonly skipHashCheck: boolean;
  /** 0 = revisions go on from the snapshot's. */
  readonly bumpRevision: number;
  readonly progress: (text: string) => void;
}

export interface Restored extends Imported {
  readonly clusterId: bigint;
  readonly memberId: bigint;
}

/** Rejects with {@link SnapshotError} when file or directory will not do; nothing is left behind then. */
export async function restoreSnapshot(options: RestoreOptions): Promise<Restored> {
  await refuseUsedDirectory(options.dataDir);
  if (!options.skipHashCheck) {
    if (!(await hasHash(options.file))) {
      throw new SnapshotError(
        'snapshot missing hash but --skip-hash-check=false: it is no file that snapshot save wrote',
      );
    }
    options.progress('checking the checksum');
    await checkHash(options.file);
  }
  const identities = foundingIdentities(options);
  const part = `${resolve(options.dataDir)}.part`;
  await rm(part, { recursive: true, force: true });
  try {
    const imported = await fill({ ...options, dataDir: part }, identities);
    await rm(options.dataDir, { recursive: true, force: true });
    await rename(part, options.dataDir);
    await syncDirectory(dirname(resolve(options.dataDir)));
    return { ...imported, clusterId: identities.clusterId, memberId: identities.memberId };
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    const isDamage = error instanceof BoltError || error instanceof ProtoError;
    throw isDamage ? new SnapshotError(`Cannot restore ${options.file}: ${error.message}`, { cause: error }) : error;
  }
}

async function refuseUsedDirectory(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch(() => []);
  if (names.length > 0)
    throw new SnapshotError(`data-dir ${JSON.stringify(dataDir)} exists: give one that does not, or is empty`);
}

async function fill(options: RestoreOptions, identities: Identities): Promise<Imported> {
  const { clusterId, memberId, members } = identities;
  const directory = join(options.dataDir, 'member');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const owner = { clusterId, memberId };
  const db = await StateDb.open(stateDirectory(options), owner);
  let log: RaftLogDb | undefined;
  try {
    log = await RaftLogDb.open(join(directory, 'raft'), owner);
    const imported = await copyRecords(options, db);
    const membership = new Membership(db);
    for (const member of members) membership.put(member);
    const confState = foundingConfState(members);
    await db.flush({ index: FIRST_INDEX, term: FIRST_TERM, confState }, { sync: true });
    // Not only written but readable as a history: what a member would refuse is refused here.
    options.progress('checking the history');
    await StateMachine.open(db, { clock: systemClock }).catch((error: unknown) => {
      throw new ProtoError(`it holds no history: ${error instanceof Error ? error.message : String(error)}`);
    });
    await db.sync();
    await log.reset({ index: FIRST_INDEX, term: FIRST_TERM });
    const peerUrls = members.find(({ id }) => id === memberId)?.peerUrls;
    await writeOwner(directory, { clusterId, memberId, peerUrls });
    return imported;
  } finally {
    await log?.close();
    await db.close();
  }
}

async function copyRecords({ file, bumpRevision, progress }: RestoreOptions, db: StateDb): Promise<Imported> {
  const nothing = { index: INDEX_ZERO, term: TERM_ZERO, confState: foundingConfState([]) };
  const reader = BoltReader.open(file);
  try {
    const records = importEtcdFile(reader, { bumpRevision });
    let [pendingBytes, doneBytes, told] = [0, 0, 0];
    for (;;) {
      const next = records.next();
      if (next.done === true) return next.value;
      const [key, value] = next.value;
      db.put(key, value);
      pendingBytes += key.length + value.length;
      if (pendingBytes < RESTORE_FLUSH_BYTES) continue;
      await db.flush(nothing);
      doneBytes += pendingBytes;
      pendingBytes = 0;
      const percent = Math.min(99, Math.floor((100 * doneBytes) / reader.sizeBytes));
      if (percent >= told + PROGRESS_PERCENT) progress(`restored ${(told = percent)} %`);
    }
  } finally {
    reader.close();
  }
}

const PROGRESS_PERCENT = 10;

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
