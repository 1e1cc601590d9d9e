/**
 * `--force-new-cluster`: makes the one member that is left of a lost quorum a cluster of its own, with its data. What is
 * in its log counts as committed, as an entry there may have been acknowledged to a client by a majority that is gone;
 * changes of membership that it has not applied are dropped, as the membership is what is being decided here. The
 * others are removed for good: should one come back, it is refused.
 *
 * Whoever runs two survivors with this flag makes two clusters of one. Idempotent: a crash in the middle is mended by
 * another start with the flag.
 */
import type { Logger } from '@kuorum/base/node';
import { asLogIndex, type Entry } from '../raft/index.js';
import type { RaftLogDb, StateDb } from '../storage/index.js';
import type { StateMachine } from './state-machine.js';

export async function forceNewCluster(
  { log, db, machine }: { log: RaftLogDb; db: StateDb; machine: StateMachine },
  memberId: bigint,
  logger: Logger | undefined,
): Promise<void> {
  const { storage } = log;
  const lost = machine.members.list().filter(({ id }) => id !== memberId);
  const own = machine.members.get(memberId);
  const { applied } = db;
  const last = storage.lastIndex();
  const tail = readAll(log, applied.index + 1, last + 1);
  const dropped = tail.filter(({ type }) => type === 'confChange');
  const kept = tail.map((entry): Entry => {
    return entry.type === 'normal' ? entry : { ...entry, type: 'normal', data: new Uint8Array(0) };
  });
  const { hardState } = storage.initialState();
  // The membership first: a crash before the log is mended leaves a start with this flag to be repeated.
  for (const { id } of lost) machine.members.remove(id);
  if (own !== undefined) machine.members.put({ ...own, isLearner: false });
  const confState = { voters: [memberId], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };
  await db.flush({ ...applied, confState }, { sync: true });
  await log.save({ entries: dropped.length > 0 ? kept : [], hardState: { ...hardState, commit: last }, sync: true });
  logger?.warn(
    { removed: lost.map(({ id }) => id.toString(16)), uncommitted: last - hardState.commit, dropped: dropped.length },
    'made a new cluster of this member alone, as --force-new-cluster asks: leave the flag out at the next start',
  );
}

function readAll({ storage }: RaftLogDb, lo: number, hi: number): Entry[] {
  if (lo >= hi) return [];
  return [...(storage.entries(asLogIndex(lo), asLogIndex(hi), Number.MAX_SAFE_INTEGER) ?? [])];
}
