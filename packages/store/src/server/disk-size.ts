import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of the files in `directory`, or of those that end so. LevelDB removes files at any time: one that is gone counts nothing. */
export async function directoryBytes(directory: string, ending: string = ''): Promise<number> {
  const names = await readdir(directory);
  const sizes = await Promise.all(
    names
      .filter((name) => name.endsWith(ending))
      .map((name) =>
        stat(join(directory, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
