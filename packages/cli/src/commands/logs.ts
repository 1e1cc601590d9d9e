/** `kuorum logs`: what a container wrote. */
import { isPodActive, matchesSelector, type Pod } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { lastValueFrom, tap } from 'rxjs';
import { parseDurationMs } from '../durations.js';
import { CliError } from '../errors.js';
import { clientCommand, mustFindKind, withClient, type ClientOptions } from './context.js';

interface LogsCommandOptions extends ClientOptions {
  readonly follow?: boolean;
  readonly container?: string;
  readonly previous?: boolean;
  readonly timestamps?: boolean;
  readonly tail?: string;
  readonly since?: string;
}

export function logsCommand(): Command {
  return clientCommand('logs', 'Print what a container wrote')
    .argument('<pod>', 'POD, or TYPE/NAME such as rc/echo for one of its pods')
    .option('-f, --follow', 'go on printing what is written')
    .option('-c, --container <name>', 'container of the pod')
    .option('-p, --previous', 'of the container before the last restart')
    .option('--timestamps', 'begin each line with its time')
    .option('--tail <lines>', 'only so many lines from the end')
    .option('--since <duration>', 'only what is newer, such as 5m')
    .action((target: string, options: LogsCommandOptions) =>
      withClient(options, async (client) => {
        const namespace = options.namespace ?? 'default';
        const name = await podOf(client, namespace, target);
        const interrupted = new Promise<void>((resolve) => process.once('SIGINT', resolve));
        const chunks$ = client.pods.logs({
          namespace,
          name,
          container: options.container,
          follow: options.follow,
          previous: options.previous,
          timestamps: options.timestamps,
          tailLines: lines(options.tail),
          sinceSeconds:
            options.since === undefined ? undefined : Math.ceil(parseDurationMs(options.since, '--since') / 1000),
        });
        const printed = lastValueFrom(chunks$.pipe(tap((chunk) => process.stdout.write(chunk))), {
          defaultValue: undefined,
        });
        await Promise.race([printed, interrupted]);
      }),
    );
}

function lines(text: string | undefined): number | undefined {
  if (text === undefined || text === '-1') return undefined;
  const n = Number(text);
  if (!Number.isInteger(n) || n < 0)
    throw new CliError(`Cannot read --tail: ${JSON.stringify(text)} is not a number of lines`);
  return n;
}

async function podOf(client: ApiClient, namespace: string, target: string): Promise<string> {
  const [type, name] = target.includes('/') ? (target.split('/', 2) as [string, string]) : ['pod', target];
  const info = mustFindKind(type);
  if (info.kind === 'Pod') return name;
  if (info.kind !== 'ReplicationController' && info.kind !== 'Service') {
    throw new CliError(`Cannot read logs of ${info.singular}/${name}: it has no pods`);
  }
  const { spec } = await client.resource(info.kind).get(namespace, name);
  const { items } = await client.pods.list({ namespace });
  const pods: Pod[] = items.filter((pod) => matchesSelector(spec.selector, pod.metadata.labels));
  const pod = pods.find(isPodActive) ?? pods[0];
  if (pod === undefined) throw new CliError(`Cannot read logs of ${info.singular}/${name}: it has no pod now`);
  if (pods.length > 1) console.error(`Found ${pods.length} pods, using pod/${pod.metadata.name}`);
  return pod.metadata.name;
}
