/** Defaults of pods and of the templates that pods are made from (`SetDefaults_PodSpec` and what it calls). */
import type { Container, HTTPGetAction, Pod, PodSpec, Probe, Volume } from './gen/types.js';
import { terminationGracePeriodSecondsDefault } from './pod.js';

export const schedulerNameDefault = 'default-scheduler';

/** Images under this path come with Kuorum and are on every node already. */
export const bundledImagePrefix = 'kuorum/';

/** Permissions of files in volumes: 0644. */
export const volumeModeDefault = 0o644;

const tokenExpirationSecondsDefault = 3600;

/** What holds for pods only, and not for templates. */
export function defaultPod({ spec }: Pod): void {
  spec.enableServiceLinks ??= true;
  defaultPodSpec(spec);
}

export function defaultPodSpec(spec: PodSpec): void {
  spec.restartPolicy ||= 'Always';
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.terminationGracePeriodSeconds ??= terminationGracePeriodSecondsDefault;
  spec.schedulerName ||= schedulerNameDefault;
  spec.securityContext ??= { supplementalGroups: [] };
  for (const container of [...spec.initContainers, ...spec.containers]) defaultContainer(container);
  for (const volume of spec.volumes) defaultVolume(volume);
}

function defaultContainer(container: Container): void {
  container.imagePullPolicy ||= pullPolicyOf(container.image);
  for (const port of container.ports) port.protocol ||= 'TCP';
  for (const variable of container.env) {
    const fieldRef = variable.valueFrom?.fieldRef;
    if (fieldRef !== undefined) fieldRef.apiVersion ||= 'v1';
  }
  const { resources } = container;
  if (resources !== undefined) resources.requests = { ...resources.limits, ...resources.requests };
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe !== undefined) defaultProbe(probe);
  }
  for (const handler of [container.lifecycle?.postStart, container.lifecycle?.preStop]) {
    if (handler?.httpGet !== undefined) defaultHttpGet(handler.httpGet);
  }
}

/** A moving tag is pulled each time, as in Kubernetes; bundled images have nowhere to be pulled from. */
function pullPolicyOf(image: string): 'Always' | 'IfNotPresent' {
  if (image.startsWith(bundledImagePrefix) || image.includes('@')) return 'IfNotPresent';
  const tag = /:([^/:]*)$/.exec(image)?.[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultProbe(probe: Probe): void {
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  if (probe.httpGet !== undefined) defaultHttpGet(probe.httpGet);
}

function defaultHttpGet(action: HTTPGetAction): void {
  action.path ||= '/';
  action.scheme ||= 'HTTP';
}

function defaultVolume(volume: Volume): void {
  const { name: _name, ...sources } = volume;
  if (Object.values(sources).every((source) => source === undefined)) volume.emptyDir = { medium: '', sizeLimit: '' };
  const { configMap, secret, downwardAPI, projected } = volume;
  for (const source of [configMap, secret, downwardAPI, projected]) {
    if (source !== undefined) source.defaultMode ??= volumeModeDefault;
  }
  const files = [
    ...(downwardAPI?.items ?? []),
    ...(projected?.sources ?? []).flatMap((s) => s.downwardAPI?.items ?? []),
  ];
  for (const { fieldRef } of files) if (fieldRef !== undefined) fieldRef.apiVersion ||= 'v1';
  for (const { serviceAccountToken } of projected?.sources ?? []) {
    if (serviceAccountToken !== undefined) serviceAccountToken.expirationSeconds ??= tokenExpirationSecondsDefault;
  }
}
