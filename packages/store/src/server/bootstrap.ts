/**
 * Opens a member's directory: finds out whose it is (or is to be), and when it is empty founds the cluster or joins it,
 * unless this member was part of it before. A directory of somebody else is refused before anything in it is opened.
 *
 * A new cluster starts as if from a snapshot at index 1 that holds the first membership: every first member writes the
 * same one, so there is nothing to agree on, and a member added later cannot replay the log from the start without it.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@kuorum/base';
import { AuthRecordError } from '../auth/index.js';
import { LeaseRecordError } from '../lease/index.js';
import { RestoreError } from '../mvcc/index.js';
import { asLogIndex, asTerm, type ConfState } from '../raft/index.js';
import { RaftLogDb, reconcileAfterCrash, RESTORE_ADVICE, StateDb, StorageError } from '../storage/index.js';
import { authDefaults } from './auth/options.js';
import { readOwner, sameUrls, writeOwner, type DirectoryOwner } from './directory-owner.js';
import { forceNewCluster } from './force-new-cluster.js';
import { clusterIdOf, memberIdOf } from './ids.js';
import { askPeers, joinCluster } from './join.js';
import { findWitness, startedBefore } from './lost-disk.js';
import type { MemberRecord } from './membership.js';
import type { StoreDependencies, StoreOptions } from './options.js';
import type { DialPeer } from './peer-dialer.js';
import { StartRefusal } from './start-refusal.js';
import { StateMachine } from './state-machine.js';

export const FIRST_INDEX = asLogIndex(1);
export const FIRST_TERM = asTerm(1);

export interface Identities {
  readonly clusterId: bigint;
  readonly memberId: bigint;
  /** As the start knows them: of a new cluster all, of one that is joined those that its peers told of. */
  readonly members: readonly MemberRecord[];
}

/** Of a new cluster, computed from --initial-cluster alone. */
export function foundingIdentities(
  options: Pick<StoreOptions, 'name' | 'initialCluster' | 'initialClusterToken'>,
): Identities {
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
  readonly identities: Identities;
  close(): Promise<void>;
}

export function stateDirectory(options: Pick<StoreOptions, 'dataDir'>): string {
  return join(options.dataDir, 'member', 'state');
}

type Dependencies = Pick<StoreDependencies, 'clock' | 'logger'> & { readonly dial: DialPeer };

export async function openStore(options: StoreOptions, dependencies: Dependencies): Promise<OpenedStore> {
  const { dial } = dependencies;
  const directory = join(options.dataDir, 'member');
  const owner = await readOwner(directory, stateDirectory(options));
  if (owner === undefined && options.forceNewCluster) {
    throw new StartRefusal(
      `Cannot force a new cluster from ${options.dataDir} as it is empty: give the --data-dir of a member`,
    );
  }
  const identities = await identitiesFor(options, owner, dial);
  const { clusterId, memberId } = identities;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const log = await RaftLogDb.open(join(directory, 'raft'), { clusterId, memberId }, options.unsafeNoFsync);
  let db: StateDb | undefined;
  try {
    db = await StateDb.open(stateDirectory(options), { clusterId, memberId }, options.unsafeNoFsync);
    const machine = await openMachine(options, identities, {
      log,
      db,
      justAsked: owner === undefined,
      ...dependencies,
    });
    const peerUrls = machine.members.get(memberId)?.peerUrls ?? options.initialAdvertisePeerUrls;
    await keepOwner(directory, owner, { clusterId, memberId, peerUrls });
    log.storage.setConfState(db.applied.confState);
    return { log, db, machine, identities, close: () => closeBoth(log, db) };
  } catch (error) {
    await closeBoth(log, db);
    throw error;
  }
}

interface OpenDatabases {
  readonly log: RaftLogDb;
  readonly db: StateDb;
  /** The peers were asked already whether this member started before. */
  readonly justAsked: boolean;
}

async function openMachine(
  options: StoreOptions,
  identities: Identities,
  { log, db, justAsked, ...dependencies }: Dependencies & OpenDatabases,
): Promise<StateMachine> {
  // A crash in the middle of founding the cluster: the log has not begun.
  if (db.applied.index === FIRST_INDEX && log.isFresh) await log.reset({ index: FIRST_INDEX, term: FIRST_TERM });
  await reconcileAfterCrash(log, db);
  const isNew = db.applied.index === 0 && log.isFresh;
  // A directory that was claimed and never used, or lost what was in it.
  if (isNew && !justAsked) await refuseIfStartedBefore(options, identities, dependencies.dial);
  const { token } = options.auth ?? authDefaults;
  const machineOptions = {
    clock: dependencies.clock ?? systemClock,
    simpleTokenTtlMs: token.ttlMs,
    leaseCheckpointIntervalMs: options.leaseCheckpointIntervalMs,
  };
  const machine = await StateMachine.open(db, machineOptions).catch((error: unknown) => {
    throw damagedState(error, stateDirectory(options));
  });
  if (isNew && options.initialClusterState === 'new') await found(log, db, machine, identities.members);
  const { memberId } = identities;
  if (machine.members.wasRemoved(memberId)) throw removedFromCluster(options.dataDir);
  if (options.forceNewCluster) await forceNewCluster({ log, db, machine }, memberId, dependencies.logger);
  return machine;
}

