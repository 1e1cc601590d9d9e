/**
 * A seed that shows each planted bug, and the check that catches it, as `npm run sim -- --bugs --search` finds them. A
 * change of the store or of the simulation makes other runs of the same seeds: then they are to be found anew.
 */
import type { PlantedBug } from './planted-bugs.js';

export const knownCatches: Readonly<Record<PlantedBug, { readonly seed: number; readonly check: string }>> = {
  'lying-disk': { seed: 1, check: 'invariant of the core' },
  'ack-before-disk': { seed: 4, check: 'invariant of the core' },
  'vote-not-persisted': { seed: 4, check: 'election safety' },
  'log-cut-early': { seed: 6, check: 'restore at start' },
  'half-batch': { seed: 2, check: 'revision never decreases' },
  'half-command': { seed: 1, check: 'revision never decreases' },
  'unchecked-disk': { seed: 1, check: 'log matching' },
  'applied-twice': { seed: 1, check: 'invariant of the core' },
  'forgotten-compaction': { seed: 1, check: 'restore at start' },
  'wiped-member-votes': { seed: 5, check: 'invariant of the core' },
  'commit-by-counting': { seed: 13, check: 'leader completeness' },
  'truncating-append': { seed: 2, check: 'invariant of the core' },
  'one-sided-joint': { seed: 12, check: 'leader completeness' },
  'stale-read': { seed: 1, check: 'linearizability' },
  'read-without-quorum': { seed: 22, check: 'stale read' },
  'config-at-append': { seed: 3, check: 'invariant of the core' },
  'early-ack': { seed: 1, check: 'linearizability' },
  'duplicated-proposal': { seed: 4, check: 'linearizability' },
  'retried-proposal': { seed: 94, check: 'linearizability' },
  'snapshot-misnamed': { seed: 1, check: 'revision never decreases' },
  'partial-snapshot': { seed: 3, check: 'equal state' },
  'local-apply': { seed: 1, check: 'equal state' },
  'apply-order': { seed: 1, check: 'state machine safety' },
  'torn-transaction': { seed: 1, check: 'linearizability' },
  'shows-early': { seed: 1, check: 'serializable reads' },
  'live-revision': { seed: 1, check: 'linearizability' },
  'lease-early': { seed: 2, check: 'leases' },
  'lease-never': { seed: 2, check: 'liveness' },
  'lease-by-wall-clock': { seed: 52, check: 'leases' },
  'lease-of-old-leader': { seed: 174, check: 'leases' },
  'watch-skips': { seed: 1, check: 'watch: Resumable' },
  'watch-repeats': { seed: 1, check: 'watch: Filter' },
  'watch-splits-revision': { seed: 1, check: 'watch: Atomic' },
  'watch-progress-ahead': { seed: 1, check: 'watch: Bookmarkable' },
  'watch-wrong-previous': { seed: 1, check: 'watch: PrevKV' },
};
