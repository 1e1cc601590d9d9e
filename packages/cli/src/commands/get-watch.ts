/** `kuorum get -w`: what there is, then every change of it, until interrupted. */
import { fieldEquals } from '@kuorum/api';
import { concatMap, filter, lastValueFrom } from 'rxjs';
import type { ApiObject, KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { CliError } from '../errors.js';
import type { Output } from '../print/output.js';
import { interruptedStatus, type Env } from './env.js';
import { getNamed, printerOf, type GetOptions } from './get-objects.js';
import { listAll, selectionOf, watchForever$ } from './list.js';
import type { NamedObject } from './named-objects.js';

/** Ends at Ctrl-C, with the exit status of what a signal has ended; a name that is not there ends it at once, with exit status 1. */
export async function watchGet(
  env: Env,
  client: ApiClient,
  kinds: readonly KindInfo[],
  named: readonly NamedObject[],
  options: GetOptions,
  output: Output,
): Promise<void> {
  const info = theOnlyKind(kinds, named);
  const namespaces = new Set(named.map(({ namespace }) => namespace));
  if (namespaces.size > 1) throw new CliError('Cannot watch objects of several namespaces: use -A, or watch one');
  if (options.sortBy !== undefined) env.err('warning: --watch requested, --sort-by will be ignored');
  const present = await getNamed(env, client, named, options);
  if (present.flatMap(({ objects }) => objects).length < named.length) return;
  const names = new Set(named.map(({ name }) => name));
  const isWanted = ({ metadata }: ApiObject): boolean => names.size === 0 || names.has(metadata.name);
  const selection = {
    ...selectionOf(info, { ...options, namespace: [...namespaces][0] || options.namespace || 'default' }),
    ...(named.length === 1 ? { fieldSelector: fieldEquals('metadata.name', named[0]?.name ?? '') } : {}),
  };
  const printer = printerOf(info, output, options, false);
  const print = async (objects: readonly ApiObject[], event: string): Promise<void> => {
    const lines = printer.lines(
      objects.map((object) => ({ object, event })),
      env.nowMs(),
    );
    if (output.kind === 'jsonpath') await env.write(lines.join(''));
    else if (lines.length > 0) env.out(lines.join('\n'));
  };

  const { items, resourceVersion } = await listAll(client, info, selection);
  if (options.watchOnly !== true && items.some(isWanted)) await print(items.filter(isWanted), 'ADDED');
  const printed$ = watchForever$(client, info, selection, resourceVersion).pipe(
    filter(({ object }) => isWanted(object)),
    concatMap(({ type, object }) => print([object], type)),
  );
  const interrupted = env.interrupted().then(() => env.fail(interruptedStatus));
  await Promise.race([interrupted, lastValueFrom(printed$, { defaultValue: undefined })]);
}

function theOnlyKind(kinds: readonly KindInfo[], named: readonly NamedObject[]): KindInfo {
  const [info, ...others] = new Set([...kinds, ...named.map((each) => each.info)]);
  if (info === undefined || others.length > 0) {
    throw new CliError('Cannot watch several types at once: name one, such as "kuorum get pods -w"');
  }
  return info;
}
