/** What a member answers by HTTP: /health /livez /readyz /version /metrics, as etcd does. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Member } from '../member.js';
import type { StatsByPath } from '../metrics/grpc.js';
import { renderMetrics } from '../metrics/render.js';
import { ETCD_VERSION } from '../version.js';
import { health, probe, type HealthAnswer } from './health.js';

const BASE = 'http://member';
const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8';

interface Answer {
  readonly status: number;
  readonly type: 'application/json' | 'text/plain; charset=utf-8' | typeof PROMETHEUS;
  readonly body: string;
}

/** What is asked about. */
export interface HttpSubject {
  readonly member: Member;
  /** Calls of its clients. */
  readonly stats: () => StatsByPath;
}

export function routesOf(subject: HttpSubject): RequestListener {
  return (request, response) => {
    answer(subject, request).then(
      (found) => send(response, found),
      () => response.writeHead(500).end(),
    );
  };
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  const allow = status === 405 ? { allow: 'GET' } : {};
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff', ...allow }).end(body);
}

async function answer({ member, stats }: HttpSubject, { method, url = '/' }: IncomingMessage): Promise<Answer> {
  // What Node's parser of requests lets pass may still be no URL: `//` names a host that is empty.
  if (!URL.canParse(url, BASE)) return plain(400, 'bad request\n');
  const { pathname, searchParams } = new URL(url, BASE);
  const isRead = method === 'GET' || (method === 'HEAD' && pathname === '/metrics');
  if (!isRead) return plain(405, 'Method Not Allowed\n');
  switch (pathname) {
    case '/health':
      return healthAnswer(counted(member, await health(member, searchParams)));
    case '/version':
      return json({
        etcdserver: ETCD_VERSION,
        etcdcluster: member.machine.clusterVersion.version ?? 'not_decided',
      });
    case '/metrics':
      return { status: 200, type: PROMETHEUS, body: await renderMetrics(member, stats()) };
    default: {
      const probed = await probe(member, pathname, searchParams, (...check) => member.metrics.checked(...check));
      return probed === undefined ? plain(404, 'not found\n') : healthAnswer(probed);
    }
  }
}

function counted({ metrics }: Member, answered: HealthAnswer): HealthAnswer {
  if (answered.ok) metrics.healthSuccesses++;
  else metrics.healthFailures++;
  return answered;
}

function healthAnswer({ ok, body, isJson }: HealthAnswer): Answer {
  return { status: ok ? 200 : 503, type: isJson ? 'application/json' : 'text/plain; charset=utf-8', body };
}

function json(value: object): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) };
}

function plain(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}
