/** `kuorum logs`: what containers wrote, one or several of them. */
import type { ApiClient, LogsOptions } from '@kuorum/client';
import type { Command } from 'commander';
import { concat, concatMap, defer, lastValueFrom, map, of, takeWhile, type Observable } from 'rxjs';
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
  const wanted = limitsOf(env, options);
  const streamsMax = count('--max-log-requests', options.maxLogRequests);
  checkTarget(target, options);
  await env.withClient(options, async (client) => {
    const sources = await findLogSources(env, client, target, options);
    if (options.follow === true && sources.length > streamsMax) {
      throw new CliError(
        `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${streamsMax}, use --max-log-requests to increase the limit`,
      );
    }
    const print = (source: LogSource): Promise<void> => printLogs(env, client, source, options, wanted);
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

/** The part of the request that is the same for all, and what the server cannot do for us. */
interface Limits {
  readonly request: Omit<LogsOptions, 'namespace' | 'name'>;
  readonly sinceMs: number | undefined;
  readonly bytes: number;
}

function limitsOf(env: Env, options: LogsCommandOptions): Limits {
  const sinceMs = options.sinceTime === undefined ? undefined : parseTime(options.sinceTime);
  const tail = options.tail ?? (options.selector === undefined ? '-1' : String(selectorTailLines));
  const sinceSeconds =
    sinceMs !== undefined
      ? Math.max(1, Math.ceil((env.nowMs() - sinceMs) / 1000) + 1)
      : options.since === undefined
        ? undefined
        : Math.ceil(parseDurationMs(options.since, '--since') / 1000);
  return {
    request: {
      follow: options.follow,
      previous: options.previous,
      // The server knows whole seconds: a time is compared here.
      timestamps: options.timestamps === true || sinceMs !== undefined,
      tailLines: tail === '-1' ? undefined : count('--tail', tail),
      // As in kubectl, none at all means all of it.
      sinceSeconds: sinceSeconds === 0 ? undefined : sinceSeconds,
    },
    sinceMs,
    bytes: options.limitBytes === undefined ? Infinity : count('--limit-bytes', options.limitBytes),
  };
}

async function printLogs(
  env: Env,
  client: ApiClient,
  { namespace, pod, container }: LogSource,
  options: LogsCommandOptions,
  limits: Limits,
): Promise<void> {
  const lines = new LogLines({
    prefix: options.prefix === true ? `[pod/${pod}/${container}] ` : '',
    sinceMs: limits.sinceMs,
    stripTimes: options.timestamps !== true && limits.sinceMs !== undefined,
  });
  const chunks$ = client.pods.logs({ ...limits.request, namespace, name: pod, container });
  const text$ = concat(
    chunks$.pipe(map((chunk) => lines.push(chunk))),
    defer(() => of(lines.end())),
  );
  try {
    await lastValueFrom(cut$(text$, limits.bytes).pipe(concatMap((text) => env.write(text))), {
      defaultValue: undefined,
    });
  } catch (error) {
    if (options.ignoreErrors !== true) throw error;
    env.err(`error: pod/${pod}, container ${container}: ${describeError(error)}`);
  }
}

/** The first `bytesMax` bytes; ends the stream with them. */
function cut$(text$: Observable<Buffer>, bytesMax: number): Observable<Buffer> {
  let left = bytesMax;
  return text$.pipe(
    map((text) => {
      const part = text.length > left ? text.subarray(0, left) : text;
      left -= part.length;
      return part;
    }),
    takeWhile(() => left > 0, true),
  );
}

function count(flag: string, text: string): number {
  const n = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(n)) return n;
  throw new CliError(`Cannot read ${flag}: ${JSON.stringify(text)} is not a whole number, 0 or more`);
}

function parseTime(text: string): number {
  const ms = Date.parse(text);
  if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(ms)) return ms;
  throw new CliError(`Cannot read --since-time: ${JSON.stringify(text)} is not a time such as 2026-01-01T10:00:00Z`);
}
