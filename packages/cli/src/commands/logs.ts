/** `kuorum logs`: what containers wrote, one or several of them. */
import type { ApiClient, LogsOptions } from '@kuorum/client';
import type { Command } from 'commander';
import { concat, concatMap, defer, lastValueFrom, map, of } from 'rxjs';
import { parseDurationMs } from '../durations.js';
import { CliError, describeError } from '../errors.js';
import { logRequestsMax, selectorTailLines } from '../limits.js';
import { LogLines } from '../print/log-lines.js';
import { clientCommand, type ClientOptions } from './context.js';
import { processEnv, type Env } from './env.js';
import { findLogSources, type LogSource } from './log-sources.js';

interface LogsCommandOptions extends ClientOptions {
  readonly follow?: boolean;
  readonly container?: string;
  readonly allContainers?: boolean;
  readonly selector?: string;
  readonly maxLogRequests: string;
  readonly previous?: boolean;
  readonly timestamps?: boolean;
  readonly prefix?: boolean;
  readonly tail?: string;
  readonly since?: string;
  readonly sinceTime?: string;
  readonly limitBytes?: string;
  readonly ignoreErrors?: boolean;
}

export function logsCommand(env: Env = processEnv): Command {
  return clientCommand('logs', 'Print what containers wrote')
    .argument('[pod]', 'POD, or TYPE/NAME such as rc/echo for one of its pods')
    .argument('[container]', 'the same as -c')
    .option('-f, --follow', 'go on printing what is written')
    .option('-c, --container <name>', 'container of the pod')
    .option('--all-containers', 'all containers of the pod')
    .option('-l, --selector <selector>', 'all pods with these labels')
    .option('--max-log-requests <n>', 'containers followed at once', String(logRequestsMax))
    .option('-p, --previous', 'of the container before the last restart')
    .option('--timestamps', 'begin each line with its time')
    .option('--prefix', 'begin each line with its pod and container')
    .option('--tail <lines>', `only so many lines from the end; -1 for all, ${selectorTailLines} with a selector`)
    .option('--since <duration>', 'only what is newer, such as 5m')
    .option('--since-time <time>', 'only what is newer, such as 2026-01-01T10:00:00Z')
    .option('--limit-bytes <n>', 'end after so many bytes')
    .option('--ignore-errors', 'go on with the other containers when the logs of one cannot be read')
    .action((target: string | undefined, container: string | undefined, options: LogsCommandOptions) =>
      logs(env, target, { ...options, ...(container === undefined ? {} : { container }) }),
    );
}

async function logs(env: Env, target: string | undefined, options: LogsCommandOptions): Promise<void> {
  const request = requestOf(options);
  const streamsMax = count('--max-log-requests', options.maxLogRequests);
  checkTarget(target, options);
  await env.withClient(options, async (client) => {
    const sources = await findLogSources(env, client, target, options);
    if (options.follow === true && sources.length > streamsMax) {
      throw new CliError(
        `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${streamsMax}, use --max-log-requests to increase the limit`,
      );
    }
    const print = (source: LogSource): Promise<void> => printLogs(env, client, source, options, request);
    // Followed ones side by side; else one after the other, so that each container's lines stay together.
    const printed =
      options.follow === true
        ? Promise.all(sources.map(print))
        : sources.reduce((before, source) => before.then(() => print(source)), Promise.resolve());
    await Promise.race([printed, env.interrupted()]);
  });
}

function checkTarget(target: string | undefined, options: LogsCommandOptions): void {
  if (options.selector !== undefined && target !== undefined) {
    throw new CliError('only a selector (-l) or a POD name is allowed');
  }
  if (options.selector === undefined && target === undefined) {
    throw new CliError('expected POD or TYPE/NAME, or a selector with -l: kuorum logs POD [CONTAINER]');
  }
  if (options.allContainers === true && options.container !== undefined) {
    throw new CliError('--all-containers=true should not be specified with container name');
  }
  if (options.since !== undefined && options.sinceTime !== undefined) {
    throw new CliError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
}

/** The part of the request that is the same for all containers. */
type Request = Omit<LogsOptions, 'namespace' | 'name'>;

/** As in kubectl, no time and no bytes at all mean all of it. */
function requestOf(options: LogsCommandOptions): Request {
  const tail = options.tail ?? (options.selector === undefined ? '-1' : String(selectorTailLines));
  const sinceMs = options.since === undefined ? 0 : parseDurationMs(options.since, '--since');
  const limitBytes = count('--limit-bytes', options.limitBytes ?? '0');
  return {
    follow: options.follow,
    previous: options.previous,
    timestamps: options.timestamps,
    tailLines: tail === '-1' ? undefined : count('--tail', tail),
    sinceSeconds: sinceMs === 0 ? undefined : Math.ceil(sinceMs / 1000),
    sinceTime: options.sinceTime,
    limitBytes: limitBytes === 0 ? undefined : limitBytes,
  };
}

async function printLogs(
  env: Env,
  client: ApiClient,
  { namespace, pod, container }: LogSource,
  options: LogsCommandOptions,
  request: Request,
): Promise<void> {
  const lines = new LogLines({
    prefix: options.prefix === true ? `[pod/${pod}/${container}] ` : '',
    endLastLine: request.limitBytes === undefined,
  });
  const chunks$ = client.pods.logs({ ...request, namespace, name: pod, container });
  const text$ = concat(
    chunks$.pipe(map((chunk) => lines.push(chunk))),
    defer(() => of(lines.end())),
  );
  try {
    await lastValueFrom(text$.pipe(concatMap((text) => env.write(text))), { defaultValue: undefined });
  } catch (error) {
    if (options.ignoreErrors !== true) throw error;
    env.err(`error: pod/${pod}, container ${container}: ${describeError(error)}`);
  }
}

function count(flag: string, text: string): number {
  const n = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(n)) return n;
  throw new CliError(`Cannot read ${flag}: ${JSON.stringify(text)} is not a whole number, 0 or more`);
}
