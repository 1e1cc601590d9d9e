/** What really happened to the replicated state, and what clients saw of it: everything that is judged at the end. */
import { assert, fromUtf8 } from '@kuorum/base';
import { asRevision } from '@kuorum/store/mvcc';
import {
  checkKvHistory,
  checkSerializableReads,
  checkWatch,
  EventLog,
  KvHistory,
  type SeenEvent,
  type SerializableRead,
  type WatchRecord,
} from '../linearizability/index.js';
import { LeaseCheck } from './lease-check.js';
import type { SimClock } from './sim-clock.js';
import type { Applying, SimState } from './sim-state.js';

export class Witness {
  readonly history = new KvHistory();
  readonly log = new EventLog();
  readonly leases: LeaseCheck;
  readonly serializable: SerializableRead[] = [];
  /** The last revision that each source has answered with to serializable reads. */
  readonly shownBy = new Map<string, number>();
  readonly watches: WatchRecord[] = [];
  /** What is read before the end. */
  readonly keys = new Set<string>();

  constructor(clock: SimClock, clockDriftMax: number) {
    this.leases = new LeaseCheck(() => clock.now(), clockDriftMax);
  }

  /** The first member has applied the next entry. */
  applied({ mvcc }: SimState, applying: Applying | undefined): void {
    const { currentRevision } = mvcc;
    assert(currentRevision >= this.log.lastRevision, `revision: ${currentRevision} after ${this.log.lastRevision}`);
    while (this.log.lastRevision < currentRevision) {
      const revision = asRevision(this.log.lastRevision + 1);
      this.log.add(
        revision,
        mvcc.eventsAt(revision).map(({ type, kv }): SeenEvent => {
          const key = fromUtf8(kv.key);
          return { type, key, modRevision: kv.modRevision, value: type === 'put' ? fromUtf8(kv.value) : undefined };
        }),
      );
    }
    if (applying?.kind !== 'revoked') return;
    const { lease, expired, revision } = applying;
    this.leases.gone(lease, expired);
    // Nobody asked for it, but it has its place in the order of things.
    if (expired && revision !== undefined) {
      this.history.call('time', { kind: 'revoke', lease }).answered({ revision });
    }
  }

  /** Throws at the first thing that must not have been seen. Gives how many parts of the history were too wide. */
  judge(): number {
    for (const watch of this.watches) {
      const [violation] = checkWatch(watch, this.log);
      assert(violation === undefined, violation?.message ?? '');
    }
    const violation = checkSerializableReads(this.serializable, this.log);
    assert(violation === undefined, violation ?? '');
    const verdict = checkKvHistory(this.history.calls, { revisions: 'all', log: this.log });
    if (verdict.kind === 'illegal') throw new Error(`linearizability: no legal order:\n${verdict.counterexample}`);
    return verdict.kind === 'undecided' ? verdict.parts : 0;
  }
}
