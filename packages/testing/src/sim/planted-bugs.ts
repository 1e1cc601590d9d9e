/**
 * Bugs that can be planted, to show that the simulation finds them. None of them has a switch in the store: they are in
 * the simulated shell, or done to the core from outside after it has moved (core-bugs.ts).
 */
export const bugTexts = {
  // What is durable
  'lying-disk': 'sync of the raft log returns before anything is durable (--unsafe-no-fsync and a power cut)',
  'ack-before-disk': 'votes and acknowledgements leave before the write that they promise',
  'vote-not-persisted': 'a restarted member has forgotten whom it voted for',
  'log-cut-early': 'the log is cut before the state that it led to is durable',
  'half-batch': 'half of a torn batch of the state counts',
  'half-command': 'what is done of a command in slices is written before the rest of it has come',
  'unchecked-disk': 'a member starts on a damaged disk without looking at its checksums',
  'applied-twice': 'how far the state is lags behind the state, so that a restart applies entries again',
  'forgotten-compaction': 'a restart forgets up to where history was compacted, and with it the last revision',
  'wiped-member-votes': 'a member whose disk was wiped takes part again under its old name',
  // Raft
  'commit-by-counting': 'a leader commits entries of an earlier term by counting copies (Figure 8)',
  'truncating-append': 'every append cuts the log behind it, also one that is late',
  'one-sided-joint': 'in a joint configuration only the majority of the new voters is asked',
  'stale-read': 'reads are served from the own state without ReadIndex',
  'read-without-quorum': 'a leader answers ReadIndex at once, without asking whether it still leads',
  'config-at-append': 'followers take a new configuration when it is appended, and lead by it',
  // Replicated state
  'early-ack': 'a write is acknowledged when it is proposed, not when it is applied',
  'duplicated-proposal': 'the transport may deliver a forwarded proposal twice',
  'retried-proposal': 'what was lost with a leader, or seems so, is proposed again',
  'snapshot-misnamed': 'a snapshot that is newer than what was asked for goes under the older index',
  'partial-snapshot': 'one record is missing in every snapshot',
  'local-apply': 'one member executes a command in its own way',
  'apply-order': 'two entries that are handed out together are applied in the wrong order',
  'torn-transaction': 'a read may come between two operations of one transaction',
  'shows-early': 'what a command in slices has deleted is gone for readers before its end',
  'live-revision': 'a transaction that only reads takes the revision of the moment for each of its ranges',
  // Leases
  'lease-early': 'a lease ends some of its time too early',
  'lease-never': 'a new leader does not count the time of the leases it has taken over',
  'lease-by-wall-clock': 'leases are counted by a clock that can be set',
  'lease-of-old-leader': 'a leader renews leases without asking whether it still leads',
  // Watches
  'watch-skips': 'a watcher that was resumed misses the first revision',
  'watch-repeats': 'a watcher that was resumed is told of the last revision again',
  'watch-splits-revision': 'the events of one revision come in several responses',
  'watch-progress-ahead': 'a progress notice does not wait for events that are still to be replayed',
  'watch-wrong-previous': 'prev_kv shows the version that the event made, not the one before',
} as const;

export type PlantedBug = keyof typeof bugTexts;

export const plantedBugs: readonly PlantedBug[] = Object.keys(bugTexts).filter(isBug);

function isBug(name: string): name is PlantedBug {
  return name in bugTexts;
}
