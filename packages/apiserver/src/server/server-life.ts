/**
 * What a server has beside the answers it gives: seats and time limits, an audit log, metrics, and health over HTTP. One
 * owner, so that the server itself knows only that it begins, drains and ends.
 */
import type { KindName } from '@kuorum/api';
import { delay, type Clock } from '@kuorum/base';
import { Lifecycle, type Logger } from '@kuorum/base/node';
import type { EtcdClient } from '@kuorum/client';
import { AuditLog } from '../audit/audit-log.js';
import { Auditor } from '../audit/auditor.js';
import { defaultAuditPolicy, type AuditPolicy } from '../audit/policy.js';
import { RotatingFile } from '../audit/rotating-file.js';
import { auditBackupsDefault, auditFileBytesDefault } from '../limits.js';
import { CallMetrics } from '../metrics/call-metrics.js';
import { renderMetrics } from '../metrics/render.js';
import { StoreMetrics } from '../metrics/store-metrics.js';
import type { WatchCache } from '../watch/watch-cache.js';
import { CallKeeper } from './call-keeper.js';
import { HealthListener, type Check } from './health-listener.js';

export interface AuditOptions {
  readonly path: string;
  /** Without one: who did what, once it is done. */
  readonly policy?: AuditPolicy | undefined;
  /** The file is put aside when it is that large; 0: never. */
  readonly fileBytesMax?: number | undefined;
  /** Files put aside that are kept; 0: all. */
  readonly backupsMax?: number | undefined;
}

export interface LifeOptions {
  /** Longest time of a call with one answer. */
  readonly requestTimeoutMs?: number | undefined;
  /** Calls that are worked on at a time; more wait for their turn. */
  readonly maxRequestsInflight?: number | undefined;
  /** Absent: calls are not recorded. */
  readonly audit?: AuditOptions | undefined;
  /** `host:port` of /healthz /livez /readyz /metrics; absent: nowhere. */
  readonly healthzBindAddress?: string | undefined;
  /** How long the server goes on with new calls after it has said that it is not ready, when it stops. */
  readonly shutdownDelayMs?: number | undefined;
}

export interface LifeDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  readonly caches: () => ReadonlyMap<KindName, WatchCache>;
  /** Why the store is not well. */
  readonly storeProblem: Check;
  /** Why the server is not ready for calls, beside its caches. */
  readonly notReady: Check;
}

export class ServerLife {
  readonly calls: CallKeeper;
  /** `host:port` once it listens. */
  healthzAddress: string | undefined;
  private readonly store: StoreMetrics;
  private readonly metrics: CallMetrics;
  private readonly file: RotatingFile | undefined;
  private readonly auditLog: AuditLog | undefined;
  private readonly lifecycle = new Lifecycle();
  private stopping = false;

  constructor(
    private readonly options: LifeOptions,
    private readonly deps: LifeDeps,
  ) {
    const { clock, logger, caches } = deps;
    const { requestTimeoutMs, maxRequestsInflight, audit } = options;
    const objectsOf = (kind: KindName): number => caches().get(kind)?.size ?? 0;
    this.calls = new CallKeeper({ clock, objectsOf, requestTimeoutMs, maxRequestsInflight });
    this.metrics = new CallMetrics(clock);
    this.store = new StoreMetrics(clock);
    this.calls.listeners.push(this.metrics);
    if (audit === undefined) return;
    const { path, fileBytesMax = auditFileBytesDefault, backupsMax = auditBackupsDefault } = audit;
    this.file = new RotatingFile({ path, bytesMax: fileBytesMax, backupsMax, clock });
    this.auditLog = new AuditLog(this.file, logger);
    this.calls.listeners.push(new Auditor(audit.policy ?? defaultAuditPolicy, this.auditLog, clock));
  }

  /** Rejects when the audit log cannot be written or the address is taken. */
  async start(): Promise<void> {
    const { file, auditLog } = this;
    if (file !== undefined && auditLog !== undefined) {
      this.lifecycle.own('audit log', () => auditLog.close());
      await file.open().catch((error: unknown) => {
        throw new Error(`Cannot write the audit log: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
    const { healthzBindAddress } = this.options;
    if (healthzBindAddress === undefined) return;
    const health = new HealthListener({ ...this.checks(), metrics: () => this.renderMetrics() });
    this.healthzAddress = await health.listen(healthzBindAddress);
    this.lifecycle.own('health listener', () => health.close());
    this.deps.logger.info({ address: this.healthzAddress }, 'health and metrics are served');
  }

  /** The same client, timed. */
  timed(store: EtcdClient): EtcdClient {
    return this.store.timed(store);
  }

  renderMetrics(): Promise<string> {
    const { calls, metrics, store, auditLog } = this;
    const { caches, version } = this.deps;
    return renderMetrics({ calls: metrics, seats: calls.seats, caches: caches().values(), store, auditLog, version });
  }

  /** From here on the server says that it is not ready. Resolves when it is time to take no more calls. */
  async beginStop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    const { shutdownDelayMs = 0 } = this.options;
    if (shutdownDelayMs > 0) await delay(this.deps.clock, shutdownDelayMs);
  }

  close(): Promise<void> {
    return this.lifecycle.close();
  }

  private checks(): { livez: Map<string, Check>; readyz: Map<string, Check> } {
    const { caches, storeProblem, notReady } = this.deps;
    const ping = ['ping', (): undefined => undefined] as const;
    const synced = [...caches()].map(([kind, cache]): readonly [string, Check] => [
      `informer-sync-${kind}`,
      () => (cache.synced ? undefined : 'not filled yet'),
    ]);
    return {
      livez: new Map<string, Check>([ping]),
      readyz: new Map<string, Check>([
        ping,
        ['etcd', storeProblem],
        ...synced,
        ['bootstrap', notReady],
        ['shutdown', () => (this.stopping ? 'the apiserver is shutting down' : undefined)],
      ]),
    };
  }
}
