/** Limits and sizes of the Raft core. Defaults are etcd's unless said otherwise (server/etcdserver/bootstrap.go, raft). */
import type { Entry } from './types.js';

/** One `app` message; a larger single entry still goes alone. etcd: 512 KiB. */
export const MAX_SIZE_PER_MSG_BYTES = 512 * 1024;
/** `app` messages on their way to one follower that are not yet answered. etcd: 512. */
export const MAX_INFLIGHT_MSGS = 512;
/** Bytes of those messages. etcd leaves it unbounded in its server; here it is half of what the transport queues. */
export const MAX_INFLIGHT_BYTES = 32 * 1024 * 1024;
/** Proposals that a leader holds uncommitted. etcd leaves it unbounded in raft and limits applied lag above. */
export const MAX_UNCOMMITTED_BYTES = 64 * 1024 * 1024;
/** Committed entries handed out in one Ready, so that applying comes in slices. */
export const MAX_COMMITTED_SIZE_PER_READY_BYTES = 8 * 1024 * 1024;
/** Linearizable reads that wait for a quorum, at the leader. */
export const MAX_PENDING_READS = 4096;
/** What an entry costs beside its data: term, index, type, framing. An estimate, used for all size limits. */
export const ENTRY_OVERHEAD_BYTES = 24;
export const NO_LIMIT_BYTES = Number.MAX_SAFE_INTEGER;
/** Those who lost the leader's connection campaign within electionTicks / this: soon, but not all at once. */
export const LOST_LEADER_SPREAD_DIVISOR = 3;
/**
 * A leader that applies nothing for this many election timeouts, though committed entries wait, steps down. More than one,
 * as a large batch on a busy disk is slow but gets through.
 */
export const APPLY_STALL_ELECTION_TIMEOUTS = 3;
/** Entries looked at in one go when the unapplied log is searched for configuration changes. */
export const SCAN_BYTES = 1024 * 1024;

export function entryBytes(entry: Pick<Entry, 'data'>): number {
  return ENTRY_OVERHEAD_BYTES + entry.data.length;
}

export function entriesBytes(entries: readonly Pick<Entry, 'data'>[]): number {
  let bytes = 0;
  for (const entry of entries) bytes += entryBytes(entry);
  return bytes;
}

/** The longest prefix of at most `bytesMax`, but at least one entry when there is one. */
export function limitEntriesBytes(entries: readonly Entry[], bytesMax: number): readonly Entry[] {
  let bytes = 0;
  for (let i = 0; i < entries.length; i++) {
    bytes += entryBytes(entries[i] as Entry);
    if (bytes > bytesMax && i > 0) return entries.slice(0, i);
  }
  return entries;
}
