/**
 * Opens a member's directory, and founds the cluster when it is empty, unless this member was part of it before.
 *
 * A new cluster starts as if from a snapshot at index 1 that holds the first membership: every first member writes the
 * same one, so there is nothing to agree on, and a member added later cannot replay the log from the start without it.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@kuorum/base';
import { asLogIndex, asTerm, type ConfState } from '../raft/index.js';
import { RaftLogDb, reconcileAfterCrash, StateDb } from '../storage/index.js';
import { clusterIdOf, memberIdOf } from './ids.js';
import { findWitness, startedBefore } from './lost-disk.js';
import type { MemberRecord } from './membership.js';
import type { StoreDependencies, StoreOptions } from './options.js';
import { StateMachine } from './state-machine.js';

const FIRST_INDEX = asLogIndex(1);
const FIRST_TERM = asTerm(1);

export interface Identities {
  readonly clusterId: bigint;
  readonly memberId: bigint;
  readonly members: readonly MemberRecord[];
}

export function identitiesOf(options: StoreOptions): Identities {
  const members = [...options.initialCluster].map(([name, peerUrls]) => ({
    id: memberIdOf(peerUrls, options.initialClusterToken),
    // etcd leaves the name empty until the member has started and published it.
    name: '',
    listedName: name,
    peerUrls,
    clientUrls: [],
    isLearner: false,
  }));
  const own = members.find(({ listedName }) => listedName === options.name);
  if (own === undefined) throw new Error(`Cannot start member ${options.name}: --initial-cluster does not name it`);
  return {
    clusterId: clusterIdOf(members.map(({ id }) => id)),
    memberId: own.id,
    members: members.map(({ id, name, peerUrls, clientUrls, isLearner }) => ({
      id,
      name,
      peerUrls,
      clientUrls,
      isLearner,
    })),
  };
}

export interface OpenedStore {
  readonly log: RaftLogDb;
  readonly db: StateDb;
  readonly machine: StateMachine;
  close(): Promise<void>;
}

export function stateDirectory(options: Pick<StoreOptions, 'dataDir'>): string {
  return join(options.dataDir, 'member', 'state');
}

export async function openStore(
  options: StoreOptions,
  identities: Identities,
  { clock = systemClock, resolvePeer = (url) => url }: Pick<StoreDependencies, 'clock' | 'resolvePeer'> = {},
): Promise<OpenedStore> {
  const { clusterId, memberId } = identities;
  const directory = join(options.dataDir, 'member');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const log = await RaftLogDb.open(join(directory, 'raft'), { clusterId, memberId });
  let db: StateDb | undefined;
  try {
    db = await StateDb.open(stateDirectory(options), { clusterId, memberId });
    // A crash in the middle of founding the cluster: the log has not begun.
    if (db.applied.index === FIRST_INDEX && log.isFresh) await log.reset({ index: FIRST_INDEX, term: FIRST_TERM });
    await reconcileAfterCrash(log, db);
    const isNew = db.applied.index === 0 && log.isFresh;
    if (isNew) await refuseIfStartedBefore(options, identities, resolvePeer);
    const machine = await StateMachine.open(db, { clock });
    if (isNew && options.initialClusterState === 'new') await found(log, db, machine, identities.members);
    log.storage.setConfState(db.applied.confState);
    return { log, db, machine, close: () => closeBoth(log, db) };
  } catch (error) {
    await closeBoth(log, db);
    throw error;
  }
}

async function refuseIfStartedBefore(
  options: StoreOptions,
  identities: Identities,
  resolve: (url: string) => string,
): Promise<void> {
  const witness = await findWitness({ ...identities, resolve });
  if (witness !== undefined) throw startedBefore(options.name, options.dataDir, witness);
}

async function found(
  log: RaftLogDb,
  db: StateDb,
  machine: StateMachine,
  members: readonly MemberRecord[],
): Promise<void> {
  const voters = members.map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1));
  const confState: ConfState = { voters, votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };
  for (const member of members) machine.members.put(member);
  await db.flush({ index: FIRST_INDEX, term: FIRST_TERM, confState }, { sync: true });
  await log.reset({ index: FIRST_INDEX, term: FIRST_TERM });
}

async function closeBoth(log: RaftLogDb, db: StateDb | undefined): Promise<void> {
  await log.close();
  await db?.close();
}
