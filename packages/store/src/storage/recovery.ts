/**
 * The two databases against each other, once at each start. They are written one after the other, so a crash can leave
 * one ahead; all but one case is legal or repairs itself by replay:
 *
 * - the log is ahead of the state: normal, the core hands out the committed rest again;
 * - the state is ahead of the log, or at odds with it: legal only when the state was installed from a snapshot and the
 *   crash came before the log was reset, which is then done here;
 * - the log starts after the state ends: entries that the state needs are gone. Refused.
 */
import type { RaftLogDb } from './raft-log-db.js';
import type { StateDb } from './state-db.js';
import { RESTORE_ADVICE, StorageError } from './types.js';

export async function reconcileAfterCrash(log: RaftLogDb, state: StateDb): Promise<void> {
  const { applied } = state;
  const { storage } = log;
  if (storage.term(applied.index) === applied.term) return;
  if (applied.index > 0 && applied.index === state.installedIndex) {
    await log.reset(applied);
    return;
  }
  const range = `entries ${storage.firstIndex()} to ${storage.lastIndex()}`;
  throw new StorageError(
    'corrupt',
    `Cannot start as the raft log (${range}) does not continue the state, which is at index ${applied.index} in term ${applied.term}: one of them was lost or replaced. Both are left as they are: ${RESTORE_ADVICE}`,
  );
}
