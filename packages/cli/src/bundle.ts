/**
 * Which code the `kuorum` command runs. `scripts/bundle.mjs` puts all modules of the program, ours and others', into few
 * files: a process that reads its modules one by one needs twice the time to start. The bundle notes what it was made of;
 * when any of that has changed since, or is gone, or a part of the bundle is, the modules are run as they are. So nobody
 * runs yesterday's code because of a build that was not finished, and `tsc -b` alone is enough to try a change.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const bundleDirectory = fileURLToPath(new URL('../dist-bundle/', import.meta.url));

/** Within the bundle's directory. */
export const recordName = 'bundle.json';

/** Size, and when it was changed, in milliseconds since 1970. Hundreds are read at every start: no names, no objects. */
export type FileStamp = readonly [bytes: number, mtimeMs: number];

/** What a bundle says of itself. */
export interface BundleRecord {
  /** Every file that it depends on, see bundle-inputs.ts; paths are relative to the bundle's directory. */
  readonly inputs: Readonly<Record<string, FileStamp>>;
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
  const record = readBundleRecord(directory);
  if (record === undefined) return false;
  const present = new Set(readdirSync(directory));
  for (const name of record.outputs) if (!present.has(name)) return false;
  for (const file in record.inputs) {
    const [bytes, mtimeMs] = record.inputs[file] as FileStamp;
    const stat = statSync(`${directory}/${file}`, { throwIfNoEntry: false });
    if (stat === undefined || stat.size !== bytes || !isSameTime(stat.mtimeMs, mtimeMs)) return false;
  }
  return true;
}

/** Archives, and the layers of images, keep whole seconds only. */
function isSameTime(one: number, other: number): boolean {
  return one === other || one === wholeSeconds(other) || wholeSeconds(one) === other;
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
