/** `kuorum describe`: objects with what surrounds them and what happened to them. */
import { isNotFound, type ApiObject, type KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError, describeError } from '../errors.js';
import { describeObject } from '../print/describe.js';
import { clientCommand, type ClientOptions } from './context.js';
import { processEnv, type Env } from './env.js';
import { listAll, selectionOf } from './list.js';
import { namedInArgs, namedInFiles, type NamedObject } from './named-objects.js';
import { Surrounders } from './surroundings.js';

interface DescribeOptions extends ClientOptions {
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly filename?: string[];
  readonly showEvents: string;
}

interface Described {
  readonly info: KindInfo;
  readonly object: ApiObject;
}

export function describeCommand(env: Env = processEnv): Command {
  return clientCommand('describe', 'Show objects in detail, with their events')
    .argument('[type...]', 'TYPE NAME…, TYPE PREFIX, TYPE/NAME…, or TYPE for all of it')
    .option('-A, --all-namespaces', 'objects of every namespace')
    .option('-l, --selector <selector>', 'label selector')
    .option('-f, --filename <path...>', 'the objects that a file, a directory or - (standard input) names')
    .option('--show-events <true|false>', 'with their events', 'true')
    .action((args: string[], options: DescribeOptions) =>
      env.withClient(options, async (client) => {
        const described = await find(env, client, args, options);
        const surroundings = new Surrounders(client, { showEvents: options.showEvents !== 'false' });
        const texts: string[] = [];
        for (const { info, object } of described) {
          texts.push(describeObject(info, object, await surroundings.of(info, object), env.nowMs()));
        }
        if (texts.length > 0) env.out(texts.join('\n\n\n'));
      }),
    );
}

async function find(env: Env, client: ApiClient, args: string[], options: DescribeOptions): Promise<Described[]> {
  const fromFiles =
    options.filename === undefined ? undefined : await namedInFiles(options.filename, options.namespace);
  const { kinds, named } =
    fromFiles === undefined ? namedInArgs(args, options.namespace) : { kinds: [], named: fromFiles };
  if (named.length === 0) {
    const lists = await Promise.all(
      kinds.map(async (info) => {
        const { items } = await listAll(client, info, selectionOf(info, options));
        return items.map((object) => ({ info, object }));
      }),
    );
    const everywhere = options.allNamespaces === true || kinds.every(({ namespaced }) => !namespaced);
    const where = everywhere ? '' : ` in ${options.namespace ?? 'default'} namespace.`;
    if (lists.every((list) => list.length === 0)) env.err(`No resources found${where}`);
    return lists.flat();
  }
  if (options.selector !== undefined) throw new CliError('name cannot be provided when a selector is specified');
  return getNamed(env, client, named);
}

/** What cannot be found is said on standard error, and the command fails, after the others were described. */
async function getNamed(env: Env, client: ApiClient, named: readonly NamedObject[]): Promise<Described[]> {
  const found: Described[] = [];
  for (const each of named) {
    try {
      found.push(...(await byNameOrPrefix(client, each)));
    } catch (error) {
      env.err(describeError(error));
      env.fail();
    }
  }
  return found;
}

/** `describe pod web` means web-abc12 too when there is no pod web, as in kubectl. */
async function byNameOrPrefix(client: ApiClient, { info, namespace, name }: NamedObject): Promise<Described[]> {
  try {
    return [{ info, object: await client.resource(info.kind).get(namespace, name) }];
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const { items } = await listAll(client, info, selectionOf(info, { namespace }));
    const matching = items.filter(({ metadata }) => metadata.name.startsWith(name));
    if (matching.length === 0) throw error;
    return matching.map((object) => ({ info, object }));
  }
}