async function keepOwner(directory: string, before: DirectoryOwner | undefined, now: DirectoryOwner): Promise<void> {
  if (before?.peerUrls === undefined || !sameUrls(before.peerUrls, now.peerUrls ?? []))
    await writeOwner(directory, now);
}

/** Whose the directory is; of an empty one, whose it will be. Refuses one that is not this member's. */
async function identitiesFor(
  options: StoreOptions,
  owner: DirectoryOwner | undefined,
  dial: DialPeer,
): Promise<Identities> {
  const isNew = options.initialClusterState === 'new';
  if (owner === undefined) {
    const identities = isNew ? foundingIdentities(options) : await joinCluster(options, dial);
    // Before anything is written: the directory stays empty, and fit for a member that takes the lost one's place.
    await refuseIfStartedBefore(options, identities, dial);
    return identities;
  }
  const { clusterId, memberId } = owner;
  // What is forced alone needs no peers, and --initial-cluster may be of any day.
  if (options.forceNewCluster) return { clusterId, memberId, members: [] };
  if (isNew) {
    const founding = foundingIdentities(options);
    if (founding.clusterId === clusterId && founding.memberId === memberId) return founding;
    throw foreign(options, owner, founding);
  }
  const answers = await askPeers(options, dial);
  const stranger = answers.find((answer) => answer.clusterId !== clusterId);
  if (stranger !== undefined) throw foreign(options, owner, { clusterId: stranger.clusterId });
  const [{ members } = { members: [] }] = answers;
  const knownUrls = owner.peerUrls ?? options.initialAdvertisePeerUrls;
  const told = answers.map((answer) => answer.members.find(({ id }) => id === memberId)?.peerUrls ?? []);
  const isOwn = [knownUrls, ...told].some((urls) => sameUrls(urls, options.initialAdvertisePeerUrls));
  if (!isOwn) throw foreign(options, owner, {});
  return { clusterId, memberId, members };
}

function foreign(
  { dataDir, name, initialAdvertisePeerUrls }: StoreOptions,
  owner: DirectoryOwner,
  wanted: { readonly clusterId?: bigint; readonly memberId?: bigint },
): StorageError {
  const isOtherCluster = wanted.clusterId !== undefined && wanted.clusterId !== owner.clusterId;
  const [what, stored, asked] = isOtherCluster
    ? ['cluster', owner.clusterId, wanted.clusterId?.toString(16)]
    : ['member', owner.memberId, wanted.memberId?.toString(16) ?? `${name} at ${initialAdvertisePeerUrls.join()}`];
  return new StorageError(
    'wrongIdentity',
    `Cannot use ${dataDir} as it belongs to ${what} ${stored.toString(16)}, not to ${what} ${asked}: give this member its own --data-dir. ` +
      'If it is its own and the cluster has got other members, or other addresses, since it was founded: start with --initial-cluster-state=existing',
  );
}

function removedFromCluster(directory: string): StartRefusal {
  return new StartRefusal(
    `Cannot start on ${directory}: the member has been permanently removed from the cluster. To take part again it needs an empty --data-dir, and etcdctl member add`,
  );
}

async function refuseIfStartedBefore(options: StoreOptions, identities: Identities, dial: DialPeer): Promise<void> {
  const witness = await findWitness({ ...identities, dial });
  if (witness !== undefined) throw startedBefore(options.name, options.dataDir, witness);
}

async function found(
  log: RaftLogDb,
  db: StateDb,
  machine: StateMachine,
  members: readonly MemberRecord[],
): Promise<void> {
  const confState = foundingConfState(members);
  for (const member of members) machine.members.put(member);
  await db.flush({ index: FIRST_INDEX, term: FIRST_TERM, confState }, { sync: true });
  await log.reset({ index: FIRST_INDEX, term: FIRST_TERM });
}

/** All of a new cluster's members vote. */
export function foundingConfState(members: readonly MemberRecord[]): ConfState {
  const voters = members.map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1));
  return { voters, votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };
}

/** What is wrong with a record, as a refusal that says what to do. */
function damagedState(error: unknown, directory: string): unknown {
  if (!(error instanceof RestoreError) && !(error instanceof LeaseRecordError) && !(error instanceof AuthRecordError))
    return error;
  const text = `Cannot use the state in ${directory}: ${error.message}. It is left as it is: ${RESTORE_ADVICE}`;
  return new StorageError('corrupt', text, { cause: error });
}

async function closeBoth(log: RaftLogDb, db: StateDb | undefined): Promise<void> {
  await log.close();
  await db?.close();
}
