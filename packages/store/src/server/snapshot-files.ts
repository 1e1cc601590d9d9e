/**
 * Snapshots for operators: the state as an etcd database, written to a file in the data directory first (its size must be
 * known before the first byte goes out), gone when the caller is done. What a crash left is removed at the start.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { etcdError } from './errors.js';
import { temporaryDirectory, writeEtcdFile } from './etcd-file/export.js';
import type { HistoryKeeper } from './history-keeper.js';
import { SNAPSHOT_FILES_MAX } from './limits.js';

export interface SnapshotFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Removes it. */
  close(): Promise<void>;
}

export class SnapshotFiles {
  private readonly directory: string;
  private readonly reading = new Set<Promise<unknown>>();
  private readonly closing = new AbortController();
  private openCount = 0;
  private sequence = 0;

  constructor(
    dataDir: string,
    private readonly history: Pick<HistoryKeeper, 'freeze'>,
  ) {
    this.directory = temporaryDirectory(dataDir);
  }

  async start(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Rejects with EtcdError when too many are open. */
  async take(signal: AbortSignal): Promise<SnapshotFile> {
    if (this.openCount >= SNAPSHOT_FILES_MAX) throw etcdError('tooManyRequests');
    this.openCount++;
    const path = join(this.directory, `snapshot-${++this.sequence}.db`);
    const close = async (): Promise<void> => {
      this.openCount--;
      await rm(path, { force: true });
    };
    try {
      return { path, sizeBytes: await this.write(path, AbortSignal.any([signal, this.closing.signal])), close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Resolves when nothing reads the database any more. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.reading);
    await rm(this.directory, { recursive: true, force: true });
  }

  private async write(path: string, signal: AbortSignal): Promise<number> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const { view } = await this.history.freeze();
    const writing = writeEtcdFile(view, path, signal).finally(() => view.close());
    this.reading.add(writing);
    try {
      return await writing;
    } catch (error) {
      throw signal.aborted ? etcdError('stopped') : error;
    } finally {
      this.reading.delete(writing);
    }
  }
}
