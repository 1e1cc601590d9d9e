/** The objects that a changing command is about: named in its arguments or in files, or selected. */
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import type { ClientOptions } from './context.js';
import { listAll, selectionOf } from './list.js';
import { namedInArgs, namedInFiles, type NamedObject } from './named-objects.js';

export interface TargetOptions extends ClientOptions {
  readonly filename?: string[];
  readonly recursive?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  readonly allNamespaces?: boolean;
}

/** The options that say which objects are meant, besides TYPE and NAME. */
export function withTargetOptions(command: Command): Command {
  return command
    .option('-f, --filename <path...>', 'the objects that a file, a directory, a URL or - (standard input) names')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('-l, --selector <selector>', 'label selector, such as app=web,tier!=cache')
    .option('--field-selector <selector>', 'field selector, such as status.phase=Running')
    .option('--all', 'every object of the type in the namespace')
    .option('-A, --all-namespaces', 'with -l or --all: objects of every namespace');
}

/** Finds them; a type without names needs a selector or `--all`, so that a forgotten name changes nothing. */
export async function findTargets(
  client: ApiClient,
  args: readonly string[],
  options: TargetOptions,
): Promise<NamedObject[]> {
  if (options.filename !== undefined) {
    if (args.length > 0) throw new CliError('when paths are provided with -f, no other arguments may be given');
    return namedInFiles(options.filename, options.namespace, options.recursive);
  }
  if (args.length === 0) {
    throw new CliError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  const { kinds, named } = namedInArgs(args, options.namespace);
  const selects = options.selector !== undefined || options.fieldSelector !== undefined;
  if (named.length > 0) {
    if (selects) throw new CliError('name cannot be provided when a selector is specified');
    if (options.all === true) throw new CliError('setting --all and naming objects together makes no sense');
    return named;
  }
  if (!selects && options.all !== true) {
    throw new CliError('resource(s) were provided, but no name was specified: name them, or say -l SELECTOR or --all');
  }
  const lists = await Promise.all(
    kinds.map(async (info) => {
      const { items } = await listAll(client, info, selectionOf(info, options));
      return items.map(({ metadata: { namespace, name } }) => ({ info, namespace, name }));
    }),
  );
  return lists.flat();
}

/** As {@link findTargets}, but a type alone means every object of it, as in `rollout restart deployment`. */
export function findTargetsOrAll(
  client: ApiClient,
  args: readonly string[],
  options: TargetOptions,
): Promise<NamedObject[]> {
  const bare = args.length === 1 && args[0]?.includes('/') === false && options.selector === undefined;
  return findTargets(client, args, bare ? { ...options, all: true } : options);
}
