/** `--from-literal`, `--from-file` and `--from-env-file` of ConfigMaps and Secrets. No error repeats what may be a value. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { each, repeated, type Options } from './generator.js';

export function withSources(command: Command): Command {
  return command
    .option('--from-literal <key=value>', 'a key and its value; may be repeated', repeated)
    .option('--from-file <[key=]path>', 'a file under its name or KEY, or every file of a directory', repeated)
    .option('--from-env-file <file>', 'lines KEY=VALUE', repeated);
}

/** Bytes by key. A key that is named twice is an error: which one was meant cannot be known. */
export async function readData(options: Options): Promise<Map<string, Buffer>> {
  const data = new Map<string, Buffer>();
  const add = (key: string, value: Buffer): void => {
    if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
      throw new CliError(`${JSON.stringify(key)} is not a valid key name: a key has letters, digits, "-", "_" and "."`);
    }
    if (data.has(key))
      throw new CliError(`cannot add key ${JSON.stringify(key)}, another key by that name already exists`);
    data.set(key, value);
  };
  const envFiles = each(options, 'fromEnvFile');
  if (envFiles.length > 0 && (each(options, 'fromFile').length > 0 || each(options, 'fromLiteral').length > 0)) {
    throw new CliError('from-env-file cannot be combined with from-file or from-literal');
  }
  for (const [i, literal] of each(options, 'fromLiteral').entries()) {
    const equals = literal.indexOf('=');
    if (equals <= 0) {
      const missing = equals < 0 ? 'has no "="' : 'has no key before "="';
      throw new CliError(`invalid literal source, expected --from-literal=key=value: number ${i + 1} ${missing}`);
    }
    add(literal.slice(0, equals), Buffer.from(literal.slice(equals + 1)));
  }
  for (const source of each(options, 'fromFile')) await addFile(source, add);
  for (const path of envFiles) addEnv((await read(path)).toString('utf8'), path, add);
  return data;
}

async function addFile(source: string, add: (key: string, value: Buffer) => void): Promise<void> {
  const equals = source.indexOf('=');
  const path = source.slice(equals + 1);
  if (equals === 0 || path === '') throw new CliError(`invalid file source ${source}, expected [key=]path`);
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) throw new CliError(`error reading ${path}: no such file or directory`);
  if (!info.isDirectory()) return add(equals > 0 ? source.slice(0, equals) : basename(path), await read(path));
  if (equals > 0) throw new CliError('cannot give a key name for a directory path');
  const entries = await readdir(path, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isFile())) add(name, await read(join(path, name)));
}

function addEnv(content: string, path: string, add: (key: string, value: Buffer) => void): void {
  content.split(/\r?\n/).forEach((line, i) => {
    const trimmed = line.trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) return;
    const equals = trimmed.indexOf('=');
    const key = equals < 0 ? trimmed.trimEnd() : trimmed.slice(0, equals);
    if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key)) {
      throw new CliError(
        `${path}, line ${i + 1}: expected NAME=VALUE; a name has letters, digits, "-", "_" and ".", and begins with no digit`,
      );
    }
    // A name alone takes its value from the environment, as in kubectl.
    const value = equals < 0 ? process.env[key] : trimmed.slice(equals + 1);
    if (value !== undefined) add(key, Buffer.from(value));
  });
}

export async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(`error reading ${path}: ${code === 'ENOENT' ? 'no such file or directory' : code}`);
  }
}

export function isText(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes);
}
