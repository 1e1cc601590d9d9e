/** Plain HTTP for people and probes, on --listen-metrics-urls and on client URLs; what it answers is in routes.ts. */
import { createServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { bindAddress, isSecure, withPort } from '../addresses.js';
import { cutter, mustHaveTls, type TlsIdentity } from '../tls.js';
import { routesOf, type HttpSubject } from './routes.js';

export interface HttpServer {
  readonly urls: readonly string[];
  close(): Promise<void>;
}

export async function startHttp(
  subject: HttpSubject,
  listenUrls: readonly string[],
  tls?: TlsIdentity,
): Promise<HttpServer> {
  const servers: HttpListener[] = [];
  const urls: string[] = [];
  for (const url of listenUrls) {
    const started = isSecure(url) ? createHttps(subject, mustHaveTls(tls, url)) : { server: createHttp(subject) };
    servers.push(started);
    urls.push(withPort(url, await listen(started.server, url)));
  }
  return {
    urls,
    close: async () => void (await Promise.all(servers.map(({ server, cut }) => closeHttp(server, cut)))),
  };
}

/** Listens nowhere yet: it may also be given connections that another listener took. */
export function createHttp(subject: HttpSubject): Server {
  return createServer(routesOf(subject));
}

interface HttpListener {
  readonly server: Server;
  /** Ends what `server` knows nothing of. */
  readonly cut?: () => void;
}

function createHttps(subject: HttpSubject, tls: TlsIdentity): HttpListener {
  const server = createHttpsServer(tls.serverOptions, routesOf(subject));
  tls.onChange((context) => server.setSecureContext(context));
  return { server, cut: cutter(server) };
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
