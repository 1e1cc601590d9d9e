/** A container's environment, with the downward API. Pure. */
import { parseQuantity, type Container, type Pod, type ResourceFieldSelector } from '@kuorum/api';

export interface EnvContext {
  readonly hostIP: string;
  readonly podIP: string;
  /** What a container without a limit may use at most. */
  readonly allocatable: Readonly<Record<string, string>>;
  /** What {@link configReferences} names. */
  readonly config: ContainerConfig;
}

/** Text by key; undefined: there is no such object. */
export type ConfigValues = Readonly<Record<string, string>> | undefined;

/** ConfigMaps and Secrets of the pod's namespace, by name. */
export interface ContainerConfig {
  readonly configMaps: ReadonlyMap<string, ConfigValues>;
  readonly secrets: ReadonlyMap<string, ConfigValues>;
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
  const env: Record<string, string> = Object.fromEntries(envFromEntries(container, context.config).taken);
  for (const { name, value, valueFrom } of container.env) {
    const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom ?? {};
    const reference = configMapKeyRef ?? secretKeyRef;
    if (reference !== undefined) {
      const kind = configMapKeyRef === undefined ? 'Secret' : 'ConfigMap';
      const text = keyValue(pod, kind, reference, context.config);
      // What is optional and not there leaves the variable out.
      if (text !== undefined) env[name] = text;
      continue;
    }
    if (fieldRef !== undefined) env[name] = fieldValue(pod, fieldRef.fieldPath, context);
    else if (resourceFieldRef !== undefined) env[name] = resourceValue(pod, container, resourceFieldRef, context);
    else env[name] = expand(value, env);
  }
  return env;
}

/** Names of the ConfigMaps and Secrets that the environment of a container is made from. */
export function configReferences({ env, envFrom }: Container): { configMaps: Set<string>; secrets: Set<string> } {
  const names = (references: readonly ({ readonly name: string } | undefined)[]): Set<string> =>
    new Set(references.flatMap((reference) => reference?.name ?? []));
  return {
    configMaps: names([
      ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef),
      ...envFrom.map(({ configMapRef }) => configMapRef),
    ]),
    secrets: names([
      ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef),
      ...envFrom.map(({ secretRef }) => secretRef),
    ]),
  };
}

/** Keys of whole ConfigMaps and Secrets that are no names of variables: said in an event, left out. */
export function skippedKeys(container: Container, config: ContainerConfig): string[] {
  return envFromEntries(container, config).skipped;
}

function envFromEntries(
  { envFrom }: Container,
  config: ContainerConfig,
): { taken: [name: string, text: string][]; skipped: string[] } {
  const taken: [string, string][] = [];
  const skipped: string[] = [];
  for (const { prefix, configMapRef, secretRef } of envFrom) {
    const kind = configMapRef === undefined ? 'Secret' : 'ConfigMap';
    const values = valuesOf(kind, configMapRef ?? secretRef ?? { name: '' }, config);
    for (const [key, text] of Object.entries(values ?? {})) {
      const name = prefix + key;
      if (/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) taken.push([name, text]);
      else skipped.push(name);
    }
  }
  return { taken, skipped };
}

interface Reference {
  readonly name: string;
  readonly optional?: boolean;
}

function keyValue(
  pod: Pod,
  kind: 'ConfigMap' | 'Secret',
  reference: Reference & { readonly key: string },
  config: ContainerConfig,
): string | undefined {
  const { name, key, optional } = reference;
  const values = valuesOf(kind, reference, config);
  if (values !== undefined && Object.hasOwn(values, key)) return values[key];
  if (optional === true) return undefined;
  throw new ContainerConfigError(`couldn't find key ${key} in ${kind} ${pod.metadata.namespace}/${name}`);
}

/** Undefined when it is not there and need not be. */
function valuesOf(
  kind: 'ConfigMap' | 'Secret',
  { name, optional }: Reference,
  { configMaps, secrets }: ContainerConfig,
): ConfigValues {
  const values = (kind === 'ConfigMap' ? configMaps : secrets).get(name);
  if (values !== undefined || optional === true) return values;
  throw new ContainerConfigError(`${kind.toLowerCase()} ${JSON.stringify(name)} not found`);
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
