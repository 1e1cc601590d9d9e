/**
 * Trees of files as tar archives, a piece at a time. What comes from a container is not to be trusted: nothing of it is written
 * outside of where its user wanted it, whatever names it has and whatever links lie there. As in kubectl, links are passed over
 * with a warning.
 */
import { constants, createReadStream } from 'node:fs';
import { lstat, mkdir, open, readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, pack, type Headers, type Pack } from 'tar-stream';

/** Writes `source`, a file or a directory with all that is in it, under the name `name`. */
export async function packInto(to: Writable, source: string, name: string): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, to);
  // Whoever fails first has the reason; the other one fails with it.
  written.catch((error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    await add(archive, source, name);
    archive.finalize();
  } catch (error) {
    archive.destroy();
    await written.catch(() => undefined);
    throw error;
  }
  await written;
}

async function add(archive: Pack, path: string, name: string): Promise<void> {
  const { mode, mtime, size, ...found } = await lstat(path).then((stats) => ({
    mode: stats.mode & 0o7777,
    mtime: stats.mtime,
    size: stats.size,
    isDirectory: stats.isDirectory(),
    isFile: stats.isFile(),
    isLink: stats.isSymbolicLink(),
  }));
  if (found.isDirectory) {
    await addWhole(archive, { name: `${name}/`, type: 'directory', mode, mtime });
    for (const child of (await readdir(path)).sort()) await add(archive, join(path, child), `${name}/${child}`);
  } else if (found.isLink) {
    await addWhole(archive, { name, type: 'symlink', linkname: await readlink(path), mode, mtime });
  } else if (found.isFile) {
    const entry = archive.entry({ name, mode, mtime, size });
    // A file that grows meanwhile is as long as it was.
    const content = size === 0 ? undefined : createReadStream(path, { end: size - 1 });
    if (content === undefined) entry.end();
    else await pipeline(content, entry);
  }
}

function addWhole(archive: Pack, headers: Headers): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry(headers, (error) => (error instanceof Error ? reject(error) : resolve()));
  });
}

/** Writes what the archive has of `source` to `root`. Everything else in it is passed over with a warning. */
export async function unpackFrom(
  from: Readable,
  source: string,
  root: string,
  warn: (text: string) => void,
): Promise<void> {
  const prefix = stripped(posix.normalize(source)).replace(/\/$/, '');
  const archive = extract();
  const fed = pipeline(from, archive);
  fed.catch((error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))));
  for await (const entry of archive) {
    const { name, type, mode } = entry.header;
    const to = placeOf(name, prefix, root);
    if (to === undefined) {
      warn(`warning: file ${JSON.stringify(name)} is outside target destination, skipping`);
    } else if (type === 'symlink' || type === 'link') {
      warn(
        `warning: skipping ${type === 'link' ? 'hard link' : 'symlink'}: ${JSON.stringify(name)} -> ${JSON.stringify(entry.header.linkname)}`,
      );
    } else if (type === 'directory' || type === 'file') {
      if (await leadsOut(to, root)) warn(`warning: ${to} lies behind a link, skipping`);
      else if (type === 'directory') await mkdir(to, { recursive: true });
      else await write(entry, to, mode);
    } else {
      warn(`warning: skipping ${JSON.stringify(name)}: it is neither a file nor a directory`);
    }
    entry.resume();
  }
  await fed;
}

/** tar itself leaves out what leads away from where it is. */
function stripped(path: string): string {
  return path.replace(/^(?:\.{0,2}\/)+/, '').replace(/^\.$/, '');
}

/** Undefined when it is not of what was asked for, or not below the root. */
function placeOf(name: string, prefix: string, root: string): string | undefined {
  if (name.includes('\0')) return undefined;
  const path = stripped(name);
  const rest =
    prefix === ''
      ? path
      : path === prefix || path === `${prefix}/`
        ? ''
        : path.startsWith(`${prefix}/`)
          ? path.slice(prefix.length + 1)
          : undefined;
  if (rest === undefined) return undefined;
  const to = resolve(root, ...rest.split('/'));
  const below = relative(resolve(root), to);
  return below === '..' || below.startsWith(`..${sep}`) ? undefined : to;
}

/** Whether a link between the root and the place leads somewhere else. The root itself is the user's own word. */
async function leadsOut(to: string, root: string): Promise<boolean> {
  const top = resolve(root);
  if (to === top) return false;
  const isLink = await lstat(to).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
  if (isLink) return true;
  for (let parent = dirname(to); parent.length >= top.length; parent = dirname(parent)) {
    const real = await realpath(parent).catch(() => undefined);
    // What is not there yet is made by us.
    if (real === undefined) continue;
    return real !== join(await realpath(top), relative(top, parent));
  }
  return false;
}

async function write(content: Readable, to: string, mode: number | undefined): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const { O_CREAT, O_TRUNC, O_WRONLY } = constants;
  const file = await open(to, O_CREAT | O_TRUNC | O_WRONLY, (mode ?? 0o644) & 0o777);
  await pipeline(content, file.createWriteStream());
}
