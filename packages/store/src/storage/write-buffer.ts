/**
 * What was put and deleted and is not in LevelDB yet: first gathered, then, taken out as one batch, on its way there. Reads look
 * here before they look into the database, newest first, so they never see that it is behind.
 */
import type { WriteOp } from './level.js';

/** By key; later operations take the place of earlier ones. */
export type WriteBatch = ReadonlyMap<string, WriteOp>;

export class WriteBuffer {
  private gathered = new Map<string, WriteOp>();
  private gatheredBytes = 0;
  /** Oldest first. */
  private readonly inFlight: WriteBatch[] = [];

  /** About how much the next batch will hold. */
  get bytes(): number {
    return this.gatheredBytes;
  }

  /** `value` undefined = delete. */
  set(key: Buffer, value: Uint8Array | undefined): void {
    this.gathered.set(nameOf(key), { key, value });
    this.gatheredBytes += key.length + (value?.length ?? 0);
  }

  /** The last operation on `key`; undefined = the database knows. */
  get(key: Buffer): WriteOp | undefined {
    if (this.gathered.size === 0 && this.inFlight.length === 0) return undefined;
    const name = nameOf(key);
    let op = this.gathered.get(name);
    for (let i = this.inFlight.length - 1; op === undefined && i >= 0; i--) op = this.inFlight[i]?.get(name);
    return op;
  }

  /** All that was gathered; it is read here until it is {@link landed}. */
  take(): WriteBatch {
    const batch = this.gathered;
    this.drop();
    this.inFlight.push(batch);
    return batch;
  }

  landed(batch: WriteBatch): void {
    this.inFlight.splice(this.inFlight.indexOf(batch), 1);
  }

  /** Forgets what was gathered. */
  drop(): void {
    this.gathered = new Map();
    this.gatheredBytes = 0;
  }
}

/** A key as a string with one character a byte. */
function nameOf(key: Buffer): string {
  return key.toString('latin1');
}
