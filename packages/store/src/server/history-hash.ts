/**
 * HashKV: a checksum of every version that no compaction takes away, up to a revision. Equal on all members at equal
 * revision and compacted revision. Read from a frozen view in which no compaction is half done, batch by batch, so that
 * nothing waits for it however large the store is. It gives what `MvccStore.hash` gives in one go.
 */
import { crc32c, decodeCompacted, decodeStoredRevision, MVCC_PREFIX, MvccError } from '../mvcc/index.js';
import type { FrozenView } from '../storage/index.js';
import { etcdError, toEtcdError, type EtcdError } from './errors.js';
import { HISTORY_HASHES_MAX } from './limits.js';

export interface HistoryHash {
  readonly hash: number;
  /** Up to which it was asked for. */
  readonly revision: number;
  readonly compactRevision: number;
  /** Of the store when it was computed. */
  readonly currentRevision: number;
}

export interface FrozenHistory {
  readonly view: FrozenView;
  readonly revision: number;
}

export class HistoryHasher {
  private readonly running = new Set<Promise<unknown>>();
  private readonly closing = new AbortController();

  constructor(private readonly freeze: () => Promise<FrozenHistory>) {}

  /** `revision` ≤ 0 = the current one. Rejects with EtcdError. */
  async of(revision: number): Promise<HistoryHash> {
    if (this.running.size >= HISTORY_HASHES_MAX) throw etcdError('tooManyRequests');
    const run = this.run(revision);
    this.running.add(run);
    try {
      return await run;
    } catch (error) {
      throw this.refusal(error) ?? error;
    } finally {
      this.running.delete(run);
    }
  }

  /** Resolves when nothing reads the database any more. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.running);
  }

  private async run(asked: number): Promise<HistoryHash> {
    const { view, revision: currentRevision } = await this.freeze();
    try {
      const compactRevision = decodeCompacted((key) => view.get(key));
      const revision = asked <= 0 ? currentRevision : asked;
      if (revision > currentRevision) throw new MvccError('futureRevision');
      if (revision < compactRevision) throw new MvccError('compacted');
      return { hash: await this.hashUpTo(view, revision), revision, compactRevision, currentRevision };
    } finally {
      await view.close();
    }
  }

  private async hashUpTo(view: FrozenView, revision: number): Promise<number> {
    let hash = 0;
    for await (const batch of view.scan(MVCC_PREFIX)) {
      if (this.closing.signal.aborted) throw etcdError('stopped');
      for (const [key, value] of batch) {
        if (decodeStoredRevision(key) > revision) return hash;
        hash = crc32c(value, crc32c(key, hash));
      }
    }
    return hash;
  }

  private refusal(error: unknown): EtcdError | undefined {
    return this.closing.signal.aborted ? etcdError('stopped') : toEtcdError(error);
  }
}
