/** `kuorum wait`: until a condition holds, a field has a value, or objects exist or are gone. */
import { fieldEquals } from '@kuorum/api';
import type { ApiObject } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { firstValueFrom, map, scan, startWith, takeUntil, timer, filter as keep } from 'rxjs';
import { parseDurationMs } from '../durations.js';
import { CliError } from '../errors.js';
import { waitMsMax } from '../limits.js';
import { objectName } from '../print/output.js';
import { clientCommand, type ClientOptions } from './context.js';
import { processEnv, type Env } from './env.js';
import { listAll, selectionOf, watchForever$ } from './list.js';
import { namedInArgs, namedInFiles, type NamedObject } from './named-objects.js';
import { showProgress } from './show-progress.js';
import { check, parseWaitFor, type WaitFor } from './wait-for.js';

interface WaitOptions extends ClientOptions {
  readonly for?: string;
  readonly timeout: string;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  readonly allNamespaces?: boolean;
  readonly filename?: string[];
}

export function waitCommand(env: Env = processEnv): Command {
  return clientCommand('wait', 'Wait until something holds of objects')
    .argument('[type...]', 'TYPE NAME…, TYPE/NAME…, or TYPE with -l or --all')
    .option('--for <what>', "condition=TYPE[=VALUE], jsonpath='{PATH}'[=VALUE], create or delete")
    .option('--timeout <duration>', '0 looks once, a negative one waits a week', '30s')
    .option('-l, --selector <selector>', 'label selector')
    .option('--field-selector <selector>', 'field selector')
    .option('--all', 'every object of the type in the namespace')
    .option('-A, --all-namespaces', 'objects of every namespace')
    .option('-f, --filename <path...>', 'the objects that a file, a directory or - (standard input) names')
    .action(async (args: string[], options: WaitOptions) => {
      if (options.for === undefined) {
        throw new CliError('required flag(s) "for" not set: say what to wait for, such as --for=condition=Ready');
      }
      const wait = parseWaitFor(options.for);
      const timeoutMs = parseTimeoutMs(options.timeout);
      await env.withClient(options, async (client) => {
        const wanted = await find(client, args, options, wait);
        await waitAll(env, client, wanted, wait, timeoutMs);
      });
    });
}

function parseTimeoutMs(text: string): number {
  if (text === '0') return 0;
  return text.startsWith('-') ? waitMsMax : parseDurationMs(text, '--timeout');
}

async function find(client: ApiClient, args: string[], options: WaitOptions, wait: WaitFor): Promise<NamedObject[]> {
  if (options.filename !== undefined) return namedInFiles(options.filename, options.namespace);
  const { kinds, named } = namedInArgs(args, options.namespace);
  if (named.length > 0) return named;
  if (options.selector === undefined && options.fieldSelector === undefined && options.all !== true) {
    throw new CliError('resource(s) were provided, but no name was specified: name them, or say -l SELECTOR or --all');
  }
  const lists = await Promise.all(
    kinds.map(async (info) => {
      const { items } = await listAll(client, info, selectionOf(info, options));
      return items.map(({ metadata: { namespace, name } }) => ({ info, namespace, name }));
    }),
  );
  const found = lists.flat();
  if (found.length === 0 && wait.kind !== 'delete') throw new CliError('no matching resources found');
  return found;
}

/** Says of each object when it is as it should be; fails, and says how far the others are, when time is up. */
async function waitAll(
  env: Env,
  client: ApiClient,
  wanted: readonly NamedObject[],
  wait: WaitFor,
  timeoutMs: number,
): Promise<void> {
  const pending = new Map<NamedObject, string>(wanted.map((each) => [each, 'it is being looked for']));
  const stopProgress = showProgress(env, () => {
    const [first] = pending;
    if (first === undefined) return '';
    const [{ info, name }, why] = first;
    const others = pending.size > 1 ? ` and ${pending.size - 1} more` : '';
    return `Waiting for ${info.groupResource}/${name}${others}: ${why}`;
  });
  const deadline$ = timer(timeoutMs);
  try {
    await Promise.all(
      wanted.map(async (each) => {
        const reached = await reach(client, each, wait, timeoutMs, deadline$, (why) => pending.set(each, why));
        if (reached === 'late') return;
        pending.delete(each);
        // Nothing was deleted by this wait's time: kubectl says nothing either.
        if (reached === 'absent') return;
        env.progress('');
        env.out(`${objectName(each.info.kind, each.name)} ${wait.kind === 'delete' ? 'deleted' : 'condition met'}`);
      }),
    );
  } finally {
    stopProgress();
  }
  for (const [{ info, name }, why] of pending) {
    env.err(`error: timed out waiting for the condition on ${info.groupResource}/${name}: ${why}`);
  }
  if (pending.size > 0) env.fail();
}

/** How it ended. An object that is not there is an error, unless it is to come or to go. */
async function reach(
  client: ApiClient,
  { info, namespace, name }: NamedObject,
  wait: WaitFor,
  timeoutMs: number,
  deadline$: ReturnType<typeof timer>,
  tell: (why: string) => void,
): Promise<'reached' | 'absent' | 'late'> {
  const selection = {
    namespace: info.namespaced ? namespace : undefined,
    fieldSelector: fieldEquals('metadata.name', name),
  };
  const { items, resourceVersion } = await client.resource(info.kind).list(selection);
  const present = (items as ApiObject[])[0];
  if (present === undefined && wait.kind !== 'create' && wait.kind !== 'delete') {
    // For its error, which says what was looked for.
    await client.resource(info.kind).get(namespace, name);
  }
  const holds = (object: ApiObject | undefined): boolean => {
    const answer = check(wait, info.kind, object);
    if (answer !== true) tell(answer);
    return answer === true;
  };
  if (present === undefined && wait.kind === 'delete') return 'absent';
  if (holds(present)) return 'reached';
  if (timeoutMs === 0) return 'late';
  const state$ = watchForever$(client, info, selection, resourceVersion).pipe(
    scan((_, { type, object }) => (type === 'DELETED' ? undefined : object), present),
    startWith(present),
    map(holds),
    keep((reached) => reached),
    takeUntil(deadline$),
  );
  return (await firstValueFrom(state$, { defaultValue: false })) ? 'reached' : 'late';
}
