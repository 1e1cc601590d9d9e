/** How this node stands: what it reports of itself, whether it is ready, and why not. */
import type { Node } from '@kuorum/api';
import { runtimeUnhealthyAfterMs } from '../limits.js';
import type { KubeletOptions } from '../kubelet-options.js';
import type { RuntimeCache } from '../runtime-cache.js';
import type { ContainerRuntime, RuntimePod, RuntimeVersion } from '../runtime/types.js';
import { capacityOf, systemInfo } from './node-facts.js';
import type { NodeFacts, Readiness } from './node-object.js';
import { nodeReadiness } from './node-readiness.js';

export interface NodeStateDeps {
  readonly options: KubeletOptions;
  readonly runtime: ContainerRuntime;
  readonly cache: RuntimeCache;
  readonly podsListed: () => boolean;
  readonly isOrphan: (pod: RuntimePod) => boolean;
}

export class NodeState {
  runtimeVersion: RuntimeVersion | undefined;
  /** Of the kubelet's own server. */
  port = 0;
  podCidr = '';
  private orphansEnded = false;

  constructor(private readonly deps: NodeStateDeps) {}

  /** Why no pod can have a network yet. */
  networkObstacle(): string | undefined {
    if (this.deps.options.syncRoutes !== true || this.podCidr !== '') return undefined;
    return 'the node has no podCIDR yet: the controllers give it out';
  }

  /** Takes over what the API says of this node. Gives its podCIDR, once it has one. */
  takeNode({ metadata, spec }: Node): string | undefined {
    if (metadata.name !== this.deps.options.nodeName || spec.podCIDR === '') return undefined;
    this.podCidr = spec.podCIDR;
    return spec.podCIDR;
  }

  readiness(): Readiness {
    const { cache, podsListed, isOrphan } = this.deps;
    const listed = podsListed() && cache.hasSynced;
    // Only at the start: pods that end later are ordinary work and no reason to be unready.
    const orphans = this.orphansEnded ? 0 : cache.list().filter(isOrphan).length;
    if (listed && orphans === 0) this.orphansEnded = true;
    return nodeReadiness({
      silence: cache.silence(),
      runtimeVersionKnown: this.runtimeVersion !== undefined,
      containersListed: cache.hasSynced,
      podsListed: podsListed(),
      networkObstacle: this.networkObstacle(),
      orphans,
    });
  }

  health(): { ok: boolean; message: string } {
    const { ms, error } = this.deps.cache.silence();
    if (ms <= runtimeUnhealthyAfterMs) return { ok: true, message: 'ok' };
    return { ok: false, message: `container runtime is down: ${error}` };
  }

  facts(): NodeFacts {
    const { nodeName, nodeIp, nodeLabels: labels = {}, capacity = {} } = this.deps.options;
    return {
      name: nodeName,
      ip: nodeIp,
      hostname: nodeName,
      labels,
      capacity: capacityOf(capacity),
      kubeletPort: this.port,
      info: systemInfo(this.runtimeVersion ?? { name: this.deps.runtime.name, version: '' }),
    };
  }
}
