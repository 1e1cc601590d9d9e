/** What a kubelet is started with, and the runtime that its options name. */
import { join } from 'node:path';
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import type { ApiClient } from '@kuorum/client';
import type { KubeletTls } from './kubelet-tls.js';
import { connectEngine } from './runtime/docker/engine.js';
import { DockerRuntime } from './runtime/docker/docker-runtime.js';
import { HollowRuntime } from './runtime/hollow/hollow-runtime.js';
import { ProcessRuntime } from './runtime/process/process-runtime.js';
import type { ContainerRuntime } from './runtime/types.js';

export type RuntimeName = ContainerRuntime['name'];

export interface KubeletOptions {
  /** Addresses of the apiservers; or a `client` ready to use. */
  readonly server?: readonly string[];
  readonly client?: ApiClient;
  readonly nodeName: string;
  readonly nodeIp: string;
  /** `host:port` of the kubelet's own server; port 0 takes any. */
  readonly listen: string;
  /** That server's certificate, and the authority of those who may ask it; not given: plaintext. */
  readonly tls?: KubeletTls | undefined;
  readonly runtime: RuntimeName | ContainerRuntime;
  /** Owner of all containers, by label. */
  readonly cluster: string;
  readonly dockerNetwork?: string;
  /** State of the process runtime. */
  readonly dataDir: string;
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /** Overrides what is measured: cpu, memory, pods. */
  readonly capacity?: Readonly<Record<string, string>>;
  readonly leaseIntervalMs?: number;
  /** Every node has an engine of its own: use the node's podCIDR and keep routes to the others. */
  readonly syncRoutes?: boolean;
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** How often every pod is looked at though nothing seems to have changed. */
  readonly syncIntervalMs?: number;
  /** Called once, when the node has been reported Ready. */
  readonly onReady?: () => void;
  readonly onListening?: (address: { readonly host: string; readonly port: number }) => void;
}

export function createRuntime(options: KubeletOptions): ContainerRuntime {
  const { runtime, cluster, nodeName: node, dataDir, dockerNetwork = `kuorum-${cluster}` } = options;
  switch (runtime) {
    case 'docker':
      return new DockerRuntime({ engine: connectEngine(), cluster, node, network: dockerNetwork });
    case 'process':
      return new ProcessRuntime({ cluster, node, dataDir: join(dataDir, 'process') });
    case 'hollow':
      return new HollowRuntime();
    default:
      return runtime;
  }
}
