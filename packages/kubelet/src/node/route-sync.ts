/**
 * Keeps this machine's routes to the pods of other nodes, where every node has an engine of its own, and lets the
 * kernel forward to our pods: Docker's own rules drop what they did not make. Needs root; off by default.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Logger } from '@kuorum/base/node';
import type { Node } from '@kuorum/api';
import type { Informer } from '@kuorum/client';
import { EMPTY, auditTime, catchError, concatMap, defer, merge, timer, type Observable } from 'rxjs';
import { engineCallTimeoutMs, routeSyncIntervalMs } from '../limits.js';
import { staleRoutes, wantedRoutes, type Route } from './route-plan.js';

const run = promisify(execFile);
const settleMs = 100;

export interface RouteSyncOptions {
  readonly nodes: Informer<Node>;
  readonly nodeName: string;
  readonly logger: Logger;
}

/** Syncs at every change of a node and every 10 s while subscribed to. Never errors. */
export function routeSync$({ nodes, nodeName, logger }: RouteSyncOptions): Observable<never> {
  let before: Route[] = [];
  const sync = async (): Promise<void> => {
    const wanted = wantedRoutes(nodes.list(), nodeName);
    for (const { cidr, via } of wanted) await command('ip', ['route', 'replace', cidr, 'via', via]);
    for (const { cidr, via } of staleRoutes(before, wanted)) {
      await command('ip', ['route', 'del', cidr, 'via', via]).catch(() => undefined); // Gone already.
    }
    before = wanted;
    const own = nodes.get(nodeName)?.spec.podCIDR ?? '';
    if (own === '') return;
    await acceptForwarding(
      own,
      wanted.map(({ cidr }) => cidr),
    );
  };
  return merge(timer(0, routeSyncIntervalMs), nodes.keys$.pipe(auditTime(settleMs))).pipe(
    concatMap(() =>
      defer(sync).pipe(
        catchError((error: unknown) => {
          logger.warn({ err: error }, 'cannot sync routes');
          return EMPTY;
        }),
      ),
    ),
    concatMap(() => EMPTY),
  );
}

/** Lets packets to and from our pods through, and keeps pods' own addresses on the way to other nodes' pods. */
async function acceptForwarding(podCidr: string, otherCidrs: readonly string[]): Promise<void> {
  for (const direction of ['-d', '-s']) await ensureRule('filter', 'FORWARD', [direction, podCidr, '-j', 'ACCEPT']);
  for (const cidr of otherCidrs) {
    // Before Docker's own rule, which would put the node's address in place of the pod's.
    await ensureRule('nat', 'POSTROUTING', ['-s', podCidr, '-d', cidr, '-j', 'ACCEPT']);
  }
}

async function ensureRule(table: string, chain: string, rule: readonly string[]): Promise<void> {
  const there = await command('iptables', ['-w', '-t', table, '-C', chain, ...rule]).then(
    () => true,
    () => false,
  );
  if (!there) await command('iptables', ['-w', '-t', table, '-I', chain, ...rule]);
}

async function command(name: string, args: readonly string[]): Promise<void> {
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  await run(name, [...args], { timeout: engineCallTimeoutMs, env: { ...process.env, PATH: path } });
}
