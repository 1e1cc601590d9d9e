/**
 * The log of one child process: a file it appends to by itself, so that it goes on while no kubelet runs.
 *
 * Bounded by copy-and-truncate: at `logBytesMax` the file is copied to `.1` and cut to nothing (the child's descriptor
 * is in append mode and follows). What is written between copy and cut is lost. When bytes arrived is kept beside it in
 * `.times`, one `offset time` line per observation: the timestamps of the process runtime are that coarse.
 */
import { appendFile, copyFile, open, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { logBytesMax, logFollowPollMs } from '../../limits.js';
import type { LogOptions } from '../types.js';

export class LogFile {
  private seenBytes = -1;

  constructor(readonly path: string) {}

  private get timesPath(): string {
    return `${this.path}.times`;
  }

  /** Notes how far the file has grown by now, and rotates it when it is too large. */
  async housekeep(nowMs: number, bytesMax = logBytesMax): Promise<void> {
    const size = await sizeOf(this.path);
    if (size === undefined || size === this.seenBytes) return;
    if (size > bytesMax) {
      await copyFile(this.path, `${this.path}.1`);
      await truncate(this.path, 0);
      await writeFile(this.timesPath, '');
      this.seenBytes = 0;
      return;
    }
    await appendFile(this.timesPath, `${size} ${nowMs}\n`);
    this.seenBytes = size;
  }

  /**
   * The log as asked for, read on when the last piece was taken. What is there at the start is held in memory meanwhile
   * (at most the two halves), so that no rotation cuts it. `ended` tells whether anything more can come.
   */
  async *read(options: LogOptions, ended: () => Promise<boolean>): AsyncGenerator<Uint8Array, void, void> {
    const { text, size } = await this.whole(options);
    if (text.length > 0) yield text;
    if (!options.follow) return;
    let offset = size;
    for (;;) {
      // Asked before reading: what was written up to the end is then surely read.
      const last = await ended();
      const { fresh, next } = await this.readFrom(offset, options);
      if (fresh.length > 0) yield fresh;
      if (last) return;
      offset = next;
      await sleep(logFollowPollMs);
    }
  }

  private async whole(options: LogOptions): Promise<{ text: Uint8Array; size: number }> {
    const current = (await readIfThere(this.path)) ?? Buffer.alloc(0);
    const older = (await readIfThere(`${this.path}.1`)) ?? Buffer.alloc(0);
    const plain =
      options.tailLines === undefined && options.sinceMs === undefined && !options.timestamps && older.length === 0;
    if (plain) return { text: current, size: current.length };
    const times = await this.times();
    let lines: Line[] = [...splitLines(older, -older.length), ...splitLines(current, 0)].map(({ bytes, start }) => ({
      bytes,
      timeMs: timeAt(times, start),
    }));
    const { sinceMs } = options;
    if (sinceMs !== undefined) lines = lines.filter((line) => line.timeMs >= sinceMs);
    if (options.tailLines !== undefined) lines = options.tailLines === 0 ? [] : lines.slice(-options.tailLines);
    return { text: Buffer.concat(lines.map((line) => stamped(line, options.timestamps))), size: current.length };
  }

  private async readFrom(offset: number, options: LogOptions): Promise<{ fresh: Uint8Array; next: number }> {
    const size = (await sizeOf(this.path)) ?? 0;
    const from = size < offset ? 0 : offset; // Smaller than before: rotated meanwhile.
    if (size === from) return { fresh: Buffer.alloc(0), next: from };
    const file = await open(this.path);
    try {
      const buffer = Buffer.alloc(size - from);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
      const read = buffer.subarray(0, bytesRead);
      if (!options.timestamps) return { fresh: read, next: from + read.length };
      const lines = read.subarray(0, read.lastIndexOf(0x0a) + 1); // Whole lines only, each with its stamp.
      const timeMs = Date.now();
      const stampedLines = splitLines(lines, 0).map(({ bytes }) => stamped({ bytes, timeMs }, true));
      return { fresh: Buffer.concat(stampedLines), next: from + lines.length };
    } finally {
      await file.close();
    }
  }

  private async times(): Promise<{ readonly offset: number; readonly timeMs: number }[]> {
    const text = ((await readIfThere(this.timesPath)) ?? Buffer.alloc(0)).toString('latin1');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [offset, timeMs] = line.split(' ').map(Number);
        return { offset: offset ?? 0, timeMs: timeMs ?? 0 };
      });
  }
}

interface Line {
  readonly bytes: Buffer;
  readonly timeMs: number;
}

function timeAt(times: readonly { readonly offset: number; readonly timeMs: number }[], start: number): number {
  return times.find((time) => time.offset > start)?.timeMs ?? Date.now();
}

function stamped(line: Line, timestamps: boolean): Buffer {
  return timestamps ? Buffer.concat([Buffer.from(`${new Date(line.timeMs).toISOString()} `), line.bytes]) : line.bytes;
}

/** Lines with their newline; the last may lack it. */
function splitLines(bytes: Buffer, base: number): { readonly bytes: Buffer; readonly start: number }[] {
  const lines: { bytes: Buffer; start: number }[] = [];
  for (let at = 0; at < bytes.length;) {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline < 0 ? bytes.length : newline + 1;
    lines.push({ bytes: bytes.subarray(at, end), start: base + at });
    at = end;
  }
  return lines;
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (found) => found.size,
    () => undefined,
  );
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(() => undefined);
}
