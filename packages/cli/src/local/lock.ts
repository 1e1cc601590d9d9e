/**
 * One command at a time works on a data directory: two `up` at once would lay out two clusters over each other. The lock
 * is a file that names its holder; one whose holder has ended is taken over.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { delay, systemClock } from '@kuorum/base';
import { CliError } from '../errors.js';
import { isAlive, startTimeOf, type ProcessRecord } from './processes.js';

/** How long a command waits for another one to finish with the directory. */
const lockWaitMs = 5_000;
const lockPollMs = 100;

/** Runs `work` while holding the directory; {@link CliError} names the holder when it does not let go in time. */
export async function withLock<T>(dataDir: string, purpose: string, work: () => Promise<T>): Promise<T> {
  makeDirectory(dataDir);
  const file = join(dataDir, 'lock');
  const deadline = systemClock.monotonic() + lockWaitMs;
  while (!tryLock(file, purpose)) {
    const holder = readHolder(file);
    if (holder === undefined || !isAlive(holder)) {
      rmSync(file, { force: true });
    } else if (systemClock.monotonic() > deadline) {
      throw new CliError(
        `Cannot ${purpose} in ${dataDir}: another kuorum (pid ${holder.pid}, to ${holder.name}) is at work there; wait for it to end`,
      );
    } else {
      await delay(systemClock, lockPollMs);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Whether a command is at work on the directory now. */
export function isLocked(dataDir: string): boolean {
  const holder = readHolder(join(dataDir, 'lock'));
  return holder !== undefined && isAlive(holder);
}

function tryLock(file: string, purpose: string): boolean {
  const holder: ProcessRecord = {
    name: purpose,
    pid: process.pid,
    startedAt: startTimeOf(process.pid) ?? '',
    command: [],
  };
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when the file is gone, or was cut short by a crash. */
function readHolder(file: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
}

function makeDirectory(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'EEXIST' || code === 'ENOTDIR' ? 'it is a file, or lies below one' : `it cannot be made (${code})`;
    throw new CliError(`Cannot use ${dataDir} as the data directory: ${why}; name another one with --data-dir`);
  }
}
