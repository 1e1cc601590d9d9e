/**
 * The processes of a local cluster. Each is recorded in `run/<name>.json` with its pid and start time, so that any
 * later command (`status`, `stop`, `start`, `down`) finds it, and never mistakes a reused pid for it.
 */
import { spawn } from 'node:child_process';
import {
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  writeFileSync,
  renameSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { delay, systemClock } from '@kuorum/base';

export interface ProcessRecord {
  readonly name: string;
  readonly pid: number;
  /** Identity of the pid: the kernel's start time of the process. */
  readonly startedAt: string;
  readonly command: readonly string[];
}

const runDir = (dataDir: string): string => join(dataDir, 'run');
const recordFile = (dataDir: string, name: string): string => join(runDir(dataDir), `${name}.json`);
export const logFile = (dataDir: string, name: string): string => join(dataDir, 'logs', `${name}.log`);

/** Starts `command` as a process of its own (own session: a Ctrl-C at the terminal does not reach it) and records it. */
export function startProcess(
  dataDir: string,
  name: string,
  command: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ProcessRecord {
  mkdirSync(runDir(dataDir), { recursive: true, mode: 0o700 });
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
  rotateLog(logFile(dataDir, name));
  const log = openSync(logFile(dataDir, name), 'a', 0o600);
  const [file = process.execPath, ...args] = command;
  const child = spawn(file, args, { detached: true, stdio: ['ignore', log, log], env: { ...process.env, ...env } });
  closeSync(log);
  if (child.pid === undefined) throw new Error(`Cannot start ${name}: ${command.join(' ')}`);
  child.unref();
  const record = { name, pid: child.pid, startedAt: startTimeOf(child.pid) ?? '', command };
  writeRecord(dataDir, record);
  return record;
}

/** A log that has grown beyond this is set aside at the next start; one older log is kept. */
const logBytesMax = 16 * 1024 * 1024;

function rotateLog(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logBytesMax) renameSync(file, `${file}.1`);
}

/** Writes `run/<name>.json` whole or not at all. */
export function writeRecord(dataDir: string, record: ProcessRecord): void {
  mkdirSync(runDir(dataDir), { recursive: true, mode: 0o700 });
  const file = recordFile(dataDir, record.name);
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function removeRecord(dataDir: string, name: string): void {
  rmSync(recordFile(dataDir, name), { force: true });
}

/** Every recorded process, alive or not, in order of name. */
export function readRecords(dataDir: string): ProcessRecord[] {
  let names: string[];
  try {
    names = readdirSync(runDir(dataDir));
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(runDir(dataDir), name), 'utf8')) as ProcessRecord);
}

export function findRecord(dataDir: string, name: string): ProcessRecord | undefined {
  return readRecords(dataDir).find((record) => record.name === name);
}

/** Whether the recorded process itself, and not a later one with its pid, still runs. */
export function isAlive({ pid, startedAt }: ProcessRecord): boolean {
  const now = startTimeOf(pid);
  return now !== undefined && now === startedAt;
}

/** Start time of a process in a form that only serves to compare; undefined when there is none or it is a zombie. */
export function startTimeOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // Field 2 may hold spaces and parentheses; what counts follows the last ')': state is field 3, starttime field 22.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return fields[0] === 'Z' ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Sends `signal` if the recorded process still runs. */
export function signalProcess(record: ProcessRecord, signal: NodeJS.Signals): boolean {
  if (!isAlive(record)) return false;
  try {
    process.kill(record.pid, signal);
    return true;
  } catch {
    // It ended between the look and the signal.
    return false;
  }
}

/** Between looks whether a process has ended. */
const endPollMs = 50;

/** SIGTERM, then SIGKILL after `graceMs`; resolves when the process is gone. */
export async function stopProcess(record: ProcessRecord, graceMs: number): Promise<void> {
  signalProcess(record, 'SIGTERM');
  const killAt = systemClock.monotonic() + graceMs;
  let killed = false;
  while (isAlive(record)) {
    if (!killed && systemClock.monotonic() >= killAt) killed = signalProcess(record, 'SIGKILL');
    await delay(systemClock, endPollMs);
  }
}
