/** `kuorum delete`: by name, by selector or by manifest; waits until the objects are gone. */
import { isNotFound, type ApiObject } from '@kuorum/api';
import type { ApiClient, DeleteOptions } from '@kuorum/client';
import type { Command } from 'commander';
import { parseDurationMs } from '../durations.js';
import { CliError, describeError, failureOfAccess } from '../errors.js';
import { kindLabel, objectName } from '../print/output.js';
import { clientCommand } from './context.js';
import { dryRunSuffix, parseDryRun, withDryRun, type DryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { findTargets, withTargetOptions, type TargetOptions } from './find-targets.js';
import type { NamedObject } from './named-objects.js';
import { showProgress } from './show-progress.js';
import { waitUntilGone } from './wait-gone.js';

interface DeleteCommandOptions extends TargetOptions, DryRunOptions {
  readonly gracePeriod?: string;
  readonly now?: boolean;
  readonly force?: boolean;
  readonly cascade: string | boolean;
  readonly wait: boolean | string;
  readonly timeout: string;
  readonly ignoreNotFound?: boolean;
  readonly output?: string;
}

interface Pending {
  readonly victim: NamedObject;
  readonly object: ApiObject;
}

export function deleteCommand(env: Env = processEnv): Command {
  const command = clientCommand('delete', 'Delete objects and wait until they are gone')
    .argument('[type...]', 'TYPE NAME…, TYPE/NAME…, or TYPE with -l or --all')
    .option('--grace-period <seconds>', 'seconds to end gracefully; 0 needs --force')
    .option('--now', 'as --grace-period=1')
    .option('--force', 'remove at once, without waiting for the node to confirm')
    .option('--cascade [how]', 'what becomes of what it owns: background, foreground or orphan', 'background')
    .option('--wait [true|false]', 'wait until the objects are gone', true)
    .option('--no-wait', 'return as soon as the deletion is accepted')
    .option('--timeout <duration>', 'how long to wait', '2m')
    .option('--ignore-not-found', 'an object that does not exist counts as deleted')
    .option('-o, --output <format>', 'name: print only names')
    .action((args: string[], options: DeleteCommandOptions) => runDelete(env, args, options));
  return withDryRun(withTargetOptions(command));
}

async function runDelete(env: Env, args: string[], options: DeleteCommandOptions): Promise<void> {
  const how = { gracePeriodSeconds: graceOf(options), propagationPolicy: propagationOf(options.cascade) };
  const dryRun = parseDryRun(options);
  const timeoutMs = parseDurationMs(options.timeout, '--timeout');
  const { output } = options;
  if (output !== undefined && output !== 'name')
    throw new CliError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  await env.withClient(options, async (client) => {
    const victims = await findTargets(client, args, options);
    if (victims.length === 0) env.out('No resources found');
    if (how.gracePeriodSeconds === 0 && dryRun === 'none') {
      env.err(
        'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
      );
    }
    const pending = await deleteAll(env, client, victims, options, how, dryRun);
    if (dryRun !== 'none' || options.wait === false || options.wait === 'false') return;
    await waitForAll(env, client, pending, timeoutMs);
  });
}

async function waitForAll(env: Env, client: ApiClient, all: readonly Pending[], timeoutMs: number): Promise<void> {
  const pending = new Set(all);
  const stop = showProgress(env, () => {
    const [first] = pending;
    if (first === undefined) return '';
    const others = pending.size > 1 ? ` and ${pending.size - 1} more` : '';
    return `Waiting for ${objectName(first.victim.info.kind, first.victim.name)}${others} to go${holding(first.object)}`;
  });
  try {
    await Promise.all(
      all.map(async (each) => {
        await waitUntilGone(client, each.victim, each.object, timeoutMs);
        pending.delete(each);
      }),
    );
  } finally {
    stop();
  }
}

/** Why it is not gone at once. */
function holding({ metadata: { finalizers, deletionGracePeriodSeconds = 0 } }: ApiObject): string {
  if (finalizers.length > 0) return `, which ${finalizers.join(', ')} must allow`;
  return deletionGracePeriodSeconds > 0 ? `, which may take ${deletionGracePeriodSeconds} s` : '';
}

async function deleteAll(
  env: Env,
  client: ApiClient,
  victims: readonly NamedObject[],
  options: DeleteCommandOptions,
  how: DeleteOptions,
  dryRun: DryRun,
): Promise<Pending[]> {
  const pending: Pending[] = [];
  const tell = ({ info, name }: NamedObject, word: string): void =>
    env.out(
      options.output === 'name'
        ? objectName(info.kind, name)
        : `${kindLabel(info.kind)} "${name}" ${word}${dryRunSuffix(dryRun)}`,
    );
  for (const victim of victims) {
    const { info, namespace, name } = victim;
    const resource = client.resource(info.kind);
    try {
      const object =
        dryRun === 'client'
          ? await resource.get(namespace, name)
          : await resource.delete(namespace, name, { ...how, dryRun: dryRun === 'server' });
      pending.push({ victim, object });
      tell(victim, options.force === true && how.gracePeriodSeconds === 0 ? 'force deleted' : 'deleted');
    } catch (error) {
      const absent = isNotFound(error);
      if (absent && (options.ignoreNotFound === true || options.all === true || options.selector !== undefined))
        continue;
      if (absent && wentWithNamespace(victim, victims)) {
        tell(victim, 'deleted with its namespace');
        continue;
      }
      if (failureOfAccess(error) !== undefined) throw error;
      env.err(describeError(error));
      env.fail();
    }
  }
  return pending;
}

/** Deleting a namespace takes along what is in it, before this command comes to it. */
function wentWithNamespace({ namespace }: NamedObject, victims: readonly NamedObject[]): boolean {
  return victims.some(({ info, name }) => info.kind === 'Namespace' && name === namespace);
}

export function propagationOf(cascade: string | boolean): DeleteOptions['propagationPolicy'] {
  switch (cascade) {
    case true:
    case 'background':
      return 'Background';
    case 'foreground':
      return 'Foreground';
    case 'orphan':
      return 'Orphan';
    default:
      throw new CliError(`invalid cascade value (${String(cascade)}). Must be "background", "foreground", or "orphan"`);
  }
}

export function graceOf({
  gracePeriod,
  force,
  now,
}: Pick<DeleteCommandOptions, 'gracePeriod' | 'force' | 'now'>): number | undefined {
  if (gracePeriod === undefined || gracePeriod === '-1') return now === true ? 1 : force === true ? 0 : undefined;
  if (now === true) throw new CliError('--now and --grace-period cannot be specified together');
  const seconds = Number(gracePeriod);
  if (!Number.isInteger(seconds) || seconds < 0) {
    throw new CliError(`Cannot read --grace-period: ${JSON.stringify(gracePeriod)} is not a whole number of seconds`);
  }
  if (force === true && seconds > 0)
    throw new CliError('--force and --grace-period greater than 0 cannot be specified together');
  if (seconds === 0 && force !== true) throw new CliError('Cannot delete with --grace-period=0 without --force');
  return seconds;
}
