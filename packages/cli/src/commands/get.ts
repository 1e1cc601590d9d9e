/** `kuorum get`: lists, single objects and watches. */
import { type Observable, defer, filter, lastValueFrom, map, repeat, retry, tap, throwError, timer } from 'rxjs';
import { isGone, isNotFound, isUnavailable, type ApiObject, type Event, type KindInfo } from '@kuorum/api';
import type { ApiClient, Selection } from '@kuorum/client';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { CliError, describeError } from '../errors.js';
import {
  ObjectPrinter,
  listJson,
  outputFormats,
  parseOutputFormat,
  toJson,
  type OutputFormat,
} from '../print/output.js';
import { clientCommand, namespaceFor, parseTargets, withClient, type ClientOptions, type Target } from './context.js';

interface GetOptions extends ClientOptions {
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly output?: string;
  readonly watch?: boolean;
  readonly headers: boolean;
  readonly ignoreNotFound?: boolean;
}

export function getCommand(): Command {
  return clientCommand('get', 'Print one or many objects')
    .argument('<type...>', 'TYPE [NAME…], TYPE/NAME… or TYPE,TYPE; "all" is pods, replication controllers and services')
    .option('-A, --all-namespaces', 'objects of every namespace')
    .option('-l, --selector <selector>', 'label selector, such as app=web,tier!=cache')
    .option('--field-selector <selector>', 'field selector, such as spec.nodeName=node-1')
    .option('-o, --output <format>', `one of ${outputFormats.join(', ')}`)
    .option('-w, --watch', 'print changes as they come, until interrupted')
    .option('--no-headers', 'leave out the table head')
    .option('--ignore-not-found', 'say nothing about an object that does not exist')
    .action((args: string[], options: GetOptions) => withClient(options, (client) => get(client, args, options)));
}

async function get(client: ApiClient, args: string[], options: GetOptions): Promise<void> {
  const format = parseOutputFormat(options.output);
  const { kinds, targets } = parseTargets(args);
  if (options.watch === true) {
    await watch(client, kinds, targets, options, format);
    return;
  }
  const groups =
    targets.length > 0 ? await getTargets(client, targets, options) : await listKinds(client, kinds, options);
  print(groups, format, options, targets.length === 1);
}

interface Group {
  readonly info: KindInfo;
  readonly objects: ApiObject[];
}

async function getTargets(client: ApiClient, targets: Target[], options: GetOptions): Promise<Group[]> {
  const groups: Group[] = [];
  const failures: string[] = [];
  for (const { info, name } of targets) {
    try {
      const object = await client.resource(info.kind).get(namespaceFor(info, options.namespace), name);
      const group = groups.find((candidate) => candidate.info === info);
      if (group === undefined) groups.push({ info, objects: [object] });
      else group.objects.push(object);
    } catch (error) {
      if (isNotFound(error) && options.ignoreNotFound === true) continue;
      failures.push(describeError(error));
    }
  }
  for (const failure of failures) console.error(failure);
  if (failures.length > 0) process.exitCode = 1;
  return groups;
}

async function listKinds(client: ApiClient, kinds: KindInfo[], options: GetOptions): Promise<Group[]> {
  return Promise.all(
    kinds.map(async (info) => {
      const { items } = await client.resource(info.kind).list(selection(info, options));
      return { info, objects: info.kind === 'Event' ? inOrderOfTime(items as Event[]) : items };
    }),
  );
}

function inOrderOfTime(events: Event[]): Event[] {
  return [...events].sort((a, b) => Date.parse(a.lastTimestamp) - Date.parse(b.lastTimestamp));
}

function selection(
  info: KindInfo,
  { namespace, allNamespaces, selector, fieldSelector }: GetOptions,
): {
  namespace: string | undefined;
  labelSelector: string | undefined;
  fieldSelector: string | undefined;
} {
  const everywhere = allNamespaces === true || !info.namespaced;
  return { namespace: everywhere ? undefined : (namespace ?? 'default'), labelSelector: selector, fieldSelector };
}

function print(groups: Group[], format: OutputFormat, options: GetOptions, single: boolean): void {
  const objects = groups.flatMap(({ info, objects: items }) => items.map((object) => toJson(info.kind, object)));
  if (format === 'json' || format === 'yaml') {
    const value = single && objects.length === 1 ? objects[0] : listJson(objects);
    console.log(format === 'json' ? JSON.stringify(value, null, 2) : stringify(value).trimEnd());
    return;
  }
  if (objects.length === 0 && !single && format !== 'name') {
    console.error(
      options.allNamespaces === true
        ? 'No resources found'
        : `No resources found in ${options.namespace ?? 'default'} namespace.`,
    );
    return;
  }
  groups
    .filter(({ objects: items }) => items.length > 0)
    .forEach(({ info, objects: items }, i) => {
      if (i > 0 && format !== 'name') console.log('');
      const printer = printerFor(info, format, options, groups.length > 1);
      const lines = format === 'name' ? items.map((item) => printer.one(item)) : printer.tableLines(items);
      console.log(lines.join('\n'));
    });
}

function printerFor(info: KindInfo, format: OutputFormat, options: GetOptions, showKind: boolean): ObjectPrinter {
  const showNamespace = options.allNamespaces === true && info.namespaced;
  return new ObjectPrinter(info.kind, { format, showNamespace, head: options.headers, showKind });
}

async function watch(
  client: ApiClient,
  kinds: KindInfo[],
  targets: Target[],
  options: GetOptions,
  format: OutputFormat,
): Promise<void> {
  const [info, ...others] = targets.length > 0 ? [...new Set(targets.map((target) => target.info))] : kinds;
  if (info === undefined || others.length > 0) {
    throw new CliError('Cannot watch several types at once: name one, such as "get pods -w"');
  }
  if (targets.length > 0) await getTargets(client, targets, options);
  if (process.exitCode !== undefined) return;
  const names = new Set(targets.map(({ name }) => name));
  const printer = printerFor(info, format, options, false);
  const printed$ = watchForever$(client, info, selection(info, options)).pipe(
    filter(({ metadata }) => names.size === 0 || names.has(metadata.name)),
    tap((object) => console.log(printer.one(object))),
  );
  const interrupted = new Promise<void>((resolve) => process.once('SIGINT', resolve));
  await Promise.race([interrupted, lastValueFrom(printed$, { defaultValue: undefined })]);
}

/** Between two tries to reach a server again. */
const watchRetryMs = 1_000;

/**
 * The present state and every change after it. A watch that breaks, as when its server ends, goes on after the last
 * version seen; one whose version is too old for the server begins anew.
 */
function watchForever$(client: ApiClient, info: KindInfo, chosen: Selection): Observable<ApiObject> {
  let resourceVersion: string | undefined;
  return defer(() => client.resource(info.kind).watch({ ...chosen, resourceVersion, allowWatchBookmarks: true })).pipe(
    tap(({ object }) => (resourceVersion = object.metadata.resourceVersion)),
    filter(({ type }) => type !== 'BOOKMARK'),
    map(({ object }): ApiObject => object),
    retry({
      delay: (error: unknown) => {
        if (isGone(error)) resourceVersion = undefined;
        else if (!isUnavailable(error)) return throwError(() => error);
        return timer(watchRetryMs);
      },
    }),
    repeat({ delay: watchRetryMs }),
  );
}
