/** Which pod `POD` or `TYPE/NAME` means: itself, or one of those that belong to it, and which of its containers. */
import {
  encodeJson,
  isPodActive,
  isPodReady,
  matchesLabels,
  podSelectorOf,
  type ApiObject,
  type KindInfo,
  type Pod,
} from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { CliError } from '../errors.js';
import { compileExpression } from '../print/jsonpath/json-path.js';
import { mustFindKind, namespaceFor } from './context.js';
import type { Env } from './env.js';
import { listAll } from './list.js';

/** What a target names: a pod, or what selects pods. */
export interface Target {
  readonly info: KindInfo;
  readonly object: ApiObject;
  /** Ready ones are preferred. */
  readonly pod: Pod;
}

/** `what` is done to it, for messages: `read logs of`. Says on standard error which pod it chose of several. */
export async function findPod(
  env: Env,
  client: ApiClient,
  namespace: string,
  target: string,
  what: string,
): Promise<Target> {
  const [type = '', name = '', ...more] = target.includes('/') ? target.split('/') : ['pod', target];
  if (name === '' || more.length > 0) {
    throw new CliError(`Cannot read ${JSON.stringify(target)}: write POD, or TYPE/NAME such as deploy/web`);
  }
  const info = mustFindKind(type);
  if (info.kind === 'Pod') {
    const pod = await client.pods.get(namespace, name);
    return { info, object: pod, pod };
  }
  const object: ApiObject = await client.resource(info.kind).get(namespaceFor(info, namespace), name);
  const selector = podSelectorOf(info.kind, object);
  if (selector === undefined) {
    throw new CliError(`Cannot ${what} ${info.singular}/${name}: it selects no pods. Name a pod`);
  }
  const { items } = await listAll(client, mustFindKind('pods'), { namespace });
  const pods = (items as Pod[]).filter(({ metadata }) => matchesLabels(selector, metadata.labels));
  const pod = pods.find((each) => isPodActive(each) && isPodReady(each)) ?? pods.find(isPodActive) ?? pods[0];
  if (pod === undefined) {
    throw new CliError(`Cannot ${what} ${info.singular}/${name}: it has no pod now; "kuorum describe" tells why`);
  }
  if (pods.length > 1) env.err(`Found ${pods.length} pods, using pod/${pod.metadata.name}`);
  return { info, object, pod };
}

/** Its containers that can be run something in. */
export function containerNames(pod: Pod): { readonly init: string[]; readonly main: string[] } {
  const json = encodeJson('Pod', pod);
  const named = (path: string): string[] => compileExpression(path).values(json).map(String);
  return { init: named('.spec.initContainers[*].name'), main: named('.spec.containers[*].name') };
}

/** The container meant when none is named; told on standard error where there is a choice. */
export function defaultContainer(env: Env, pod: Pod): string {
  const { init, main } = containerNames(pod);
  const chosen = pod.metadata.annotations['kubectl.kubernetes.io/default-container'] ?? '';
  const first = main.includes(chosen) ? chosen : (main[0] ?? '');
  const all = [...init, ...main];
  if (all.length > 1) env.err(`Defaulted container "${first}" out of: ${all.join(', ')}`);
  return first;
}
