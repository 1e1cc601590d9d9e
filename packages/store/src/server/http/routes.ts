/** What a member answers by HTTP: /health /livez /readyz /version /metrics, as etcd does. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { stateDirectory } from '../bootstrap.js';
import { directoryBytes } from '../disk-size.js';
import type { Member } from '../member.js';
import { renderMetrics } from '../metrics.js';
import { ETCD_VERSION } from '../version.js';
import { health, probe, type HealthAnswer } from './health.js';

const BASE = 'http://member';

interface Answer {
  readonly status: number;
  readonly type: 'application/json' | 'text/plain; charset=utf-8';
  readonly body: string;
}

export function routesOf(member: Member): RequestListener {
  return (request, response) => {
    answer(member, request).then(
      (found) => send(response, found),
      () => response.writeHead(500).end(),
    );
  };
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  const allow = status === 405 ? { allow: 'GET' } : {};
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff', ...allow }).end(body);
}

async function answer(member: Member, { method, url = '/' }: IncomingMessage): Promise<Answer> {
  // What Node's parser of requests lets pass may still be no URL: `//` names a host that is empty.
  if (!URL.canParse(url, BASE)) return plain(400, 'bad request\n');
  const { pathname, searchParams } = new URL(url, BASE);
  const isRead = method === 'GET' || (method === 'HEAD' && pathname === '/metrics');
  if (!isRead) return plain(405, 'Method Not Allowed\n');
  switch (pathname) {
    case '/health':
      return healthAnswer(await health(member, searchParams));
    case '/version':
      return json({
        etcdserver: ETCD_VERSION,
        etcdcluster: member.machine.clusterVersion.version ?? 'not_decided',
      });
    case '/metrics':
      return plain(200, await metrics(member));
    default: {
      const probed = await probe(member, pathname, searchParams);
      return probed === undefined ? plain(404, 'not found\n') : healthAnswer(probed);
    }
  }
}

function healthAnswer({ ok, body, isJson }: HealthAnswer): Answer {
  return { status: ok ? 200 : 503, type: isJson ? 'application/json' : 'text/plain; charset=utf-8', body };
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

function json(value: object): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) };
}

function plain(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}
