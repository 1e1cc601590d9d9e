/**
 * The way of a member's state into its database, as StateDb and its GroupWriter go it: a flush need not be waited for, a
 * batch takes its time, what comes meanwhile shares the next one. What is in the database (`written`) is what views and
 * snapshots show; what of it a power cut leaves is the disk's affair.
 */
import { performStateWrite, type SimDisk, type StateImage, type StateWrite } from './sim-disk.js';

export interface WriterHome {
  random(): number;
  /** What a synced write takes at most; others are faster. */
  readonly diskMsMax: number;
  later(delayMs: number, task: () => void): void;
  /** Dies when the disk fails. */
  checkDisk(): void;
}

/** Of writes that are not synced, most take no time. */
const SLOW_WRITES = 0.3;
/** A table of LevelDB takes longer than a synced write. */
const TABLE_TIMES = 3;

interface Queued {
  readonly write: StateWrite | undefined;
  readonly done: () => void;
}

export class StateWriter {
  readonly written: StateImage;
  private queue: Queued[] = [];
  private writing: Queued[] = [];

  constructor(
    private readonly disk: SimDisk['state'],
    image: StateImage,
    private readonly home: WriterHome,
  ) {
    this.written = { ...image, records: new Map(image.records) };
  }

  /** Flushes on their way. */
  get inFlight(): number {
    return this.queue.length + this.writing.length;
  }

  /** `done` when it is in the database. */
  flush(write: StateWrite, done: () => void = () => undefined): void {
    this.enqueue({ write, done });
  }

  /** `done` when every flush so far is in the database. */
  whenWritten(done: () => void): void {
    this.enqueue({ write: undefined, done });
  }

  /** `done` when every flush so far is durable. */
  makeDurable(done: () => void): void {
    this.whenWritten(() => {
      const { position } = this.disk;
      this.home.later(this.home.random() * this.home.diskMsMax * TABLE_TIMES, () => {
        this.home.checkDisk();
        this.disk.syncTo(position);
        done();
      });
    });
  }

  /** Puts another state in the place of this one, in one synced write. */
  install(write: StateWrite): void {
    this.disk.write(write);
    this.disk.sync();
    performStateWrite(this.written, write);
  }

  private enqueue(queued: Queued): void {
    this.queue.push(queued);
    if (this.writing.length === 0) this.writeNext();
  }

  private writeNext(): void {
    const { home } = this;
    this.writing = this.queue;
    this.queue = [];
    if (this.writing.length === 0) return;
    const isFast = home.diskMsMax === 0 || home.random() >= SLOW_WRITES;
    if (isFast) this.wrote();
    else home.later(home.random() ** 2 * home.diskMsMax, () => this.wrote());
  }

  private wrote(): void {
    const batch = this.writing;
    if (batch.some(({ write }) => write !== undefined)) this.home.checkDisk();
    for (const { write } of batch) {
      if (write === undefined) continue;
      this.disk.write(write);
      performStateWrite(this.written, write);
    }
    this.writing = [];
    batch.forEach(({ done }) => done());
    if (this.writing.length === 0) this.writeNext();
  }
}
