/** `kuorum describe`: one object with what surrounds it and what happened to it. */
import {
  isNotFound,
  matchesLabels,
  podSelectorOf,
  podTemplateOf,
  type ApiObject,
  type Event,
  type KindInfo,
  type Pod,
} from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { describeObject, type Surroundings } from '../print/describe.js';
import { clientCommand, namespaceFor, parseTargets, withClient, type ClientOptions, type Target } from './context.js';

export function describeCommand(): Command {
  return clientCommand('describe', 'Show one object in detail, with its events')
    .argument('<type...>', 'TYPE NAME…, TYPE/NAME…, or TYPE for all of it')
    .option('-l, --selector <selector>', 'label selector')
    .action((args: string[], options: ClientOptions & { selector?: string }) =>
      withClient(options, async (client) => {
        const { kinds, targets } = parseTargets(args);
        const wanted =
          targets.length > 0 ? targets : (await Promise.all(kinds.map((info) => all(client, info, options)))).flat();
        const texts: string[] = [];
        for (const target of wanted) texts.push(await describeTarget(client, target, options.namespace));
        console.log(texts.join('\n\n\n'));
      }),
    );
}

async function all(
  client: ApiClient,
  info: KindInfo,
  options: ClientOptions & { selector?: string },
): Promise<Target[]> {
  const namespace = info.namespaced ? options.namespace : undefined;
  const { items } = await client.resource(info.kind).list({ namespace, labelSelector: options.selector });
  return (items as ApiObject[]).map(({ metadata }) => ({ info, name: metadata.name }));
}

async function describeTarget(client: ApiClient, { info, name }: Target, chosen: string | undefined): Promise<string> {
  const namespace = namespaceFor(info, chosen);
  const object: ApiObject = await client.resource(info.kind).get(namespace, name);
  return describeObject(info, object, await surroundings(client, info, object), Date.now());
}

async function surroundings(client: ApiClient, info: KindInfo, object: ApiObject): Promise<Surroundings> {
  const { namespace, name } = object.metadata;
  const [events, pods] = await Promise.all([eventsOf(client, info, object), podsOf(client, info, object)]);
  if (info.kind !== 'Service') return { events, pods };
  const endpoints = await client
    .resource('Endpoints')
    .get(namespace, name)
    .catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  return endpoints === undefined ? { events, pods } : { events, pods, endpoints };
}

async function eventsOf(client: ApiClient, info: KindInfo, { metadata }: ApiObject): Promise<Event[]> {
  const fieldSelector = `involvedObject.kind=${info.kind},involvedObject.name=${metadata.name}`;
  const namespace = info.namespaced ? metadata.namespace : undefined;
  const { items } = await client.resource('Event').list({ namespace, fieldSelector });
  return items.filter(
    ({ involvedObject }) => involvedObject?.uid === metadata.uid || involvedObject?.uid === metadata.name,
  );
}

async function podsOf(client: ApiClient, info: KindInfo, object: ApiObject): Promise<Pod[]> {
  if (info.kind === 'Node') {
    return (await client.pods.list({ fieldSelector: `spec.nodeName=${object.metadata.name}` })).items;
  }
  const selector = podTemplateOf(info.kind, object) === undefined ? undefined : podSelectorOf(info.kind, object);
  if (selector === undefined) return [];
  const { items } = await client.pods.list({ namespace: object.metadata.namespace });
  return items.filter((pod) => matchesLabels(selector, pod.metadata.labels));
}
