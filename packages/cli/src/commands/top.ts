/** `kuorum top`: what nodes and pods use at the moment. */
import { fieldEquals, ApiStatusError, isPodFinished, kinds, type Node, type Pod } from '@kuorum/api';
import type { ApiClient, MetricsList } from '@kuorum/client';
import { Command, Option } from 'commander';
import { CliError } from '../errors.js';
import { metricsExpectedAfterMs } from '../limits.js';
import { since } from '../print/cells.js';
import { nodeTable, podTable, type UsageOrder } from '../print/usage-rows.js';
import { clientCommand, type ClientOptions } from './context.js';
import { processEnv, type Env } from './env.js';
import { listAll, selectionOf } from './list.js';

interface TopOptions extends ClientOptions {
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly sortBy?: string;
  readonly headers: boolean;
  readonly containers?: boolean;
  readonly sum?: boolean;
  readonly showCapacity?: boolean;
}

export function topCommand(env: Env = processEnv): Command {
  return new Command('top')
    .description('Print what nodes or pods use at the moment')
    .addCommand(topNodeCommand(env))
    .addCommand(topPodCommand(env))
    .addHelpText('after', examples);
}

const examples = `
Examples:
  kuorum top node
  kuorum top pod -A --sort-by=memory
  kuorum top pod web --containers`;

function topNodeCommand(env: Env): Command {
  return withCommonOptions(clientCommand('node', 'Print what nodes use of processor and memory'))
    .aliases(['nodes', 'no'])
    .argument('[name]', 'one node; all unless given')
    .option('--show-capacity', 'percents of the whole node instead of what its pods may use')
    .action((name: string | undefined, options: TopOptions) =>
      env.withClient(options, (client) => topNodes(env, client, nodeName(name), options)),
    );
}

function topPodCommand(env: Env): Command {
  return withCommonOptions(clientCommand('pod', 'Print what pods use of processor and memory'))
    .aliases(['pods', 'po'])
    .argument('[name]', 'one pod; all of the namespace unless given')
    .option('-A, --all-namespaces', 'pods of every namespace')
    .option('--field-selector <selector>', 'field selector, such as spec.nodeName=node-1')
    .option('--containers', 'a line for each container')
    .option('--sum', 'what all of them use together, at the end')
    .action((name: string | undefined, options: TopOptions) =>
      env.withClient(options, (client) => topPods(env, client, name?.replace(/^(pods?|po)\//, ''), options)),
    );
}

function withCommonOptions(command: Command): Command {
  const sortBy = new Option('--sort-by <what>', 'cpu or memory: the most first');
  // For completion; what else is given is refused in kubectl's words.
  sortBy.argChoices = ['cpu', 'memory'];
  return command
    .option('-l, --selector <selector>', 'label selector, such as app=web,tier!=cache')
    .addOption(sortBy)
    .option('--no-headers', 'leave out the table head');
}

function nodeName(written: string | undefined): string | undefined {
  return written?.replace(/^(nodes?|no)\//, '');
}

async function topNodes(env: Env, client: ApiClient, name: string | undefined, options: TopOptions): Promise<void> {
  checkOne(name, options);
  const order = orderOf(options);
  const selection = { labelSelector: options.selector, ...(name === undefined ? {} : byName(name)) };
  const [nodes, metrics] = await Promise.all([
    name === undefined
      ? listAll(client, kinds.Node, selection).then(({ items }) => items as Node[])
      : client
          .resource('Node')
          .get('', name)
          .then((node) => [node]),
    available(client.metrics.nodes(selection)),
  ]);
  tellWarnings(env, metrics);
  if (nodes.length === 0) return env.err('No resources found');
  if (metrics.items.length === 0) throw new CliError('metrics not available yet');
  const { headers, showCapacity = false } = options;
  for (const line of nodeTable(nodes, metrics.items, { headers, order, ofCapacity: showCapacity })) env.out(line);
}

async function topPods(env: Env, client: ApiClient, name: string | undefined, options: TopOptions): Promise<void> {
  checkOne(name, options);
  const order = orderOf(options);
  const selection = { ...selectionOf(kinds.Pod, options), ...(name === undefined ? {} : byName(name)) };
  const metrics = await available(client.metrics.pods(selection));
  tellWarnings(env, metrics);
  if (metrics.items.length === 0) {
    const namespace = options.namespace ?? 'default';
    const pods =
      name === undefined
        ? ((await listAll(client, kinds.Pod, selection)).items as Pod[])
        : [await client.pods.get(namespace, name)];
    if (pods.length > 0) throw whyNoMetrics(pods, env.nowMs());
    return env.err(
      options.allNamespaces === true ? 'No resources found' : `No resources found in ${namespace} namespace.`,
    );
  }
  const { headers, allNamespaces: withNamespace = false, containers = false, sum = false } = options;
  for (const line of podTable(metrics.items, { headers, order, withNamespace, containers, sum })) env.out(line);
}

function orderOf({ sortBy }: TopOptions): UsageOrder {
  if (sortBy === undefined || sortBy === 'cpu' || sortBy === 'memory') return sortBy;
  throw new CliError('--sort-by accepts only cpu or memory');
}

function byName(name: string): { fieldSelector: string } {
  return { fieldSelector: fieldEquals('metadata.name', name) };
}

function checkOne(name: string | undefined, { selector, fieldSelector, allNamespaces }: TopOptions): void {
  if (name === undefined) return;
  if (selector !== undefined || fieldSelector !== undefined) {
    throw new CliError('only one of NAME or a selector can be provided');
  }
  if (allNamespaces === true) throw new CliError('a resource cannot be retrieved by name across all namespaces');
}

function tellWarnings(env: Env, { warnings }: MetricsList<unknown>): void {
  for (const warning of warnings) env.err(`Warning: ${warning}`);
}

/** A server of a version that has no metrics says that it has no such method. */
async function available<T>(metrics: Promise<T>): Promise<T> {
  try {
    return await metrics;
  } catch (error) {
    if (!(error instanceof ApiStatusError) || error.reason !== 'MethodNotAllowed') throw error;
    throw new CliError('Metrics API not available: the API server is of a version that has none');
  }
}

/** Of a pod that has run for a while there should be some. */
function whyNoMetrics(pods: readonly Pod[], nowMs: number): CliError {
  const late = pods.find(({ status }) => {
    const startedMs = Date.parse(status.startTime);
    return status.phase === 'Running' && nowMs - startedMs > metricsExpectedAfterMs;
  });
  if (late !== undefined) {
    const { namespace, name, creationTimestamp } = late.metadata;
    return new CliError(`Metrics not available for pod ${namespace}/${name}, age: ${since(creationTimestamp, nowMs)}`);
  }
  const waits = pods.some((pod) => !isPodFinished(pod));
  return new CliError(
    waits ? 'metrics not available yet' : 'metrics not available: no container of these pods runs any more',
  );
}
