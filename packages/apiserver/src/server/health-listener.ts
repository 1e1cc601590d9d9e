/**
 * Health and metrics over plain HTTP, for probes and Prometheus: /healthz /livez /readyz, as kube-apiserver answers them
 * (`?verbose` names every check, `?exclude=NAME` leaves one out, /readyz/NAME asks for one), and /metrics. It is told nothing
 * and tells no objects, so it needs no users; it listens on loopback unless told.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addressOf, bareHost } from './listen-address.js';

/** Undefined: all is well. */
export type Check = () => string | undefined;

export interface HealthEndpoints {
  readonly livez: ReadonlyMap<string, Check>;
  readonly readyz: ReadonlyMap<string, Check>;
  readonly metrics: () => Promise<string>;
}

export class HealthListener {
  private readonly server: Server;

  constructor(private readonly endpoints: HealthEndpoints) {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
    this.server.maxConnections = 64;
  }

  /** Gives `host:port`. */
  async listen(listen: string): Promise<string> {
    const { host, port } = addressOf(listen);
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error) =>
        reject(new Error(`Cannot listen on ${listen} for health and metrics: ${error.message}`, { cause: error })),
      );
      this.server.listen(port, bareHost(host), resolve);
    });
    return `${host}:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'only GET is answered\n');
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/metrics') {
      const text = await this.endpoints.metrics();
      return send(response, 200, text, 'text/plain; version=0.0.4; charset=utf-8');
    }
    const [, endpoint = '', name, more] = url.pathname.split('/');
    const { livez, readyz } = this.endpoints;
    const checks = { livez, readyz, healthz: readyz }[endpoint];
    if (checks === undefined || more !== undefined) return send(response, 404, 'not found\n');
    if (name !== undefined) return answerOne(response, checks.get(name), name);
    answerAll(response, endpoint, checks, url.searchParams);
  }
}

function answerOne(response: ServerResponse, check: Check | undefined, name: string): void {
  if (check === undefined) return send(response, 404, `there is no check ${JSON.stringify(name)}\n`);
  const problem = check();
  if (problem === undefined) send(response, 200, 'ok\n');
  else send(response, 503, `[-]${name} failed: ${problem}\n`);
}

function answerAll(
  response: ServerResponse,
  endpoint: string,
  checks: ReadonlyMap<string, Check>,
  query: URLSearchParams,
): void {
  const excluded = new Set(query.getAll('exclude'));
  const lines: string[] = [];
  let failed = false;
  for (const [name, check] of checks) {
    if (excluded.has(name)) {
      lines.push(`[+]${name} excluded: ok`);
      continue;
    }
    const problem = check();
    failed ||= problem !== undefined;
    lines.push(problem === undefined ? `[+]${name} ok` : `[-]${name} failed: ${problem}`);
  }
  const verdict = `${endpoint} check ${failed ? 'failed' : 'passed'}`;
  if (failed || query.has('verbose')) send(response, failed ? 503 : 200, `${[...lines, verdict].join('\n')}\n`);
  else send(response, 200, 'ok\n');
}

function send(response: ServerResponse, code: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(code, { 'content-type': type, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  response.end(body);
}
