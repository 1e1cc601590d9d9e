/**
 * Which cluster a client command talks to, and who it is there. The first of these that is given counts:
 *
 *   --server ADDRESSES       plaintext; with --kubeconfig or --context: their identity, this address
 *   --kubeconfig FILE, --context NAME
 *   --data-dir DIR           the local cluster of that directory
 *   KUORUM_SERVER            plaintext
 *   KUORUM_CONFIG            a kubeconfig
 *   KUORUM_DATA_DIR
 *   ~/.kuorum/config         when it names a current context
 *   ~/.kuorum/local          the local cluster that `kuorum up` starts unless told otherwise
 *
 * --token TOKEN is who one is instead of what a kubeconfig has for it.
 *
 * $KUBECONFIG and ~/.kube/config are kubectl's, whose clusters do not speak gRPC: they are not read.
 */
import { existsSync } from 'node:fs';
import type { ClientTls } from '@kuorum/client';
import { CliError } from '../cli-error.js';
import { parseDurationMs } from '../durations.js';
import { requestTimeoutMsMax as timeoutMsMax } from '../limits.js';
import { adminKubeconfigOf, defaultKubeconfigFile } from '../kubeconfig/places.js';
import type { Access } from '../kubeconfig/resolve.js';
import { advising, dataDirFlag } from '../local/advice.js';
import { defaultDataDir, isSecure, readClusterConfig } from '../local/cluster-config.js';

