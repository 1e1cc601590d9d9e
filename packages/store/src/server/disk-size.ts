import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of the files in `directory`. LevelDB removes files at any time: one that is gone counts nothing. */
export async function directoryBytes(directory: string): Promise<number> {
  const names = await readdir(directory);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(directory, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
