/** From what the kubelet wants to what the Docker Engine takes. Pure. */
import type Docker from 'dockerode';
import { logBytesMax } from '../../limits.js';
import * as labels from '../../labels.js';
import type { ContainerSpec, PodNetworkSpec, PodRef } from '../types.js';

/** Whose containers these are. */
export interface Owner {
  readonly cluster: string;
  readonly node: string;
}

/** The network of a container: its own address on a network, or the one of another container. */
export type NetworkOf = { readonly networkId: string } | { readonly containerId: string };

export function podLabels(owner: Owner, pod: PodRef): Record<string, string> {
  return {
    [labels.clusterLabel]: owner.cluster,
    [labels.nodeLabel]: owner.node,
    [labels.podNamespaceLabel]: pod.namespace,
    [labels.podNameLabel]: pod.name,
    [labels.podUidLabel]: pod.uid,
  };
}

/** Unique by its parts, so that the engine itself refuses a second start of the same attempt. */
export function containerName(owner: Owner, pod: PodRef, container: string, attempt: number): string {
  const readable = [owner.cluster, owner.node, pod.namespace, pod.name, container === '' ? 'pause' : container];
  return `kuorum_${readable.join('_')}_${pod.uid.slice(0, 8)}_${attempt}`;
}

/** The engine's filter for what is ours. */
export function ownerFilter(owner: Owner, podUid?: string): { label: string[] } {
  const label = [`${labels.clusterLabel}=${owner.cluster}`, `${labels.nodeLabel}=${owner.node}`];
  return { label: podUid === undefined ? label : [...label, `${labels.podUidLabel}=${podUid}`] };
}

export function createOptions(owner: Owner, spec: ContainerSpec, network: NetworkOf): Docker.ContainerCreateOptions {
  const joined = 'containerId' in network;
  return {
    name: containerName(owner, spec.pod, spec.name, spec.attempt),
    Image: spec.image,
    // A container that joins a network has the name of the one it joins.
    ...(joined ? {} : { Hostname: spec.hostname }),
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    ...(spec.command.length > 0 ? { Entrypoint: [...spec.command] } : {}),
    ...(spec.args.length > 0 ? { Cmd: [...spec.args] } : {}),
    ...(spec.workingDir === '' ? {} : { WorkingDir: spec.workingDir }),
    ...(joined
      ? {}
      : { ExposedPorts: Object.fromEntries(spec.ports.map((p) => [`${p.port}/${p.protocol.toLowerCase()}`, {}])) }),
    Labels: {
      ...podLabels(owner, spec.pod),
      [labels.containerLabel]: spec.name,
      [labels.attemptLabel]: String(spec.attempt),
      [labels.backoffLabel]: String(spec.backoffMs),
    },
    HostConfig: {
      NetworkMode: joined ? `container:${network.containerId}` : network.networkId,
      RestartPolicy: { Name: 'no' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': `${logBytesMax}`, 'max-file': '2' } },
      ...(spec.cpuLimitMillis > 0 ? { NanoCpus: spec.cpuLimitMillis * 1_000_000 } : {}),
      // Kubernetes' translation: 1024 shares a core, at least 2.
      ...(spec.cpuRequestMillis > 0
        ? { CpuShares: Math.max(2, Math.floor((spec.cpuRequestMillis * 1024) / 1000)) }
        : {}),
      ...(spec.memoryLimitBytes > 0 ? { Memory: spec.memoryLimitBytes, MemorySwap: spec.memoryLimitBytes } : {}),
    },
  };
}

export function sandboxOptions(
  owner: Owner,
  spec: PodNetworkSpec,
  image: string,
  networkId: string,
): Docker.ContainerCreateOptions {
  return {
    name: containerName(owner, spec.pod, '', 0),
    Image: image,
    Hostname: spec.hostname,
    Labels: { ...podLabels(owner, spec.pod), [labels.containerLabel]: '', [labels.attemptLabel]: '0' },
    StopSignal: 'SIGKILL',
    HostConfig: { NetworkMode: networkId, RestartPolicy: { Name: 'no' }, LogConfig: { Type: 'none', Config: {} } },
  };
}
