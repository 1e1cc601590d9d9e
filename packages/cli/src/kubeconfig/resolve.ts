/**
 * From a kubeconfig to what a client is made with. Of the context that is used everything must be right; what
 * other contexts hold is theirs. Of a file and `…-data` the data counts, of `token` and `tokenFile` the file: as in client-go.
 */
import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import {
  checkClientTls,
  parseServerAddress,
  tlsFromParts,
  TlsError,
  tokenFromFile,
  watchedFile,
  type ClientTlsSource,
  type TokenSource,
} from '@kuorum/client/api';
import { findEntry, KubeconfigError, type Cluster, type Kubeconfig, type User } from './kubeconfig.js';

export interface Access {
  readonly servers: readonly string[];
  readonly tls?: ClientTlsSource | undefined;
  readonly token?: TokenSource | undefined;
  /** undefined: the context names none. */
  readonly namespace?: string | undefined;
  /** Of one call; undefined: the client's own. */
  readonly timeoutMs?: number | undefined;
}

export interface ResolveOptions {
  /** Relative paths in the file start here. */
  readonly directory: string;
  /** Default: the current context. */
  readonly context?: string | undefined;
  /** Told about keys and tokens that others may read. */
  readonly warn?: ((text: string) => void) | undefined;
}

const unsupported: Readonly<Record<'cluster' | 'user', readonly string[]>> = {
  cluster: ['insecure-skip-tls-verify', 'proxy-url'],
  user: ['exec', 'auth-provider', 'username', 'password', 'as', 'as-uid', 'as-groups', 'as-user-extra'],
};

/** Rejects with {@link KubeconfigError}, which names the path of what is wrong. */
export function resolveAccess(config: Kubeconfig, options: ResolveOptions): Access {
  const { cluster, user, clusterPath, userPath, namespace } = entriesOf(config, options.context);
  refuse(cluster, unsupported.cluster, clusterPath);
  refuse(user, unsupported.user, userPath);
  const { servers, secure } = serversOf(cluster.server, `${clusterPath}.server`);
  if (!secure) {
    for (const field of ['client-certificate', 'client-certificate-data', 'token', 'tokenFile'] as const) {
      if (user[field] === undefined) continue;
      throw new KubeconfigError(
        `${userPath}.${field}: is of no use with a plaintext server: ${clusterPath}.server must begin with https://`,
      );
    }
    return { servers, namespace };
  }
  const part = partReader(options);
  const ca = part(cluster, clusterPath, 'certificate-authority');
  if (ca === undefined) {
    throw new KubeconfigError(`${clusterPath}.certificate-authority: is required with an https:// server (or …-data)`);
  }
  const cert = part(user, userPath, 'client-certificate');
  const key = part(user, userPath, 'client-key', options.warn);
  const tls = tlsFromParts({ ca, cert, key, serverName: cluster['tls-server-name'] });
  try {
    checkClientTls(tls());
  } catch (error) {
    const where = error instanceof TlsError && error.part === 'authority' ? clusterPath : userPath;
    throw error instanceof TlsError ? new KubeconfigError(`${where}: ${error.message}`) : error;
  }
  return { servers, tls, token: tokenOf(user, userPath, options), namespace };
}

function entriesOf(config: Kubeconfig, wanted: string | undefined) {
  const name = wanted ?? config['current-context'] ?? '';
  const known = (config.contexts ?? []).map((each) => each.name);
  const there = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
  if (name === '') throw new KubeconfigError(`current-context: is not set; choose one with --context: ${there}`);
  const context = findEntry(config, 'contexts', name);
  if (context === undefined) throw new KubeconfigError(`Cannot find context ${JSON.stringify(name)}: ${there}`);
  const { cluster: clusterName = '', user: userName = '', namespace = '' } = context.entry.context;
  const cluster = findEntry(config, 'clusters', clusterName);
  if (cluster === undefined) {
    throw new KubeconfigError(`${context.path}.cluster: there is no cluster ${JSON.stringify(clusterName)}`);
  }
  const user = findEntry(config, 'users', userName);
  if (user === undefined && userName !== '') {
    throw new KubeconfigError(`${context.path}.user: there is no user ${JSON.stringify(userName)}`);
  }
  return {
    cluster: cluster.entry.cluster,
    clusterPath: cluster.path,
    user: user?.entry.user ?? {},
    userPath: user?.path ?? `${context.path}.user`,
    namespace: namespace === '' ? undefined : namespace,
  };
}

function refuse(fields: Cluster | User, names: readonly string[], path: string): void {
  const found = names.find((name) => fields[name] !== undefined && fields[name] !== false && fields[name] !== '');
  if (found !== undefined) throw new KubeconfigError(`${path}.${found}: is not supported`);
}

function serversOf(server: string | undefined, path: string): { servers: string[]; secure: boolean } {
  if (server === undefined || server === '') throw new KubeconfigError(`${path}: is required`);
  const servers = server.split(',').map((each) => each.trim());
  for (const each of servers) {
    if (!/^https?:\/\//.test(each)) {
      throw new KubeconfigError(`${path}: must begin with https:// (http:// for plaintext): ${JSON.stringify(each)}`);
    }
    try {
      parseServerAddress(each);
    } catch (error) {
      throw new KubeconfigError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const secure = servers.filter((each) => each.startsWith('https://')).length;
  if (secure !== 0 && secure !== servers.length)
    throw new KubeconfigError(`${path}: must be all https:// or all http://`);
  return { servers, secure: secure > 0 };
}

/** What gives a certificate or key: out of `FIELD-data`, or out of the file that `FIELD` names. */
function partReader({ directory }: ResolveOptions) {
  return (
    fields: Cluster | User,
    path: string,
    field: string,
    warn?: (text: string) => void,
  ): (() => string) | undefined => {
    const data = fields[`${field}-data`];
    if (typeof data === 'string' && data !== '') return fromBase64(data, `${path}.${field}-data`);
    const file = fields[field];
    if (typeof file !== 'string' || file === '') return undefined;
    const at = absolute(file, directory);
    return opened(`${path}.${field}`, () => {
      const text = watchedFile(at);
      if (warn !== undefined) warnOfReaders(at, warn);
      return text;
    });
  };
}

function tokenOf(user: User, path: string, { directory, warn }: ResolveOptions): TokenSource | undefined {
  const { token = '', tokenFile = '' } = user;
  if (tokenFile === '') return token === '' ? undefined : token;
  const at = absolute(tokenFile, directory);
  return opened(`${path}.tokenFile`, () => {
    const give = tokenFromFile(at);
    if (warn !== undefined) warnOfReaders(at, warn);
    return give;
  });
}

function opened<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw error instanceof TlsError ? new KubeconfigError(`${path}: ${error.message}`) : error;
  }
}

function fromBase64(data: string, path: string): () => string {
  const compact = data.replace(/\s/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
    throw new KubeconfigError(`${path}: must be base64`);
  }
  const text = Buffer.from(compact, 'base64').toString('utf8');
  return () => text;
}

export function absolute(file: string, directory: string): string {
  return isAbsolute(file) ? file : join(directory, file);
}

const readableByOthers = 0o077;

/** Windows has no such bits. */
export function warnOfReaders(file: string, warn: (text: string) => void): void {
  if (process.platform === 'win32') return;
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined || (stat.mode & readableByOthers) === 0) return;
  warn(`warning: others on this machine may read ${file}; change that with: chmod 600 ${file}`);
}