export interface ClientOptions {
  readonly server?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly dataDir?: string;
  readonly namespace?: string;
  readonly token?: string;
  readonly requestTimeout?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the answer was found: a kubeconfig, a plaintext server by its address, or a plaintext local cluster. */
export type Source =
  | {
      readonly from: 'kubeconfig';
      readonly file: string;
      readonly context: string | undefined;
      readonly servers?: string;
      /** The kubeconfig is the administrator's of this local cluster. */
      readonly dataDir?: string;
    }
  | { readonly from: 'server'; readonly servers: string }
  | { readonly from: 'local'; readonly dataDir: string };

export async function sourceOf(options: ClientOptions, env: Environment = process.env): Promise<Source> {
  const { server, kubeconfig, context, dataDir } = options;
  const own = defaultKubeconfigFile();
  if (kubeconfig !== undefined || context !== undefined) {
    const file = kubeconfig ?? given(env['KUORUM_CONFIG']) ?? own;
    if (kubeconfig === undefined && file === own && !existsSync(own)) {
      throw new CliError(
        `Cannot find context ${JSON.stringify(context)}: there is no ${own}, where contexts are kept. "kuorum config set-context" makes one; a local cluster needs none`,
      );
    }
    return { from: 'kubeconfig', file, context, ...(server === undefined ? {} : { servers: server }) };
  }
  if (server !== undefined) return { from: 'server', servers: server };
  if (dataDir !== undefined) return localSource(dataDir);
  const servers = given(env['KUORUM_SERVER']);
  if (servers !== undefined) return { from: 'server', servers };
  const file = given(env['KUORUM_CONFIG']);
  if (file !== undefined) return { from: 'kubeconfig', file, context: undefined };
  if (given(env['KUORUM_DATA_DIR']) === undefined && existsSync(own)) {
    const { readKubeconfig } = await kubeconfigs();
    const current = readKubeconfig(own)['current-context'] ?? '';
    if (current !== '') return { from: 'kubeconfig', file: own, context: undefined };
  }
  return localSource(given(env['KUORUM_DATA_DIR']) ?? defaultDataDir());
}

/** A local cluster with TLS has a kubeconfig for its administrator. */
function localSource(dataDir: string): Source {
  const file = adminKubeconfigOf(dataDir);
  return existsSync(file) ? { from: 'kubeconfig', file, context: undefined, dataDir } : { from: 'local', dataDir };
}

export async function accessFor(
  options: ClientOptions,
  env: Environment = process.env,
  warn?: (text: string) => void,
): Promise<Access> {
  const { token, requestTimeout = '0' } = options;
  const timeoutMs = requestTimeoutMs(requestTimeout);
  const access = await accessOfSource(options, env, warn);
  const bounded = timeoutMs === undefined ? access : { ...access, timeoutMs };
  return token === undefined ? bounded : withToken(bounded, token);
}

/** As kubectl's: without a unit seconds; 0: the client's own bound. */
function requestTimeoutMs(text: string): number | undefined {
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : parseDurationMs(text, '--request-timeout');
  if (ms > timeoutMsMax) throw new CliError(`--request-timeout must be at most ${timeoutMsMax / 3_600_000}h: ${text}`);
  return ms === 0 ? undefined : ms;
}

/** A certificate of the kubeconfig would count before it. */
function withToken(access: Access, token: string): Access {
  const { tls } = access;
  if (tls === undefined) {
    throw new CliError('Cannot use --token with a plaintext server, where nobody signs in: leave it out');
  }
  if (token === '') throw new CliError('--token must not be empty');
  const anonymous = new WeakMap<ClientTls, ClientTls>();
  const withoutCertificate = (own: ClientTls): ClientTls => {
    const made = anonymous.get(own) ?? { caPem: own.caPem, serverName: own.serverName };
    anonymous.set(own, made);
    return made;
  };
  return {
    ...access,
    token,
    tls: typeof tls === 'function' ? () => withoutCertificate(tls()) : withoutCertificate(tls),
  };
}

async function accessOfSource(
  options: ClientOptions,
  env: Environment,
  warn: ((text: string) => void) | undefined,
): Promise<Access> {
  const source = await sourceOf(options, env);
  switch (source.from) {
    case 'kubeconfig': {
      const { accessOf } = await kubeconfigs();
      const open = (): Access => accessOf(source.file, { context: source.context, warn });
      const access = source.dataDir === undefined ? open() : advising(source.dataDir, open);
      return source.servers === undefined ? access : { ...access, servers: split(source.servers) };
    }
    case 'server':
      return { servers: plaintext(split(source.servers)) };
    case 'local':
      return localAccess(source.dataDir);
  }
}

/** Namespace of the context that is used; undefined when there is none, or when what there is cannot be read. */
export async function namespaceOf(options: ClientOptions): Promise<string | undefined> {
  try {
    const source = await sourceOf(options);
    if (source.from !== 'kubeconfig') return undefined;
    const { readKubeconfig } = await kubeconfigs();
    const { contextOf } = await import('../kubeconfig/kubeconfig.js');
    return given(contextOf(readKubeconfig(source.file), source.context)?.namespace);
  } catch {
    // Whoever makes a client of it says why.
    return undefined;
  }
}

/** The kubeconfig that counts; {@link CliError} where there is none. */
export async function kubeconfigFileOf(options: ClientOptions): Promise<string> {
  const source = await sourceOf(options);
  if (source.from === 'kubeconfig') return source.file;
  const there = source.from === 'server' ? 'a server by its address' : 'a local cluster without TLS';
  throw new CliError(
    `Cannot find a kubeconfig: what is used is ${there}. Name one with --kubeconfig FILE, or make ${defaultKubeconfigFile()} with "kuorum config set-cluster"`,
  );
}

async function localAccess(dataDir: string): Promise<Access> {
  const config = await readClusterConfig(dataDir);
  if (config === undefined) {
    throw new CliError(
      'Cannot find a cluster: start one with "kuorum up", or name one with --kubeconfig FILE or --server HOST:PORT',
    );
  }
  if (isSecure(config)) {
    throw new CliError(
      `Cannot find ${adminKubeconfigOf(dataDir)}: "kuorum up --detach${dataDirFlag(dataDir)}" makes it anew`,
    );
  }
  return { servers: [config.apiserverAddress] };
}

/** Loaded when there is one: a parser of YAML is more than most commands read. */
function kubeconfigs() {
  return import('../kubeconfig/file.js');
}

/** With TLS there is more to say than an address. */
function plaintext(servers: string[]): string[] {
  const secure = servers.find((each) => each.startsWith('https://'));
  if (secure === undefined) return servers;
  throw new CliError(
    `Cannot use ${JSON.stringify(secure)} by its address alone: with TLS the authority of its certificate must be known. Name a kubeconfig with --kubeconfig, or make one: "kuorum config set-cluster --server=${secure} --certificate-authority=FILE NAME"`,
  );
}

function split(servers: string): string[] {
  return servers.split(',').map((each) => each.trim());
}

function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
