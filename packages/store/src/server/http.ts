/** Plain HTTP for people and probes, on --listen-metrics-urls and on client URLs: /health /livez /readyz /version /metrics, as in etcd. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { bindAddress, isSecure, withPort } from './addresses.js';
import { stateDirectory } from './bootstrap.js';
import { directoryBytes } from './disk-size.js';
import type { Member } from './member.js';
import { renderMetrics } from './metrics.js';
import { cutter, mustHaveTls, type TlsIdentity } from './tls.js';
import { ETCD_VERSION } from './version.js';

const BASE = 'http://member';

export interface HttpServer {
  readonly urls: readonly string[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: 'application/json' | 'text/plain; charset=utf-8';
  readonly body: string;
}

export async function startHttp(member: Member, listenUrls: readonly string[], tls?: TlsIdentity): Promise<HttpServer> {
  const servers: HttpListener[] = [];
  const urls: string[] = [];
  for (const url of listenUrls) {
    const started = isSecure(url) ? createHttps(member, mustHaveTls(tls, url)) : { server: createHttp(member) };
    servers.push(started);
    urls.push(withPort(url, await listen(started.server, url)));
  }
  return {
    urls,
    close: async () => void (await Promise.all(servers.map(({ server, cut }) => closeHttp(server, cut)))),
  };
}

/** Listens nowhere yet: it may also be given connections that another listener took. */
export function createHttp(member: Member): Server {
  return createServer(listenerOf(member));
}

interface HttpListener {
  readonly server: Server;
  /** Ends what `server` knows nothing of. */
  readonly cut?: () => void;
}

function createHttps(member: Member, tls: TlsIdentity): HttpListener {
  const server = createHttpsServer(tls.serverOptions, listenerOf(member));
  tls.onChange((context) => server.setSecureContext(context));
  return { server, cut: cutter(server) };
}

function listenerOf(member: Member): RequestListener {
  return (request, response) => {
    answer(member, pathOf(request.url ?? '/')).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.writeHead(500).end(),
    );
  };
}

/** Undefined when it is no URL at all: `//`, which Node's parser of requests lets pass, names a host that is empty. */
function pathOf(url: string): string | undefined {
  return URL.canParse(url, BASE) ? new URL(url, BASE).pathname : undefined;
}

async function answer(member: Member, path: string | undefined): Promise<Answer> {
  switch (path) {
    case undefined:
      return { status: 400, type: 'text/plain; charset=utf-8', body: 'bad request\n' };
    case '/health':
    case '/readyz':
      return health(member);
    case '/livez':
      return { status: 200, type: 'text/plain; charset=utf-8', body: 'ok\n' };
    case '/version':
      return json(200, {
        etcdserver: ETCD_VERSION,
        etcdcluster: member.machine.clusterVersion.version ?? 'not_decided',
      });
    case '/metrics':
      return { status: 200, type: 'text/plain; charset=utf-8', body: await metrics(member) };
    default:
      return { status: 404, type: 'text/plain; charset=utf-8', body: 'not found\n' };
  }
}

/** Healthy = a linearizable read works: there is a leader, and a majority behind it. */
function health(member: Member): Promise<Answer> {
  return new Promise((resolve) => {
    member.linearizable((error) =>
      resolve(
        error === undefined
          ? json(200, { health: 'true', reason: '' })
          : json(503, { health: 'false', reason: error.message }),
      ),
    );
  });
}

async function metrics(member: Member): Promise<string> {
  const { mvcc, watches } = member.machine;
  return renderMetrics({
    metrics: member.metrics,
    hasLeader: member.leader !== 0n,
    isLeader: member.isLeader,
    isLearner: member.isLearner,
    proposalsPending: member.proposalsPending,
    commitIndex: member.node.status().commit,
    currentRevision: mvcc.currentRevision,
    compactRevision: mvcc.compactRevision,
    watcherCount: watches.watcherCount,
    dbUsedBytes: member.quota.usedBytes,
    quotaBytes: member.quota.limitBytes,
    dbSizeBytes: await directoryBytes(stateDirectory(member.options)),
  });
}

function json(status: number, value: object): Answer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

function listen(server: Server, url: string): Promise<number> {
  const { host, port } = bindAddress(url);
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`Cannot listen on ${url}`, { cause })));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

export function closeHttp(server: Server, cut: () => void = () => undefined): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    cut();
  });
}
