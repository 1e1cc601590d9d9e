/** Where manifests are read from: files, directories, http and https URLs, standard input. All bounded. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CliError } from '../errors.js';
import { manifestFetchMs } from '../limits.js';

/** A manifest larger than this is refused before it is parsed. */
export const manifestBytesMax = 8 * 1024 * 1024;

export interface SourceOptions {
  /** Directories within directories too (`-R`). */
  readonly recursive?: boolean | undefined;
}

export interface Source {
  readonly name: string;
  readonly text: string;
}

export async function readSources(path: string, options: SourceOptions): Promise<Source[]> {
  if (path === '-') return [{ name: 'standard input', text: await readStream('standard input', process.stdin) }];
  if (/^https?:\/\//.test(path)) return [{ name: path, text: await fetchText(path) }];
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) throw new CliError(`the path ${JSON.stringify(path)} does not exist`);
  if (!info.isDirectory()) {
    if (info.isFile()) checkSize(path, info.size);
    return [{ name: path, text: await readFile(path, 'utf8') }];
  }
  const entries = (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const wanted = entries.filter((entry) =>
    entry.isDirectory() ? options.recursive === true : ['.yaml', '.yml', '.json'].includes(extname(entry.name)),
  );
  return (await Promise.all(wanted.map(({ name }) => readSources(join(path, name), options)))).flat();
}

async function fetchText(url: string): Promise<string> {
  const signal = AbortSignal.timeout(manifestFetchMs);
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) {
      await response.body?.cancel();
      throw new CliError(`unable to read URL ${url}, server reported ${response.status} ${response.statusText}`);
    }
    return response.body === null ? '' : await readStream(url, response.body);
  } catch (error) {
    if (error instanceof CliError) throw error;
    if (signal.aborted) throw new CliError(`unable to read URL ${url}: it took more than ${manifestFetchMs / 1000} s`);
    const { message, cause } = error as Error;
    throw new CliError(`unable to read URL ${url}: ${cause instanceof Error ? cause.message : message}`);
  }
}

async function readStream(name: string, stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk);
    checkSize(name, (size += bytes.length));
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function checkSize(name: string, size: number): void {
  if (size > manifestBytesMax) {
    throw new CliError(`Cannot read ${name}: it has more than the ${manifestBytesMax} bytes a manifest may have`);
  }
}
