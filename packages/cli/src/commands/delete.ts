/** `kuorum delete`: by name, by selector or by manifest; waits until the objects are gone. */
import { firstValueFrom, filter, timeout, TimeoutError } from 'rxjs';
import { isGone, isNotFound, type ApiObject, type KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { parseDurationMs } from '../durations.js';
import { CliError, describeError } from '../errors.js';
import { loadManifests } from '../manifest/load.js';
import { kindLabel, objectName } from '../print/output.js';
import { clientCommand, namespaceFor, parseTargets, withClient, type ClientOptions } from './context.js';

interface DeleteCommandOptions extends ClientOptions {
  readonly filename?: string[];
  readonly selector?: string;
  readonly all?: boolean;
  readonly gracePeriod?: string;
  readonly force?: boolean;
  readonly cascade: string;
  readonly wait: boolean;
  readonly timeout: string;
  readonly ignoreNotFound?: boolean;
}

interface Victim {
  readonly info: KindInfo;
  readonly namespace: string;
  readonly name: string;
}

export function deleteCommand(): Command {
  return clientCommand('delete', 'Delete objects and wait until they are gone')
    .argument('[type...]', 'TYPE NAME…, TYPE/NAME…, or TYPE with -l or --all')
    .option('-f, --filename <path...>', 'file, directory, or - for standard input')
    .option('-l, --selector <selector>', 'label selector')
    .option('--all', 'every object of the type in the namespace')
    .option('--grace-period <seconds>', 'seconds to end gracefully; 0 needs --force')
    .option('--force', 'remove at once, without waiting for the node to confirm')
    .option('--cascade <how>', 'background or orphan', 'background')
    .option('--no-wait', 'return as soon as the deletion is accepted')
    .option('--timeout <duration>', 'how long to wait', '2m')
    .option('--ignore-not-found', 'an object that does not exist counts as deleted')
    .action((args: string[], options: DeleteCommandOptions) =>
      withClient(options, async (client) => {
        const victims = await findVictims(client, args, options);
        if (victims.length === 0) console.log('No resources found');
        await deleteAll(client, victims, options);
      }),
    );
}

async function findVictims(client: ApiClient, args: string[], options: DeleteCommandOptions): Promise<Victim[]> {
  if (options.filename !== undefined) {
    const manifests = await loadManifests(options.filename);
    return manifests.map(({ info, object }) => ({
      info,
      namespace: namespaceFor(info, object.metadata.namespace || options.namespace),
      name: object.metadata.name,
    }));
  }
  const { kinds, targets } = parseTargets(args);
  if (targets.length > 0) {
    return targets.map(({ info, name }) => ({ info, name, namespace: namespaceFor(info, options.namespace) }));
  }
  if (options.all !== true && options.selector === undefined) {
    throw new CliError('Cannot delete: name the objects, or say -l SELECTOR or --all');
  }
  const lists = await Promise.all(
    kinds.map(async (info) => {
      const namespace = info.namespaced ? options.namespace : undefined;
      const { items } = await client.resource(info.kind).list({ namespace, labelSelector: options.selector });
      return (items as ApiObject[]).map(({ metadata }) => ({
        info,
        namespace: metadata.namespace,
        name: metadata.name,
      }));
    }),
  );
  return lists.flat();
}

async function deleteAll(client: ApiClient, victims: Victim[], options: DeleteCommandOptions): Promise<void> {
  const gracePeriodSeconds = graceOf(options);
  if (options.cascade !== 'background' && options.cascade !== 'orphan') {
    throw new CliError(`Cannot cascade as ${JSON.stringify(options.cascade)}: --cascade takes background or orphan`);
  }
  const propagationPolicy = options.cascade === 'orphan' ? 'Orphan' : 'Background';
  const deadlineMs = parseDurationMs(options.timeout, '--timeout');
  const pending: { victim: Victim; object: ApiObject }[] = [];
  for (const victim of victims) {
    try {
      const resource = client.resource(victim.info.kind);
      const object = await resource.delete(victim.namespace, victim.name, { gracePeriodSeconds, propagationPolicy });
      pending.push({ victim, object });
      console.log(
        `${kindLabel(victim.info.kind)} "${victim.name}" deleted${options.force === true ? ' (forced)' : ''}`,
      );
    } catch (error) {
      if (isNotFound(error) && options.ignoreNotFound === true) continue;
      if (isNotFound(error) && wentWithNamespace(victim, victims)) {
        console.log(`${kindLabel(victim.info.kind)} "${victim.name}" deleted with its namespace`);
        continue;
      }
      console.error(describeError(error));
      process.exitCode = 1;
    }
  }
  if (options.wait) {
    await Promise.all(pending.map(({ victim, object }) => waitUntilGone(client, victim, object, deadlineMs)));
  }
}

/** Deleting a namespace takes along what is in it, before this command comes to it. */
function wentWithNamespace({ namespace }: Victim, victims: readonly Victim[]): boolean {
  return victims.some(({ info, name }) => info.kind === 'Namespace' && name === namespace);
}

function graceOf({ gracePeriod, force }: DeleteCommandOptions): number | undefined {
  if (gracePeriod === undefined) return force === true ? 0 : undefined;
  const seconds = Number(gracePeriod);
  if (!Number.isInteger(seconds) || seconds < 0) {
    throw new CliError(`Cannot read --grace-period: ${JSON.stringify(gracePeriod)} is not a whole number of seconds`);
  }
  if (seconds === 0 && force !== true) throw new CliError('Cannot delete with --grace-period=0 without --force');
  return seconds;
}

async function waitUntilGone(
  client: ApiClient,
  { info, namespace, name }: Victim,
  object: ApiObject,
  deadlineMs: number,
): Promise<void> {
  const resource = client.resource(info.kind);
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const current: ApiObject | undefined = await resource.get(namespace, name).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
    if (current === undefined || current.metadata.uid !== object.metadata.uid) return;
    const gone$ = resource
      .watch({ namespace, fieldSelector: `metadata.name=${name}`, resourceVersion: current.metadata.resourceVersion })
      .pipe(
        filter((event) => event.type === 'DELETED'),
        timeout(Math.max(1, deadline - Date.now())),
      );
    try {
      await firstValueFrom(gone$, { defaultValue: undefined });
    } catch (error) {
      if (error instanceof TimeoutError) {
        throw new CliError(
          `timed out after ${deadlineMs / 1000} s waiting for ${objectName(info.kind, name)} to go; it is still being deleted`,
        );
      }
      if (!isGone(error)) throw error;
    }
  }
}
