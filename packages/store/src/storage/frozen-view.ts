/** The state as it was written at one moment, however it goes on: to send or to copy it while writes come in. */
import { scanLevel, type Level, type LevelSnapshot, type StoredRecord } from './level.js';
import { SNAPSHOT_CHUNK_BYTES } from './limits.js';
import { SnapshotEncoder } from './snapshot-codec.js';
import {
  APPLIED_KEY,
  CONF_STATE_KEY,
  decodeApplied,
  GENERATION_BYTES,
  isInternal,
  keyOf,
  rangeOf,
} from './state-codec.js';
import type { Applied } from './state-db.js';

export class FrozenView {
  /** How far the state was. */
  readonly applied: Applied;
  private readonly snapshot: LevelSnapshot;

  constructor(
    private readonly db: Level,
    private readonly generation: number,
  ) {
    this.snapshot = db.snapshot();
    const [applied, confState] = [this.get(APPLIED_KEY), this.get(CONF_STATE_KEY)];
    this.applied = decodeApplied(applied, confState);
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.db.getSync(keyOf(this.generation, key), { snapshot: this.snapshot });
  }

  /** Batches of records whose key starts with `prefix`, in key order. */
  async *scan(prefix?: Uint8Array): AsyncGenerator<readonly StoredRecord[]> {
    const [from, to] = rangeOf(this.generation, prefix);
    for await (const records of scanLevel(this.db, from, to, this.snapshot)) {
      yield records.map(([key, value]) => [key.subarray(GENERATION_BYTES), value] as const);
    }
  }

  /** As it goes to another member, in chunks. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const encoder = new SnapshotEncoder(SNAPSHOT_CHUNK_BYTES);
    for await (const records of this.scan()) {
      for (const [key, value] of records) if (!isInternal(key)) yield* encoder.add(key, value);
    }
    yield* encoder.end();
  }

  /** To be called when done, also after a failure, and before the database is closed. */
  close(): Promise<void> {
    return this.snapshot.close();
  }
}
