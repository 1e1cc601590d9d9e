/**
 * `--config-file`: etcd's YAML (`embed.Config`): the flags' names as keys, TLS in two sections, durations as text or in
 * nanoseconds. As in etcd the file stands alone: other flags and the environment are ignored. A key that is no flag
 * is refused.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { fromEnvironment, type Environment } from './flag-env.js';
import { FlagError } from './flag-error.js';
import { knownFlags } from './flag-table.js';
import { parseWords } from './flag-words.js';
import { parseStoreFlags } from './flags.js';
import type { StoreOptions } from './options.js';

/** What a member is to do, by its command line, its environment, or the file that these name. Rejects with FlagError. */
export async function storeOptions(argv: readonly string[], env: Environment): Promise<StoreOptions> {
  const words = parseWords(argv, knownFlags);
  const { values } = fromEnvironment(env, (name) => knownFlags.has(name), words);
  const path = words.get('config-file') ?? values.get('config-file') ?? '';
  if (path === '') return parseStoreFlags(argv, env);
  const ignored = words.size + values.size > 1;
  const options = await optionsOfFile(path);
  const note = `flags and environment are ignored: all is taken from --config-file=${path}`;
  return ignored ? { ...options, notes: [note, ...(options.notes ?? [])] } : options;
}

async function optionsOfFile(path: string): Promise<StoreOptions> {
  try {
    const text = await readFile(path, 'utf8');
    return parseStoreFlags(wordsOf(parse(text)));
  } catch (error) {
    throw new FlagError(`Cannot use --config-file=${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Sections, and what their keys are called as flags. */
const sections: Readonly<Record<string, (key: string) => string>> = {
  'client-transport-security': (key) => key,
  'peer-transport-security': (key) =>
    key === 'allowed-cn' || key === 'allowed-hostname' ? `peer-cert-${key}` : `peer-${key}`,
};

const DURATION = /keepalive|-duration$|-time$|-interval$/;
const inMilliseconds: readonly string[] = ['heartbeat-interval'];

function wordsOf(parsed: unknown): string[] {
  return entriesOf(parsed).flatMap(([key, value]) => {
    const flagOf = sections[key];
    if (flagOf === undefined) return [wordOf(key, value)];
    return entriesOf(value).map(([inner, of]) => wordOf(flagOf(inner), of));
  });
}

function entriesOf(value: unknown): [string, unknown][] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object' && !Array.isArray(value)) return Object.entries(value);
  throw new FlagError('it must have flags as keys, with their values');
}

function wordOf(key: string, value: unknown): string {
  if (!knownFlags.has(key))
    throw new FlagError(`there is no ${JSON.stringify(key)}: \`kuorum store --help\` lists all there is`);
  if (key === 'config-file') throw new FlagError('it must not name another one');
  const isDuration = DURATION.test(key) && !inMilliseconds.includes(key);
  if (typeof value === 'number' && isDuration) return `--${key}=${value}ns`;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return `--${key}=${value}`;
  if (value === null) return `--${key}=`;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return `--${key}=${value.join()}`;
  throw new FlagError(`${key} must be a text, a number, a switch or a list of texts`);
}
