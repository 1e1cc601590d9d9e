/** What a server is told at its start, and what it lets see of itself. */
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import type { ClientTlsSource } from '@kuorum/client';
import type { ApiserverSecurity } from '../auth/security.js';
import type { HeldLimits } from './held-places.js';
import type { LifeOptions } from './server-life.js';

/** Version that the server reports unless told, in Kubernetes' form. */
export const serverVersion = 'v0.1.0';

export interface ApiserverOptions extends LifeOptions {
  /** `host:port`; port 0 takes a free one. */
  readonly listen: string;
  /** Client URLs of the store's members; any etcd v3 store will do. */
  readonly etcdServers: readonly string[];
  /** How the store's members are known, and we to them; without it they are spoken to in plaintext. */
  readonly etcdTls?: ClientTlsSource | undefined;
  /** The same for kubelets. */
  readonly kubeletTls?: ClientTlsSource | undefined;
  readonly serviceClusterIpRange?: string | undefined;
  readonly serviceNodePortRange?: string | undefined;
  /** What the server says it is. */
  readonly version?: string | undefined;
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
  /** Time between compactions of the store; 0 leaves that to somebody else. */
  readonly compactionIntervalMs?: number | undefined;
  /** Default: insecure, and then it listens on loopback only. */
  readonly security?: ApiserverSecurity | undefined;
  /** Keys that Secrets are encrypted with in the store, a line each: name, 32 bytes in base64. The first one writes. */
  readonly encryptionKeyFile?: string | undefined;
  /** Events that each watch cache keeps. */
  readonly watchCacheEvents?: number | undefined;
  /** Watches of users that are no components, and streams of logs; for tests. */
  readonly watchLimits?: HeldLimits | undefined;
  readonly logLimits?: HeldLimits | undefined;
}

export interface Apiserver {
  /** `host:port` it listens on. */
  readonly address: string;
  /** `host:port` of health and metrics, when they are served. */
  readonly healthzAddress: string | undefined;
  /** Resolves once requests are answered: the store has answered, caches are filled, default namespaces exist. */
  readonly ready: Promise<void>;
  /** What `/healthz` would say. */
  health(): { readonly ok: boolean; readonly message: string };
  /** Ends watches, lets calls finish for a while, then ends everything. Safe to call twice. */
  stop(): Promise<void>;
}
