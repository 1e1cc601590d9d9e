/** What a bundle depends on: what `scripts/bundle.mjs` notes of the files that it has read. */
import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FileStamp } from './bundle.js';

/**
 * Of `files`, relative to `root`, which were read from `readAt` on: our modules; the manifest of each of our packages, which
 * says what its names lead to; and of every other package the manifest alone: looking at each of its files at every start
 * would take longer than it is worth.
 */
export function bundleInputs(
  files: readonly string[],
  root: string,
  readAt: number,
  directory: string,
): Record<string, FileStamp> {
  const inputs = new Set<string>();
  for (const file of files) {
    const other = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
    if (other === undefined) inputs.add(file);
    const owner = other ?? /^packages\/[^/]+/.exec(file)?.[0];
    if (owner !== undefined) inputs.add(`${owner}/package.json`);
  }
  return Object.fromEntries(
    [...inputs].map((file) => {
      const path = join(root, file);
      const { size, mtimeMs } = statSync(path);
      // Nobody knows which half of it was read when it was changed meanwhile: never the same again.
      return [relative(directory, path), [size, mtimeMs < readAt ? mtimeMs : 0]];
    }),
  );
}
