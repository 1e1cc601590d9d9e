/** `kuorum events`: what happened, in order of time, of everything or of one object. */
import { concatMap, filter, lastValueFrom } from 'rxjs';
import { fieldEquals, kinds, type Event } from '@kuorum/api';
import type { ApiClient, Selection } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { chunkSize } from '../limits.js';
import { eventAge, eventObject, inOrderOfTime } from '../print/event-text.js';
import { jsonPathText } from '../print/object-printer.js';
import { jsonText, listJson, parseOutput, toJson, type Output } from '../print/output.js';
import { TablePrinter } from '../print/table.js';
import { clientCommand, parseTargets, type ClientOptions } from './context.js';
import { interruptedStatus, processEnv, type Env } from './env.js';
import { listAll, selectionOf, watchForever$ } from './list.js';

interface EventsOptions extends ClientOptions {
  readonly allNamespaces?: boolean;
  readonly for?: string;
  readonly types?: string;
  readonly watch?: boolean;
  readonly output?: string;
  readonly headers: boolean;
}

export function eventsCommand(env: Env = processEnv): Command {
  return clientCommand('events', 'Print what happened, the oldest first')
    .option('-A, --all-namespaces', 'of every namespace')
    .option('--for <object>', 'of one object: TYPE/NAME')
    .option('--types <types>', 'Normal, Warning or both')
    .option('-w, --watch', 'print what happens from now on too, until interrupted')
    .option('-o, --output <format>', 'json, yaml or jsonpath=TEMPLATE')
    .option('--no-headers', 'leave out the table head')
    .action(async (options: EventsOptions) => {
      const output = await parseOutput(options.output);
      if (output.kind === 'name' || output.kind === 'custom-columns') {
        throw new CliError(`Cannot print events as ${output.kind}: use "kuorum get events -o ${output.kind}…"`);
      }
      const selected = select(options);
      await env.withClient(options, (client) => printEvents(env, client, selected, options, output));
    });
}

interface Selected {
  readonly selection: Selection;
  readonly isWanted: (event: Event) => boolean;
}

function select(options: EventsOptions): Selected {
  const types = (options.types ?? '').split(',').filter((type) => type !== '');
  for (const type of types) {
    if (!/^(normal|warning)$/i.test(type)) throw new CliError('valid --types are Normal or Warning');
  }
  const isWanted = ({ type }: Event): boolean =>
    types.length === 0 || types.some((wanted) => wanted.toLowerCase() === type.toLowerCase());
  const selection = selectionOf(kinds.Event, { ...options, ...subject(options) });
  return { selection, isWanted };
}

/** Events are told by what they are about; those of what is in no namespace are looked for in all. */
function subject(options: EventsOptions): { fieldSelector?: string; allNamespaces?: boolean } {
  if (options.for === undefined) return {};
  const { targets } = parseTargets([options.for]);
  const [target] = targets;
  if (target === undefined) throw new CliError('--for must be in TYPE/NAME form, such as pod/web');
  const { info, name } = target;
  const fieldSelector = `involvedObject.kind=${info.kind},${fieldEquals('involvedObject.name', name)}`;
  return info.namespaced ? { fieldSelector } : { fieldSelector, allNamespaces: true };
}

async function printEvents(
  env: Env,
  client: ApiClient,
  { selection, isWanted }: Selected,
  options: EventsOptions,
  output: Output,
): Promise<void> {
  const { items, resourceVersion } = await listAll(client, kinds.Event, selection, chunkSize);
  const events = inOrderOfTime(items as Event[]).filter(isWanted);
  const print = printer(env, options, output);
  if (options.watch !== true && events.length === 0 && output.kind === 'table') {
    env.err(
      options.allNamespaces === true
        ? 'No events found.'
        : `No events found in ${selection.namespace ?? 'default'} namespace.`,
    );
    return;
  }
  if (options.watch !== true || events.length > 0) await print(events, options.watch === true);
  if (options.watch !== true) return;
  const printed$ = watchForever$(client, kinds.Event, selection, resourceVersion).pipe(
    filter(({ type, object }) => type !== 'DELETED' && isWanted(object as Event)),
    concatMap(({ object }) => print([object as Event], true)),
  );
  const interrupted = env.interrupted().then(() => env.fail(interruptedStatus));
  await Promise.race([interrupted, lastValueFrom(printed$, { defaultValue: undefined })]);
}

function printer(
  env: Env,
  { allNamespaces = false, headers }: EventsOptions,
  output: Output,
): (events: readonly Event[], each: boolean) => Promise<void> {
  const table = new TablePrinter({ head: headers });
  const heads = [...(allNamespaces ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];
  const row = (event: Event): string[] => [
    ...(allNamespaces ? [event.metadata.namespace] : []),
    ...[eventAge(event, env.nowMs()), event.type, event.reason, eventObject(event)],
    event.message.trim().replaceAll(/\s*\n\s*/g, ' '),
  ];
  return async (events, each) => {
    if (output.kind === 'table') {
      env.out(table.lines(heads, events.map(row)).join('\n'));
      return;
    }
    const objects = events.map((event) => toJson('Event', event));
    for (const value of each ? objects : [listJson(objects)]) {
      if (output.kind === 'yaml') env.out(`${each ? '---\n' : ''}${output.stringify(value)}`);
      else if (output.kind === 'jsonpath') await env.write(jsonPathText(output, value));
      else env.out(jsonText(value));
    }
  };
}
