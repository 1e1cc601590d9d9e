/**
 * The kubelet's own HTTP server, the one door the apiserver comes through: `/healthz`, what the table of routes says, and exec
 * and port-forward by Upgrade (kubelet-streams.ts). Whatever is asked, the answer is a status: a request must never end the
 * process. Over TLS only the apiserver's certificate
 * gets more than /healthz (kubelet-tls.ts).
 */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Logger } from '@kuorum/base/node';
import { guardRequest, type Served } from './guard-request.js';
import { createTlsServer, refusalOf, type KubeletTls } from './kubelet-tls.js';
import { StreamSessions, type StreamOptions } from './kubelet-streams.js';
import { logStreamsMax, requestHeaderBytesMax } from './limits.js';
import { RuntimeError, type ContainerRuntime, type LogOptions, type RuntimeContainer } from './runtime/types.js';
import type { Summary } from './stats/summary.js';

export interface KubeletServerOptions {
  readonly listen: string;
  /** Not given: plaintext, and everybody who reaches it may ask. */
  readonly tls?: KubeletTls | undefined;
  readonly runtime: ContainerRuntime;
  /** Attempts of a container, oldest first; undefined when this node has no such pod. */
  readonly findAttempts: (namespace: string, pod: string, container: string) => readonly RuntimeContainer[] | undefined;
  readonly findPodUid: StreamOptions['findPodUid'];
  readonly health: () => { readonly ok: boolean; readonly message: string };
  /** What the node and its pods use. */
  readonly stats: () => Promise<Summary>;
  readonly now: () => number;
  readonly logger: Logger;
  readonly streams?: Pick<StreamOptions, 'clock' | 'frames' | 'sessionsMax'> | undefined;
  /** For tests. */
  readonly logStreamsMax?: number | undefined;
}

export interface KubeletServer {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

export async function startKubeletServer(options: KubeletServerOptions): Promise<KubeletServer> {
  const [host, port] = splitListen(options.listen);
  const openLogs = new Set<ServerResponse>();
  const listener: RequestListener = (request, response) => {
    guardRequest(
      () => handle(options, openLogs, request, response),
      (error) => {
        options.logger.error({ err: error, path: request.url }, 'a request failed');
        if (response.headersSent) response.destroy();
        else answer(response, 500, 'the kubelet failed at this request: its log says how');
      },
    );
  };
  const http = { maxHeaderSize: requestHeaderBytesMax };
  const server =
    options.tls === undefined ? createServer(http, listener) : createTlsServer(options.tls, listener, http);
  const sessions = new StreamSessions({ ...options, ...options.streams });
  server.on('upgrade', (request, socket, head) => {
    guardRequest(
      () => upgrade(sessions, request, socket, head),
      (error) => {
        options.logger.error({ err: error, path: request.url }, 'a request for an upgrade failed');
        socket.destroy();
      },
    );
  });
  const connections = connectionsOf(server);
  await listen(server, host, port);
  // What comes later, such as too many open files, concerns one connection.
  server.on('error', (error) => options.logger.warn({ err: error }, 'cannot accept a connection'));
  const address = server.address() as AddressInfo;
  return {
    host,
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.destroy();
      }),
  };
}

/** Every one of them: Node's own list misses those without a handshake yet, and those that were upgraded or refused at that. */
function connectionsOf(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}

