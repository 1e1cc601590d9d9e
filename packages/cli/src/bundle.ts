/**
 * Which code the `kuorum` command runs. `scripts/bundle.mjs` puts all modules of the program, ours and others', into few
 * files: a process that reads its modules one by one needs twice the time to start. The bundle notes what it was made of;
 * when any of that has changed since, or is gone, the modules are run as they are. So nobody runs yesterday's code
 * because of a build that was not finished, and `tsc -b` alone is enough to try a change.
 */
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const bundleDirectory = fileURLToPath(new URL('../dist-bundle/', import.meta.url));

/** What `made-of.json` of a bundle says. */
export interface BundleRecord {
  /** Milliseconds since 1970, before the first module was read. */
  readonly readAt: number;
  /** Every module of ours and the manifest of every other package → its size in bytes; paths are relative to the bundle's directory. */
  readonly inputs: Readonly<Record<string, number>>;
  /** The bundle's own files, within its directory. */
  readonly outputs: readonly string[];
}

/** undefined = there is no bundle, or its making was interrupted. */
export function readBundleRecord(directory: string): BundleRecord | undefined {
  try {
    return JSON.parse(readFileSync(`${directory}/made-of.json`, 'utf8')) as BundleRecord;
  } catch {
    return undefined;
  }
}

/** Whether the bundle in `directory` is whole and what would be made of the modules as they are now. */
export function isBundleCurrent(directory: string): boolean {
  const record = readBundleRecord(directory);
  if (record === undefined) return false;
  return Object.entries(record.inputs).every(([file, bytes]) => {
    const stat = statSync(`${directory}/${file}`, { throwIfNoEntry: false });
    return stat !== undefined && stat.size === bytes && stat.mtimeMs < record.readAt;
  });
}
