/** Whose logs `kuorum logs` is to print: containers of one pod, of one of a controller's pods, or of all that a selector finds. */
import type { Pod } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { CliError } from '../errors.js';
import { mustFindKind } from './context.js';
import type { Env } from './env.js';
import { containerNames, defaultContainer, findPod } from './find-pod.js';
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
  const { pod } = await findPod(env, client, namespace, target ?? '', 'read logs of');
  return containersOf(env, pod, options);
}

/** Init containers first, as they run. */
function containersOf(env: Env, pod: Pod, { container, allContainers, selector }: SourceOptions): LogSource[] {
  const { namespace, name } = pod.metadata;
  const { init, main } = containerNames(pod);
  const all = [...init, ...main];
  const source = (each: string): LogSource => ({ namespace, pod: name, container: each });
  if (container !== undefined) {
    if (all.includes(container)) return [source(container)];
    if (selector !== undefined) return [];
    throw new CliError(`container ${container} is not valid for pod ${name}: it has ${all.join(', ')}`);
  }
  if (allContainers === true) return all.map(source);
  return [source(defaultContainer(env, pod))];
}
