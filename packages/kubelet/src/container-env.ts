/** A container's environment, with the downward API. Pure. */
import { parseQuantity, type Container, type Pod, type ResourceFieldSelector } from '@kuorum/api';

export interface EnvContext {
  readonly hostIP: string;
  readonly podIP: string;
  /** What a container without a limit may use at most. */
  readonly allocatable: Readonly<Record<string, string>>;
}

/** Cannot be made: Kubernetes' CreateContainerConfigError. */
export class ContainerConfigError extends Error {
  override readonly name = 'ContainerConfigError';
}

/**
 * Values may use earlier variables as `$(NAME)`; `$$` is one dollar sign, an unknown name stays as it is written
 * (Kubernetes' expansion rules).
 */
export function containerEnv(pod: Pod, container: Container, context: EnvContext): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { name, value, valueFrom } of container.env) {
    const { fieldRef, resourceFieldRef } = valueFrom ?? {};
    if (fieldRef !== undefined) env[name] = fieldValue(pod, fieldRef.fieldPath, context);
    else if (resourceFieldRef !== undefined) env[name] = resourceValue(pod, container, resourceFieldRef, context);
    else env[name] = expand(value, env);
  }
  return env;
}

/** `$(NAME)` in commands and values. */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([A-Za-z_.-][\w.-]*)\)/g, (written: string, name: string | undefined) =>
    name === undefined ? '$' : (env[name] ?? written),
  );
}

/** Whether the pod's own address must be known before its containers are made. */
export function needsPodIP(pod: Pod): boolean {
  return pod.spec.containers.some((container) =>
    container.env.some((variable) => variable.valueFrom?.fieldRef?.fieldPath === 'status.podIP'),
  );
}

function fieldValue(pod: Pod, path: string, context: EnvContext): string {
  switch (path) {
    case 'metadata.name':
      return pod.metadata.name;
    case 'metadata.namespace':
      return pod.metadata.namespace;
    case 'metadata.uid':
      return pod.metadata.uid;
    case 'spec.nodeName':
      return pod.spec.nodeName;
    case 'spec.serviceAccountName':
      return pod.spec.serviceAccountName;
    case 'status.hostIP':
      return context.hostIP;
    case 'status.podIP':
      return context.podIP;
  }
  const entry = /^metadata\.(labels|annotations)\['([^']*)'\]$/.exec(path);
  if (entry === null) throw new ContainerConfigError(`unsupported fieldPath: ${path}`);
  const [, map, key = ''] = entry;
  return (map === 'labels' ? pod.metadata.labels : pod.metadata.annotations)[key] ?? '';
}

/** In whole units of the divisor, rounded up; a limit that is not given is what the node has (Kubernetes' rules). */
function resourceValue(
  pod: Pod,
  self: Container,
  { containerName, resource, divisor }: ResourceFieldSelector,
  { allocatable }: EnvContext,
): string {
  const container = containerName === '' ? self : pod.spec.containers.find(({ name }) => name === containerName);
  if (container === undefined) throw new ContainerConfigError(`no container of the pod is called ${containerName}`);
  const dot = resource.indexOf('.');
  const [list, name] = [resource.slice(0, dot), resource.slice(dot + 1)];
  const { limits = {}, requests = {} } = container.resources ?? {};
  const text = list === 'limits' ? (limits[name] ?? allocatable[name]) : requests[name];
  const unit = divisor === '' || divisor === '0' ? 1 : parseQuantity(divisor);
  const amount = parseQuantity(text ?? '0') / unit;
  // What is left of a division such as 0.3 / 0.001 beyond a millionth is noise, not a part of a unit.
  const nearest = Math.round(amount);
  return String(Math.abs(amount - nearest) < 1e-6 ? nearest : Math.ceil(amount));
}
