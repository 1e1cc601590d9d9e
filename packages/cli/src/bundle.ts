/**
 * Which code the `kuorum` command runs. `scripts/bundle.mjs` puts all modules of the program, ours and others', into one
 * script, and keeps beside it what V8 has compiled of that when it ran (its code cache): a process that reads and compiles its
 * modules one by one needs three times the time to start. The bundle notes what it was made of; when any of that has changed
 * since, or is gone, or a part of the bundle is, the modules are run as they are. So nobody runs yesterday's code because of
 * a build that was not finished, and `tsc -b` alone is enough to try a change.
 *
 * V8 takes a code cache by the version of V8 and the *length* of the script alone. So a script's name has its hash, and a cache
 * has the name of its script: a cache never meets another script.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

export const bundleDirectory = fileURLToPath(new URL('../dist-bundle/', import.meta.url));

/** Within the bundle's directory. */
export const recordName = 'bundle.json';

/** Size, and when it was changed, in milliseconds since 1970. Hundreds are read at every start: no names, no objects. */
export type FileStamp = readonly [bytes: number, mtimeMs: number];

/** What a bundle says of itself. */
export interface BundleRecord {
  /** Every file that it depends on, see bundle-inputs.ts; paths are relative to the bundle's directory. */
  readonly inputs: Readonly<Record<string, FileStamp>>;
  /** The script that is the program; what V8 has compiled of it lies beside it, see {@link cacheName}. */
  readonly program: string;
  /** The bundle's own files, within its directory. */
  readonly outputs: readonly string[];
  /** Those of the bundles before, the newest first: what runs from one may load a part of it yet. */
  readonly before: readonly (readonly string[])[];
}

/** undefined = there is no bundle, or its making was interrupted. */
export function readBundleRecord(directory: string): BundleRecord | undefined {
  try {
    return JSON.parse(readFileSync(`${directory}/${recordName}`, 'utf8')) as BundleRecord;
  } catch {
    return undefined;
  }
}

/** Whether the bundle in `directory` is whole and what would be made of the modules as they are now. */
export function isBundleCurrent(directory: string): boolean {
  return currentBundle(directory) !== undefined;
}

/** The record of the bundle in `directory`; undefined when it is not whole, or not what the modules are now. */
export function currentBundle(directory: string): BundleRecord | undefined {
  const record = readBundleRecord(directory);
  if (record === undefined) return undefined;
  const present = new Set(readdirSync(directory));
  for (const name of record.outputs) if (!present.has(name)) return undefined;
  for (const file in record.inputs) {
    const [bytes, mtimeMs] = record.inputs[file] as FileStamp;
    const stat = statSync(`${directory}/${file}`, { throwIfNoEntry: false });
    if (stat === undefined || stat.size !== bytes || !isSameTime(stat.mtimeMs, mtimeMs)) return undefined;
  }
  return record;
}

type Program = (exports: object, require: NodeJS.Require, module: object, filename: string, dirname: string) => void;

/** Compiles a program of a bundle: a function expression, as of a CommonJS module. Gives what it is run and cached with. */
export function compileProgram(directory: string, program: string): { script: Script; run: () => void } {
  const file = `${directory}${program}`;
  // A byte a character (the bundle is written so): read without decoding, and kept in half of the memory.
  const source = readFileSync(file, 'latin1');
  // As a URL, which is what stack traces name modules by.
  const options = { filename: pathToFileURL(file).href, cachedData: cacheOf(file) };
  const script = new Script(source, options);
  const run = (): void => {
    const module = { exports: {} };
    (script.runInThisContext() as Program)(module.exports, createRequire(file), module, file, directory);
  };
  return { script, run };
}

export function cacheName(program: string): string {
  return `${program}.cache`;
}

/** Of another V8 it is refused, which costs time only; so does it when there is none. */
function cacheOf(file: string): Buffer | undefined {
  try {
    return readFileSync(cacheName(file));
  } catch {
    return undefined;
  }
}

/** Archives, and the layers of images, keep whole seconds only. */
function isSameTime(one: number, other: number): boolean {
  return one === other || one === wholeSeconds(other) || wholeSeconds(one) === other;
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
