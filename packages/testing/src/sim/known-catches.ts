/**
 * A seed that shows each planted bug, and the check that catches it, as `npm run sim -- --bugs --search` finds them. A
 * change of the store or of the simulation makes other runs of the same seeds: then they are to be found anew.
 */
import type { PlantedBug } from './planted-bugs.js';

export const knownCatches: Readonly<Record<PlantedBug, { readonly seed: number; readonly check: string }>> = {
  'lying-disk': { seed: 2, check: 'restore at start' },
  'ack-before-disk': { seed: 2, check: 'leader completeness' },
  'vote-not-persisted': { seed: 31, check: 'election safety' },
  'log-cut-early': { seed: 2, check: 'restore at start' },
  'half-batch': { seed: 2, check: 'revision never decreases' },
  'half-command': { seed: 5, check: 'revision never decreases' },
  'unchecked-disk': { seed: 1, check: 'revision never decreases' },
  'applied-twice': { seed: 1, check: 'revision never decreases' },
  'forgotten-compaction': { seed: 2, check: 'restore at start' },
  'wiped-member-votes': { seed: 5, check: 'invariant of the core' },
  'commit-by-counting': { seed: 214, check: 'leader completeness' },
  'truncating-append': { seed: 1, check: 'invariant of the core' },
  'one-sided-joint': { seed: 60, check: 'leader completeness' },
  'stale-read': { seed: 1, check: 'linearizability' },
  'read-without-quorum': { seed: 2, check: 'stale read' },
  'config-at-append': { seed: 3, check: 'invariant of the core' },
  'early-ack': { seed: 1, check: 'linearizability' },
  'duplicated-proposal': { seed: 5, check: 'linearizability' },
  'retried-proposal': { seed: 107, check: 'linearizability' },
  'snapshot-misnamed': { seed: 2, check: 'revision never decreases' },
  'partial-snapshot': { seed: 2, check: 'equal state' },
  'local-apply': { seed: 1, check: 'equal state' },
  'apply-order': { seed: 1, check: 'state machine safety' },
  'torn-transaction': { seed: 9, check: 'linearizability' },
  'shows-early': { seed: 17, check: 'serializable reads' },
  'live-revision': { seed: 8, check: 'serializable reads' },
  'lease-early': { seed: 3, check: 'leases' },
  'lease-never': { seed: 1, check: 'liveness' },
  'lease-by-wall-clock': { seed: 31, check: 'leases' },
  'lease-of-old-leader': { seed: 31, check: 'leases' },
  'watch-skips': { seed: 1, check: 'watch: Resumable' },
  'watch-repeats': { seed: 1, check: 'watch: Filter' },
  'watch-splits-revision': { seed: 1, check: 'watch: Atomic' },
  'watch-progress-ahead': { seed: 1, check: 'watch: Bookmarkable' },
  'watch-wrong-previous': { seed: 1, check: 'watch: PrevKV' },
};
