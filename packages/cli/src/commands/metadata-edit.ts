/** `kuorum label` and `kuorum annotate`: both set and remove entries of a map in an object's metadata. */
import type { ApiObject, KindInfo } from '@kuorum/api';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { clientCommand } from './context.js';
import { parseDryRun, withDryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { findTargets, withTargetOptions, type TargetOptions } from './find-targets.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';

interface Words {
  readonly verb: 'label' | 'annotate';
  readonly noun: 'label' | 'annotation';
  readonly field: 'labels' | 'annotations';
}

const labelWords: Words = { verb: 'label', noun: 'label', field: 'labels' };
const annotateWords: Words = { verb: 'annotate', noun: 'annotation', field: 'annotations' };

interface MetadataOptions extends TargetOptions, DryRunOptions {
  readonly overwrite?: boolean;
  readonly list?: boolean;
  readonly resourceVersion?: string;
  readonly output?: string;
}

export interface Edits {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: ReadonlySet<string>;
}

export const labelCommand = (env: Env = processEnv): Command => metadataCommand(env, labelWords);
export const annotateCommand = (env: Env = processEnv): Command => metadataCommand(env, annotateWords);

function metadataCommand(env: Env, words: Words): Command {
  const command = clientCommand(words.verb, `Set and remove ${words.noun}s of objects`)
    .argument('[args...]', `TYPE NAME… or TYPE/NAME…, then KEY=VALUE to set, KEY- to remove`)
    .option('--overwrite', `change ${words.noun}s that have another value`)
    .option('--list', `print the ${words.noun}s`)
    .option('--resource-version <version>', 'only when the object still has this version; one object only')
    .action((args: string[], options: MetadataOptions) => editMetadata(env, words, args, options));
  return withOutput(withDryRun(withTargetOptions(command)));
}

/** kubectl's order: what is meant, then what is to be set or removed. */
export function splitEdits(noun: string, args: readonly string[]): { targets: string[]; edits: Edits } {
  const isEdit = (arg: string): boolean => arg.includes('=') || arg.endsWith('-');
  const first = args.findIndex(isEdit);
  const targets = first < 0 ? [...args] : args.slice(0, first);
  const set = new Map<string, string>();
  const remove = new Set<string>();
  for (const arg of first < 0 ? [] : args.slice(first)) {
    if (!isEdit(arg)) throw new CliError(`all resources must be specified before ${noun} changes: ${arg}`);
    const equals = arg.indexOf('=');
    if (equals === 0) throw new CliError(`Cannot read ${JSON.stringify(arg)}: a ${noun} has a key, such as KEY=VALUE`);
    if (equals > 0) set.set(arg.slice(0, equals), arg.slice(equals + 1));
    else remove.add(arg.slice(0, -1));
  }
  const both = [...set.keys()].find((key) => remove.has(key));
  if (both !== undefined) {
    throw new CliError(`can not both modify and remove ${noun} ${JSON.stringify(both)} in the same command`);
  }
  return { targets, edits: { set, remove } };
}

async function editMetadata(env: Env, words: Words, args: string[], options: MetadataOptions): Promise<void> {
  const { noun, field } = words;
  const { targets, edits } = splitEdits(noun, args);
  const dryRun = parseDryRun(options);
  const { set, remove } = edits;
  if (set.size + remove.size === 0 && options.list !== true) {
    throw new CliError(`at least one ${noun} update is required: KEY=VALUE sets, KEY- removes, --list prints`);
  }
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  await env.withClient(options, async (client) => {
    const found = await findTargets(client, targets, options);
    if (options.resourceVersion !== undefined && found.length !== 1) {
      throw new CliError('--resource-version may only be used with a single resource');
    }
    await forEach(env, found, async ({ info, namespace, name }) => {
      const resource = client.resource(info.kind);
      let object: ApiObject = await resource.get(namespace, name);
      if (set.size + remove.size > 0) {
        const before = object.metadata[field];
        checkOverwrite(words, before, edits, options.overwrite === true);
        for (const key of remove) if (!Object.hasOwn(before, key)) env.err(`${noun} ${JSON.stringify(key)} not found.`);
        const after = edited(before, edits);
        const changes = JSON.stringify(after) !== JSON.stringify(before);
        if (changes && dryRun === 'client') object = { ...object, metadata: { ...object.metadata, [field]: after } };
        if (changes && dryRun !== 'client') {
          const values = Object.fromEntries([...set, ...[...remove].map((key): [string, null] => [key, null])]);
          const guard = options.resourceVersion === undefined ? {} : { resourceVersion: options.resourceVersion };
          const patch = { metadata: { ...guard, [field]: values } };
          object = await resource.patch(namespace, name, patch, { dryRun: dryRun === 'server' });
        }
        if (options.list !== true) teller.tell(info, object, doneWord(words, before, after, options));
      }
      if (options.list === true) list(env, info, object, field, found.length > 1);
    });
  });
}

function checkOverwrite(words: Words, before: Record<string, string>, { set }: Edits, overwrite: boolean): void {
  if (overwrite) return;
  const taken = [...set].filter(([key, value]) => Object.hasOwn(before, key) && before[key] !== value);
  if (taken.length === 0) return;
  const texts = taken.map(([key]) => `'${key}' already has a value (${before[key]})`);
  if (words.verb === 'label') throw new CliError(`${texts.join('; ')}, and --overwrite is false`);
  throw new CliError(`--overwrite is false but found the following declared annotation(s): ${texts.join('; ')}`);
}

function edited(before: Record<string, string>, { set, remove }: Edits): Record<string, string> {
  const kept = Object.entries(before).filter(([key]) => !remove.has(key));
  return { ...Object.fromEntries(kept), ...Object.fromEntries(set) };
}

/** kubectl tells of labels what became of them, of annotations only that it was there. */
function doneWord(
  { verb }: Words,
  before: Record<string, string>,
  after: Record<string, string>,
  { overwrite }: MetadataOptions,
): string {
  if (verb === 'annotate') return 'annotated';
  if (JSON.stringify(after) === JSON.stringify(before)) return 'not labeled';
  return overwrite !== true && Object.keys(after).length < Object.keys(before).length ? 'unlabeled' : 'labeled';
}

function list(env: Env, info: KindInfo, object: ApiObject, field: Words['field'], several: boolean): void {
  if (several) env.out(`Listing ${field} for ${info.kind}.${info.group}/${object.metadata.name}:`);
  for (const [key, value] of Object.entries(object.metadata[field]).sort(([a], [b]) => (a < b ? -1 : 1))) {
    env.out(`${several ? ' ' : ''}${key}=${value}`);
  }
}
