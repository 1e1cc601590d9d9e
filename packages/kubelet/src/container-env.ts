/** A container's environment, with the downward API. Pure. */
import type { Container, Pod } from '@kuorum/api';

export interface EnvContext {
  readonly hostIP: string;
  readonly podIP: string;
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
    const path = valueFrom?.fieldRef?.fieldPath;
    env[name] = path === undefined ? expand(value, env) : fieldValue(pod, path, context);
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
