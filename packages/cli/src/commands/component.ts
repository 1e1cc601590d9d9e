/** What every component has in common: flags, client, /healthz, and running its root observable until SIGTERM. */
import { aborted, createLogger, stopSignal, type Logger, type LogLevel } from '@kuorum/base/node';
import { createApiClient, type ApiClient } from '@kuorum/client';
import { Command, Option } from 'commander';
import type { Observable } from 'rxjs';
import { clientVersion } from '../client-version.js';
import { CliError } from '../cli-error.js';
import type { Access } from '../kubeconfig/resolve.js';
import { serveHealthz } from '../local/healthz.js';

const logLevels = ['debug', 'info', 'warn', 'error'] as const;

export interface CommonOptions {
  readonly logLevel: LogLevel;
}

export interface ServerOptions extends CommonOptions {
  readonly server?: string;
  readonly kubeconfig?: string;
  /** Of a process that is two components, and two users. */
  readonly proxyKubeconfig?: string;
  readonly healthz: string;
}

export const logLevelOption = (): Option =>
  new Option('--log-level <level>', 'how much is logged').choices(logLevels).default('info');

export function componentCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .addOption(new Option('--server <addresses>', 'apiservers, host:port[,host:port…], plaintext').env('KUORUM_SERVER'))
    .option('--kubeconfig <file>', 'apiservers, and who this component is there')
    .option('--healthz <address>', 'host:port for /healthz', '127.0.0.1:0')
    .addOption(logLevelOption());
}

/** What a component's root is made of. */
export interface Parts {
  readonly client: ApiClient;
  /** The same client, unless --proxy-kubeconfig names another user. */
  readonly proxyClient: ApiClient;
  readonly logger: Logger;
  readonly onReady: () => void;
  /** The process ends only when `drained` has resolved. */
  readonly waitFor: (drained: Promise<void>) => void;
}

/** Runs a root observable until SIGTERM (exit 0) or its error (exit 1); /healthz says 200 once it is ready. */
export async function runComponent(
  name: string,
  options: ServerOptions,
  root: (parts: Parts) => Observable<unknown>,
): Promise<void> {
  const signal = stopSignal();
  const logger = createLogger(name, options.logLevel);
  const warn = (text: string): void => logger.warn({}, text);
  const client = createApiClient({ ...(await accessOfComponent(name, options, warn)), logger });
  const proxyClient = await proxyClientOf(name, options, client, logger);
  let notReady: string | undefined = 'starting';
  const health = await serveHealthz(options.healthz, () => notReady);
  const draining: Promise<void>[] = [];
  logger.info({ healthz: health.address, version: clientVersion() }, 'starting');
  try {
    await untilStopped(
      root({
        client,
        proxyClient,
        logger,
        waitFor: (drained) => void draining.push(drained),
        onReady: () => {
          notReady = undefined;
          logger.info({}, 'ready');
        },
      }),
      signal,
    );
    await Promise.all(draining);
  } finally {
    client.close();
    proxyClient.close();
    await health.close();
  }
  logger.info({}, 'stopped');
}

async function proxyClientOf(
  name: string,
  { proxyKubeconfig }: ServerOptions,
  client: ApiClient,
  logger: Logger,
): Promise<ApiClient> {
  if (proxyKubeconfig === undefined) return client;
  const access = await accessOfComponent(name, { kubeconfig: proxyKubeconfig }, (text) => logger.warn({}, text));
  return createApiClient({ ...access, logger });
}

/** A kubeconfig is more than a server's address: it counts where both are given, as the address may be the environment's. */
async function accessOfComponent(
  name: string,
  { server, kubeconfig }: Pick<ServerOptions, 'server' | 'kubeconfig'>,
  warn: (text: string) => void,
): Promise<Access> {
  if (kubeconfig !== undefined) {
    const { accessOf } = await import('../kubeconfig/file.js');
    return accessOf(kubeconfig, { warn });
  }
  if (server !== undefined) return { servers: server.split(',') };
  throw new CliError(
    `Cannot start ${name}: give it --kubeconfig FILE, or --server HOST:PORT where the apiserver is plaintext`,
  );
}

function untilStopped(root$: Observable<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const subscription = root$.subscribe({
      error: (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
      complete: () => reject(new Error('ended by itself')),
    });
    void aborted(signal).then(() => {
      subscription.unsubscribe();
      resolve();
    });
  });
}