/** `127.0.0.1:10250` and `[::1]:10250`. */
export function splitListen(listen: string): [string, number] {
  const colon = listen.lastIndexOf(':');
  const port = Number(listen.slice(colon + 1));
  if (colon < 0 || !Number.isInteger(port)) {
    throw new Error(`Cannot listen as the address must be host:port: current value is ${listen}`);
  }
  return [listen.slice(0, colon).replace(/^\[|\]$/g, ''), port];
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function handle(
  options: KubeletServerOptions,
  openLogs: Set<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
): Served {
  if (request.method !== 'GET') return answer(response, 405, 'only GET is served here');
  const target = targetOf(request.url ?? '/');
  if (target === undefined) return answer(response, 400, 'the path of the request is malformed');
  const { url, parts } = target;
  if (parts[0] === 'healthz' && parts.length === 1) {
    const { ok, message } = options.health();
    return answer(response, ok ? 200 : 503, message);
  }
  const refusal = refusalOf(request);
  if (refusal !== undefined) return answer(response, refusal.code, refusal.text);
  const route = routes.find(({ path }) => matches(path, parts));
  if (route === undefined) return answer(response, 404, `no such path: ${url.pathname}`);
  const given = parts.filter((_, i) => route.path[i] === anything);
  return route.handle(options, { given, query: url.searchParams, response, openLogs });
}

/** Stands for one part of a path, whatever it is. */
const anything = '*';

interface Asked {
  /** The parts of the path where the route has {@link anything}. */
  readonly given: readonly string[];
  readonly query: URLSearchParams;
  readonly response: ServerResponse;
  /** Answers that are streams of logs. */
  readonly openLogs: Set<ServerResponse>;
}

interface Route {
  readonly path: readonly string[];
  /** `answer`s, or writes the response by itself. */
  readonly handle: (options: KubeletServerOptions, asked: Asked) => Served;
}

/** What only the apiserver may ask. */
const routes: readonly Route[] = [
  { path: ['containerLogs', anything, anything, anything], handle: serveLogs },
  { path: ['stats', 'summary'], handle: (options, { response }) => serveStats(options, response) },
];

function matches(path: readonly string[], parts: readonly string[]): boolean {
  return path.length === parts.length && path.every((part, i) => part === anything || part === parts[i]);
}

/** Who asks is looked at first, as everywhere. */
function upgrade(sessions: StreamSessions, request: IncomingMessage, socket: Duplex, head: Buffer): Served {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return sessions.refuse(socket, refusal.code, refusal.text);
  const target = targetOf(request.url ?? '/');
  if (request.method !== 'GET' || target === undefined) {
    return sessions.refuse(socket, 400, 'an upgrade is a GET of a path that is one');
  }
  return sessions.serve(request, socket, head, target.parts, target.url.searchParams);
}

/** What a request line asks for; undefined when it is no URL, or its escapes are not UTF-8. */
function targetOf(requested: string): { url: URL; parts: string[] } | undefined {
  try {
    const url = new URL(requested, 'http://kubelet');
    return { url, parts: url.pathname.split('/').slice(1).map(decodeURIComponent) };
  } catch {
    return undefined;
  }
}

function serveLogs(
  options: KubeletServerOptions,
  { given: [namespace = '', pod = '', container = ''], query, response, openLogs }: Asked,
): Served {
  const attempts = options.findAttempts(namespace, pod, container);
  if (attempts === undefined) return answer(response, 404, `pod "${pod}" is not on this node`);
  const previous = isSet(query, 'previous');
  const found = previous ? attempts.filter(({ state }) => state === 'exited').at(-1) : attempts.at(-1);
  if (found === undefined) {
    const what = previous ? 'previous terminated container' : 'container';
    return answer(response, 400, `${what} "${container}" in pod "${pod}" not found`);
  }
  const logs = logOptions(query, options.now());
  if (typeof logs === 'string') return answer(response, 400, logs);
  const { logStreamsMax: most = logStreamsMax } = options;
  if (openLogs.size >= most) {
    return answer(response, 429, `there are ${most} streams of logs on this node already: end one of them`);
  }
  openLogs.add(response);
  response.once('close', () => openLogs.delete(response));
  return streamLogs(options, found.id, logs, response);
}

async function serveStats({ stats }: KubeletServerOptions, response: ServerResponse): Promise<void> {
  let summary: Summary;
  try {
    summary = await stats();
  } catch (error) {
    const unavailable = error instanceof RuntimeError && error.reason === 'Unavailable';
    return answer(response, unavailable ? 503 : 500, error instanceof Error ? error.message : String(error));
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(summary));
}

/** The cut is made here, for every runtime. */
interface LogsWanted extends LogOptions {
  readonly limitBytes?: number;
}

/** A slow reader makes the runtime wait; it loses nothing and costs no memory. */
async function streamLogs(
  { runtime, logger }: KubeletServerOptions,
  id: string,
  logs: LogsWanted,
  response: ServerResponse,
): Promise<void> {
  let source: Readable;
  try {
    source = await runtime.logs(id, logs);
  } catch (error) {
    const missing = error instanceof RuntimeError && error.reason === 'NotFound';
    return answer(response, missing ? 404 : 500, error instanceof Error ? error.message : String(error));
  }
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  // Who follows a silent container should learn at once that it is followed.
  response.flushHeaders();
  try {
    // Whichever side breaks off, the other one is ended with it.
    const { limitBytes } = logs;
    if (limitBytes === undefined) await pipeline(source, response);
    else await pipeline(firstBytes(source, limitBytes), response);
  } catch (error) {
    logger.debug({ container: id, err: error }, 'a stream of logs broke off');
  }
}

function logOptions(query: URLSearchParams, nowMs: number): LogsWanted | string {
  const tailLines = wholeNumber(query, 'tailLines');
  const sinceSeconds = wholeNumber(query, 'sinceSeconds');
  const limitBytes = wholeNumber(query, 'limitBytes');
  if ([tailLines, sinceSeconds, limitBytes].some(Number.isNaN)) {
    return 'tailLines, sinceSeconds and limitBytes must be whole numbers ≥ 0';
  }
  const sinceTime = query.get('sinceTime') ?? '';
  const sinceTimeMs = sinceTime === '' ? undefined : Date.parse(sinceTime);
  if (Number.isNaN(sinceTimeMs)) return 'sinceTime must be a time such as 2026-01-01T10:00:00Z';
  const sinceMs = sinceTimeMs ?? (sinceSeconds === undefined ? undefined : nowMs - sinceSeconds * 1000);
  return {
    follow: isSet(query, 'follow'),
    timestamps: isSet(query, 'timestamps'),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
  };
}

/** Ends with the byte that is the last one allowed, whatever comes after it. */
async function* firstBytes(source: Readable, bytesMax: number): AsyncGenerator<Uint8Array, void, void> {
  let left = bytesMax;
  for await (const chunk of source) {
    const part = (chunk as Buffer).subarray(0, left);
    left -= part.length;
    yield part;
    if (left === 0) return;
  }
}

function isSet(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== 'false' && value !== '0';
}

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  return /^\d+$/.test(value) ? Number(value) : NaN;
}

function answer(response: ServerResponse, code: number, text: string): void {
  // Whoever is refused is not waited for: the connection is closed, whatever he does with his side.
  const headers = code < 400 ? {} : { connection: 'close' };
  response.writeHead(code, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${text}\n`);
}
