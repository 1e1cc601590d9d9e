import type { RaftLogDb } from './raft-log-db.js';
import type { StateDb } from './state-db.js';

/** Skeleton; see index.ts. Finishes a snapshot install that a crash cut between the two databases. */
export function reconcileAfterCrash(_log: RaftLogDb, _state: StateDb): Promise<void> {
  throw new Error('not built yet');
}
