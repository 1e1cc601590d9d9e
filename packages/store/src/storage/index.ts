/**
 * LevelDB under a member: two databases, because the raft log is synced at every round and cut often, and the state is
 * neither. How the shell uses them:
 *
 * ```ts
 * const log = await RaftLogDb.open(join(dataDir, 'raft'), identity);   // log.storage is the LogStorage for RawNode
 * const state = await StateDb.open(join(dataDir, 'state'), identity);  // the KvBackend for MvccStore
 * await reconcileAfterCrash(log, state);                               // once, before RawNode is made
 * log.storage.setConfState(state.applied.confState);                   // then RawNode({ applied: state.applied.index })
 *
 * await log.save({ entries, hardState, sync: ready.mustSync });        // one batch; before messagesAfterPersist and advance()
 * state.put(…); state.advanceTo({ index, term, confState });           // after each committed entry that was applied
 * await state.flush(state.applied);                                    // now and then: one batch
 *
 * await state.sync(); await log.truncate(index);                       // cut the log up to index (≤ applied), inclusive
 *
 * for await (const chunk of state.exportSnapshot()) send(chunk);       // leader: chunks ≤ 1 MiB of a frozen view, see .applied
 * const install = state.beginInstall(); await install.write(chunk)…;   // follower: into a new generation, beside the old
 * await install.commit(metadata); await log.reset(metadata);           // when Ready.snapshot comes; then restore mvcc anew
 * await install.abort();                                               // or not
 * ```
 * A rejected write is fatal: end the process. Close once, after the last call has settled.
 */
export * from './bolt/index.js';
export type { FrozenView } from './frozen-view.js';
export * from './limits.js';
export { readIdentity } from './identity.js';
export type { CachedLogStorage } from './log-cache.js';
export * from './raft-log-db.js';
export * from './recovery.js';
export { type StoredRecord } from './level.js';
export type { SnapshotExport, SnapshotInstall } from './snapshot-types.js';
export * from './state-db.js';
export * from './types.js';
