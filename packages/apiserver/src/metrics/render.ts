/** Everything of /metrics, under kube-apiserver's names where there is such a name. */
import { kinds } from '@kuorum/api';
import { MetricsText, type Samples } from '@kuorum/base';
import { renderProcess } from '@kuorum/base/node';
import type { AuditLog } from '../audit/audit-log.js';
import type { SeatKeeper } from '../server/seat-keeper.js';
import type { WatchCache } from '../watch/watch-cache.js';
import type { CallMetrics } from './call-metrics.js';
import { renderFairness } from './render-fairness.js';
import type { StoreMetrics } from './store-metrics.js';

export interface MetricsSources {
  readonly calls: CallMetrics;
  readonly seats: SeatKeeper;
  readonly caches: Iterable<WatchCache>;
  readonly store: StoreMetrics;
  readonly auditLog: AuditLog | undefined;
  readonly version: string;
}

export async function renderMetrics(sources: MetricsSources): Promise<string> {
  const text = new MetricsText();
  sources.calls.render(text);
  renderFairness(text, sources.seats);
  renderCaches(text, [...sources.caches]);
  sources.store.render(text);
  if (sources.auditLog !== undefined) renderAudit(text, sources.auditLog);
  text.gauge('kuorum_build_info', 'What runs here.', [[{ version: sources.version }, 1]]);
  await renderProcess(text);
  return text.toString();
}

function renderCaches(text: MetricsText, caches: readonly WatchCache[]): void {
  const by = (value: (cache: WatchCache) => number): Samples =>
    caches.map((cache) => {
      const { group, plural } = kinds[cache.kind];
      return [{ group, resource: plural }, value(cache)];
    });
  text.gauge(
    'apiserver_storage_objects',
    'Objects that are stored, as the watch cache knows them.',
    by(({ size }) => size),
  );
  text.gauge(
    'apiserver_registered_watchers',
    'Watches of clients.',
    by(({ watchers }) => watchers),
  );
  text.counter(
    'apiserver_watch_events_total',
    'Events that were given to watches, each as often as it was given.',
    by(({ counts }) => counts.given),
  );
  text.counter(
    'apiserver_watch_cache_events_received_total',
    'Changes that came from the store.',
    by(({ counts }) => counts.received),
  );
  text.counter(
    'apiserver_watch_cache_initializations_total',
    'Times that the cache was filled from a list.',
    by(({ counts }) => counts.filled),
  );
  text.gauge(
    'apiserver_watch_cache_events',
    'Changes that watches can resume from.',
    by(({ events }) => events?.length ?? 0),
  );
  text.gauge(
    'apiserver_watch_cache_resource_version',
    'Every change up to here is in the cache.',
    by(({ revision }) => revision),
  );
}

function renderAudit(text: MetricsText, { written, dropped, waiting }: AuditLog): void {
  text.counter('apiserver_audit_event_total', 'Lines of the audit log that were written.', written);
  text.counter('apiserver_audit_error_total', 'Lines of the audit log that are lost.', [[{ plugin: 'log' }, dropped]]);
  text.gauge('apiserver_audit_queue_length', 'Lines that wait for the disk.', waiting);
}
