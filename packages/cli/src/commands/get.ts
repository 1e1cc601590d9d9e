/** `kuorum get`: lists and single objects; watches are in `get-watch.ts`. */
import type { Event, KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { chunkSize } from '../limits.js';
import { jsonPathText } from '../print/object-printer.js';
import { jsonText, listJson, outputFormats, parseOutput, toJson, type Output } from '../print/output.js';
import { clientCommand } from './context.js';
import { processEnv, type Env } from './env.js';
import { getNamed, printerOf, type GetOptions, type Group } from './get-objects.js';
import { watchGet } from './get-watch.js';
import { listAll, selectionOf } from './list.js';
import { namedInArgs, namedInFiles, type NamedObject } from './named-objects.js';

export function getCommand(env: Env = processEnv): Command {
  return clientCommand('get', 'Print one or many objects')
    .argument('[type...]', 'TYPE [NAME…], TYPE/NAME… or TYPE,TYPE; "all" is what runs. See kuorum api-resources')
    .option('-A, --all-namespaces', 'objects of every namespace')
    .option('-l, --selector <selector>', 'label selector, such as app=web,tier!=cache')
    .option('--field-selector <selector>', 'field selector, such as spec.nodeName=node-1')
    .option('-f, --filename <path...>', 'the objects that a file, a directory or - (standard input) names')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('-o, --output <format>', `one of ${outputFormats.join(', ')}`)
    .option('--sort-by <path>', 'in the order of a field, such as .metadata.creationTimestamp')
    .option('--show-labels', 'all labels as the last column')
    .option('-L, --label-columns <labels>', 'a column for each of these labels', collect)
    .option('--show-kind', 'names with their type, such as pod/web')
    .option('--no-headers', 'leave out the table head')
    .option('-w, --watch', 'print changes as they come, until interrupted')
    .option('--watch-only', 'print changes only, not what there is now')
    .option('--output-watch-events', 'with a watch: the kind of each change too')
    .option('--chunk-size <objects>', 'ask for so many objects at once; 0 for all', String(chunkSize))
    .option('--ignore-not-found', 'say nothing about an object that does not exist')
    .option('--raw <uri>', 'not supported: the API is gRPC, see grpcurl in the README')
    .addHelpText('after', examples)
    .action((args: string[], options: GetOptions) => get(env, args, options));
}

const examples = `
Examples:
  kuorum get pods -A -o wide
  kuorum get pods -l app=web --sort-by=.metadata.creationTimestamp
  kuorum get rc/echo svc/echo
  kuorum get nodes -o jsonpath='{range .items[*]}{.metadata.name}{"\\n"}{end}'
  kuorum get pods -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName`;

async function get(env: Env, args: string[], options: GetOptions): Promise<void> {
  if (options.raw !== undefined) {
    throw new CliError('--raw is not supported: the API is gRPC and has no paths; grpcurl shows any call as it is');
  }
  const output = await parseOutput(options.output);
  const limit = parseChunkSize(options.chunkSize);
  const { kinds, named } = await wanted(args, options);
  checkTogether(named, options);
  await env.withClient(options, async (client) => {
    if (options.watch === true || options.watchOnly === true) {
      return watchGet(env, client, kinds, named, options, output);
    }
    const groups =
      named.length > 0
        ? await getNamed(env, client, named, options)
        : await Promise.all(kinds.map((info) => listKind(client, info, options, limit)));
    const sorted = options.sortBy === undefined ? groups : await sort(groups, options.sortBy);
    await print(env, sorted, output, options, named.length === 1);
  });
}

/** What the arguments or the files name. */
async function wanted(args: string[], options: GetOptions): Promise<{ kinds: KindInfo[]; named: NamedObject[] }> {
  if (options.filename === undefined) return namedInArgs(args, options.namespace);
  if (args.length > 0) throw new CliError('when paths are provided with -f, no other arguments may be given');
  return { kinds: [], named: await namedInFiles(options.filename, options.namespace, options.recursive) };
}

function checkTogether(named: readonly NamedObject[], options: GetOptions): void {
  if (named.length === 0) return;
  if (options.selector !== undefined || options.fieldSelector !== undefined) {
    throw new CliError('name cannot be provided when a selector is specified');
  }
  if (options.allNamespaces === true && named.some(({ info }) => info.namespaced)) {
    throw new CliError('a resource cannot be retrieved by name across all namespaces: say which one with -n NAMESPACE');
  }
}

async function listKind(client: ApiClient, info: KindInfo, options: GetOptions, limit: number): Promise<Group> {
  const { items } = await listAll(client, info, selectionOf(info, options), limit);
  return { info, objects: info.kind === 'Event' ? inOrderOfTime(items as Event[]) : items };
}

function inOrderOfTime(events: Event[]): Event[] {
  return [...events].sort((a, b) => Date.parse(a.lastTimestamp) - Date.parse(b.lastTimestamp));
}

async function sort(groups: Group[], expression: string): Promise<Group[]> {
  const { sortObjects } = await import('../print/sort-by.js');
  return groups.map(({ info, objects }) => ({ info, objects: sortObjects(info.kind, objects, expression) }));
}

async function print(
  env: Env,
  groups: readonly Group[],
  output: Output,
  options: GetOptions,
  single: boolean,
): Promise<void> {
  if (output.kind === 'json' || output.kind === 'yaml' || output.kind === 'jsonpath') {
    const objects = groups.flatMap(({ info, objects: items }) => items.map((object) => toJson(info.kind, object)));
    if (single && objects.length === 0) return;
    const value = single ? objects[0] : listJson(objects);
    if (output.kind === 'jsonpath') await env.write(jsonPathText(output, value));
    else env.out(output.kind === 'json' ? jsonText(value) : output.stringify(value));
    return;
  }
  const filled = groups.filter(({ objects }) => objects.length > 0);
  if (filled.length === 0 && output.kind === 'table') sayNothingFound(env, groups, options, single);
  const withEmpty = output.kind === 'custom-columns' && !single ? groups.slice(0, 1) : [];
  (filled.length === 0 ? withEmpty : filled).forEach(({ info, objects }, i) => {
    if (i > 0 && output.kind === 'table') env.out('');
    const printer = printerOf(info, output, options, groups.length > 1);
    const lines = printer.lines(
      objects.map((object) => ({ object })),
      env.nowMs(),
    );
    if (lines.length > 0) env.out(lines.join('\n'));
  });
}

function sayNothingFound(env: Env, groups: readonly Group[], options: GetOptions, single: boolean): void {
  if (single || options.ignoreNotFound === true || groups.length === 0) return;
  const everywhere = options.allNamespaces === true || groups.every(({ info }) => !info.namespaced);
  env.err(everywhere ? 'No resources found' : `No resources found in ${options.namespace ?? 'default'} namespace.`);
}

/** An option that may be given several times. */
function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function parseChunkSize(text: string): number {
  const size = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(size)) return size;
  throw new CliError(`Cannot read --chunk-size: ${JSON.stringify(text)} is not a number of objects, 0 or more`);
}
