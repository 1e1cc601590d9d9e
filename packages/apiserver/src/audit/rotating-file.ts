/**
 * A file that is appended to and put aside when it is full: `audit.log`, `audit-2026-01-02T03-04-05.678.log`… The
 * newest of those that were put aside are kept, older ones deleted.
 */
import { appendFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Clock } from '@kuorum/base';

export interface RotatingFileOptions {
  readonly path: string;
  /** 0: never put aside. */
  readonly bytesMax: number;
  /** 0: all are kept. */
  readonly backupsMax: number;
  readonly clock: Clock;
}

export class RotatingFile {
  private file: FileHandle | undefined;
  private bytes = 0;

  constructor(private readonly options: RotatingFileOptions) {}

  /** Rejects when the file cannot be written. */
  async open(): Promise<void> {
    const { path } = this.options;
    await mkdir(dirname(path), { recursive: true });
    this.file = await open(path, 'a', 0o600);
    this.bytes = (await this.file.stat()).size;
  }

  /** Appends whole lines. Not to be called again before it is done. */
  async append(text: string): Promise<void> {
    const size = Buffer.byteLength(text);
    if (this.options.bytesMax > 0 && this.bytes > 0 && this.bytes + size > this.options.bytesMax) await this.rotate();
    if (this.file === undefined) await this.open();
    await this.file?.appendFile(text);
    this.bytes += size;
  }

  /** For a process that is about to end. */
  appendNow(text: string): void {
    appendFileSync(this.options.path, text, { mode: 0o600 });
  }

  async close(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await file?.close();
  }

  private async rotate(): Promise<void> {
    const { path, clock } = this.options;
    await this.close();
    const extension = extname(path);
    const stamp = new Date(clock.now()).toISOString().slice(0, -1).replaceAll(':', '-');
    await rename(path, `${path.slice(0, path.length - extension.length)}-${stamp}${extension}`);
    await this.open();
    await this.prune();
  }

  private async prune(): Promise<void> {
    const { path, backupsMax } = this.options;
    if (backupsMax === 0) return;
    const extension = extname(path);
    const prefix = `${basename(path, extension)}-`;
    const names = await readdir(dirname(path));
    const backups = names.filter(
      (name) => name.startsWith(prefix) && name.endsWith(extension) && isStamp(name, prefix, extension),
    );
    const old = backups.sort().slice(0, Math.max(0, backups.length - backupsMax));
    for (const name of old) await rm(join(dirname(path), name), { force: true });
  }
}

function isStamp(name: string, prefix: string, extension: string): boolean {
  const stamp = name.slice(prefix.length, name.length - extension.length);
  return /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}$/.test(stamp);
}
