/** Whose logs `kuorum logs` is to print: containers of one pod, of one of a controller's pods, or of all that a selector finds. */
import {
  encodeJson,
  isPodActive,
  isPodReady,
  matchesLabels,
  podSelectorOf,
  type ApiObject,
  type Pod,
} from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { CliError } from '../errors.js';
import { compileExpression } from '../print/jsonpath/json-path.js';
import { mustFindKind, namespaceFor } from './context.js';
import type { Env } from './env.js';
import { listAll } from './list.js';

export interface LogSource {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface SourceOptions {
  readonly namespace?: string;
  readonly container?: string;
  readonly allContainers?: boolean;
  readonly selector?: string;
}

/** Says on standard error what it chose where there was a choice. */
export async function findLogSources(
  env: Env,
  client: ApiClient,
  target: string | undefined,
  options: SourceOptions,
): Promise<LogSource[]> {
  const namespace = options.namespace ?? 'default';
  if (options.selector !== undefined) {
    const { items } = await listAll(client, mustFindKind('pods'), { namespace, labelSelector: options.selector });
    if (items.length === 0) env.err(`No resources found in ${namespace} namespace.`);
    return (items as Pod[]).flatMap((pod) => containersOf(env, pod, options));
  }
  return containersOf(env, await podOf(env, client, namespace, target ?? ''), options);
}

/** Init containers first, as they run. */
function containersOf(env: Env, pod: Pod, { container, allContainers, selector }: SourceOptions): LogSource[] {
  const { namespace, name } = pod.metadata;
  const json = encodeJson('Pod', pod);
  const named = (path: string): string[] => compileExpression(path).values(json).map(String);
  const main = named('.spec.containers[*].name');
  const all = [...named('.spec.initContainers[*].name'), ...main];
  const source = (each: string): LogSource => ({ namespace, pod: name, container: each });
  if (container !== undefined) {
    if (all.includes(container)) return [source(container)];
    if (selector !== undefined) return [];
    throw new CliError(`container ${container} is not valid for pod ${name}: it has ${all.join(', ')}`);
  }
  if (allContainers === true) return all.map(source);
  const chosen = pod.metadata.annotations['kubectl.kubernetes.io/default-container'] ?? '';
  const first = main.includes(chosen) ? chosen : (main[0] ?? '');
  if (all.length > 1) env.err(`Defaulted container "${first}" out of: ${all.join(', ')}`);
  return [source(first)];
}

async function podOf(env: Env, client: ApiClient, namespace: string, target: string): Promise<Pod> {
  const [type = '', name = '', ...more] = target.includes('/') ? target.split('/') : ['pod', target];
  if (name === '' || more.length > 0) {
    throw new CliError(`Cannot read ${JSON.stringify(target)}: write POD, or TYPE/NAME such as rc/web`);
  }
  const info = mustFindKind(type);
  if (info.kind === 'Pod') return client.pods.get(namespace, name);
  const object: ApiObject = await client.resource(info.kind).get(namespaceFor(info, namespace), name);
  const selector = podSelectorOf(info.kind, object);
  if (selector === undefined) {
    throw new CliError(
      `Cannot read logs of ${info.singular}/${name}: it selects no pods. Name a pod, or use -l SELECTOR`,
    );
  }
  const { items } = await listAll(client, mustFindKind('pods'), { namespace });
  const pods = (items as Pod[]).filter(({ metadata }) => matchesLabels(selector, metadata.labels));
  const pod = pods.find((each) => isPodActive(each) && isPodReady(each)) ?? pods.find(isPodActive) ?? pods[0];
  if (pod === undefined) {
    throw new CliError(`Cannot read logs of ${info.singular}/${name}: it has no pod now; "kuorum describe" tells why`);
  }
  if (pods.length > 1) env.err(`Found ${pods.length} pods, using pod/${pod.metadata.name}`);
  return pod;
}
