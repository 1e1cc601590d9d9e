/**
 * The files of the process runtime, and what they say. `<podsDir>/<uid>/pod.json` and, a directory a container,
 * `<container>.<attempt>/{record.json,pid,forked,exit,log,work/}`. JSON files are written whole, by rename; `pid`,
 * `forked` and `exit` are written by the container's own leader (`spawn-container.ts`). A record holds the environment, values
 * of Secrets among it, and a log whatever the program says: both are for their owner only, as are all directories.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { normalizeImage } from '../bundled-images.js';
import type { PodRef, RuntimeContainer, RuntimePod } from '../types.js';
import { isAlive, signalGroup, type ProcessIdentity } from './process-table.js';

/** Scheme of container ids. */
export const idPrefix = 'process://';

export interface PodRecord extends PodRef {
  readonly ip: string;
}

export interface ContainerRecord extends ProcessIdentity {
  readonly name: string;
  readonly attempt: number;
  readonly backoffMs: number;
  readonly image: string;
  readonly startedAtMs: number;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
}

export interface ExitRecord {
  readonly exitCode: number;
  readonly finishedAtMs: number;
}

export async function readPod(podsDir: string, uid: string): Promise<RuntimePod | undefined> {
  const directory = join(podsDir, uid);
  const pod = await readJson<PodRecord>(join(directory, 'pod.json'));
  if (pod === undefined) return undefined;
  const names = await entries(directory);
  const containers = await Promise.all(
    names.filter((name) => name !== 'pod.json').map((name) => readContainer(podsDir, uid, name)),
  );
  return {
    ...pod,
    network: 'none',
    containers: containers
      .filter((container) => container !== undefined)
      .sort((a, b) => a.name.localeCompare(b.name) || a.attempt - b.attempt),
  };
}

async function readContainer(podsDir: string, uid: string, entry: string): Promise<RuntimeContainer | undefined> {
  const directory = join(podsDir, uid, entry);
  const record = await readRecord(directory);
  if (record === undefined) return undefined;
  const { name, attempt, backoffMs, image, startedAtMs } = record;
  const created = record.pid === 0;
  const exit = created || isAlive(record) ? undefined : await exitOf(directory, record);
  return {
    id: `${idPrefix}${uid}/${entry}`,
    name,
    attempt,
    backoffMs,
    state: created ? 'created' : exit === undefined ? 'running' : 'exited',
    startedAtMs: created ? 0 : startedAtMs,
    finishedAtMs: exit?.finishedAtMs ?? 0,
    exitCode: exit?.exitCode ?? 0,
    oomKilled: false,
    message: '',
    image,
    imageId: `${idPrefix}${normalizeImage(image)}`,
  };
}

/** How an ended container ended. Without a word from its leader it was killed together with it. */
export async function exitOf(directory: string, record: ContainerRecord): Promise<ExitRecord> {
  const path = join(directory, 'exit');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) {
    // Its children may have outlived the leader.
    signalGroup(record, 'SIGKILL');
    // Somebody else may have taken the container away meanwhile.
    await writeFile(path, '137\n').catch(unlessGone(directory));
  }
  const finishedAtMs = await stat(path).then(
    (found) => found.mtimeMs,
    () => Date.now(),
  );
  // Two clocks of one machine, the file system's being the coarser one.
  return {
    exitCode: Number.parseInt(text ?? '137', 10),
    finishedAtMs: Math.max(record.startedAtMs, Math.trunc(finishedAtMs)),
  };
}

export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Throws what it is given as long as `directory` is there. */
function unlessGone(directory: string): (error: unknown) => Promise<void> {
  return async (error) => {
    if (await exists(directory)) throw error;
  };
}

export async function entries(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}

/** A record without a pid is completed by what the leader said of itself: the kubelet died in between. */
export async function readRecord(directory: string): Promise<ContainerRecord | undefined> {
  const record = await readJson<ContainerRecord>(join(directory, 'record.json'));
  if (record === undefined || record.pid !== 0) return record;
  const said = await readFile(join(directory, 'pid'), 'utf8').catch(() => '');
  const match = /^(\d+) (?:.*\) (.*))?/.exec(said);
  if (match === null) return record;
  return { ...record, pid: Number(match[1]), startTicks: match[2]?.split(' ')[19] ?? '' };
}

export async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

export async function writeJson(path: string, value: object): Promise<void> {
  // What a write that was cut off left there would keep its mode.
  await rm(`${path}.new`, { force: true });
  await writeFile(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Of all pods. What an earlier version left in it lies open to everybody, so it is closed as a whole. */
export function makePodsDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

export async function makeDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}
