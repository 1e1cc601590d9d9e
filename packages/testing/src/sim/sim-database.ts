/**
 * A database on a simulated disk: an ordered sequence of writes of which a crash loses an unsynced suffix (a random one:
 * the operating system may have written back some of it). A sync makes all of them durable. What is on the disk is
 * guarded by checksums, as LevelDB's blocks and our records are: a torn last write is noticed and dropped, damage to
 * what was durable is noticed at the next start.
 */
import type { Prng } from '@kuorum/base';

export interface DatabaseOptions<W> {
  readonly prng: Prng;
  /** Says "synced" and is not: what a crash must never find. */
  readonly liesAboutSync: boolean;
  /** What of a write that was torn by a crash takes effect; absent = nothing, as its checksum is wrong. */
  readonly torn?: ((write: W) => W) | undefined;
}

/** Applies writes of type `W` to an image of type `I`. */
export class SimDatabase<I, W> {
  writesLost = 0;
  writesTorn = 0;
  private unsynced: W[] = [];
  private writtenBack = 0;

  constructor(
    public image: I,
    private readonly perform: (image: I, write: W) => void,
    private readonly options: DatabaseOptions<W>,
  ) {}

  write(write: W): void {
    this.unsynced.push(write);
  }

  /** Writes so far: to be given to {@link syncTo}. */
  get position(): number {
    return this.writtenBack + this.unsynced.length;
  }

  sync(): void {
    this.syncTo(this.position);
  }

  /** Makes durable what was written when the position was this, and nothing that came later. */
  syncTo(position: number): void {
    if (!this.options.liesAboutSync) this.writeBack(Math.max(0, position - this.writtenBack));
  }

  crash(): void {
    const { prng, torn } = this.options;
    const kept = prng.int(this.unsynced.length + 1);
    this.writeBack(kept);
    const [cut] = this.unsynced;
    if (cut !== undefined && prng.next() < 0.5) {
      this.writesTorn++;
      if (torn !== undefined) this.perform(this.image, torn(cut));
    }
    this.writesLost += this.unsynced.length;
    this.writtenBack += this.unsynced.length;
    this.unsynced = [];
  }

  /** Everything is gone: a new disk. */
  wipe(image: I): void {
    this.image = image;
    this.unsynced = [];
  }

  private writeBack(count: number): void {
    this.writtenBack += count;
    for (const write of this.unsynced.splice(0, count)) this.perform(this.image, write);
  }
}
