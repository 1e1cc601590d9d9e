/** What every client command shares: which server, which namespace, and the client that goes with them. */
import { createApiClient, type ApiClient } from '@kuorum/client';
import type { KindInfo } from '@kuorum/api';
import { findKind, kindNames, kinds, kindsOfCategory } from '@kuorum/api';
import { Command } from 'commander';
import { CliError } from '../errors.js';
import { accessFor, namespaceOf, type ClientOptions } from './access.js';

export type { ClientOptions };

/** A subcommand with the options that choose cluster and namespace; see access.ts for which one counts. */
export function clientCommand(name: string, description: string): Command {
  return withAccessOptions(new Command(name).description(description))
    .option('-n, --namespace <name>', "namespace of the objects (default: the context's, else default)")
    .hook('preAction', async (command) => {
      const options: ClientOptions = command.opts();
      if (options.namespace !== undefined) return;
      command.setOptionValue('namespace', (await namespaceOf(options)) ?? 'default');
    });
}

export function withAccessOptions(command: Command): Command {
  return command
    .option('-s, --server <addresses>', 'apiservers, host:port[,host:port…], plaintext (env: KUORUM_SERVER)')
    .option('--kubeconfig <file>', 'clusters and users (env: KUORUM_CONFIG; default: ~/.kuorum/config)')
    .option('--context <name>', 'context of the kubeconfig (default: its current one)')
    .option('--data-dir <dir>', 'local cluster to talk to (env: KUORUM_DATA_DIR)');
}

/** Runs `fn` with a client and closes it, whatever happens. */
export async function withClient<T>(options: ClientOptions, fn: (client: ApiClient) => Promise<T>): Promise<T> {
  const client = createApiClient(await accessFor(options, process.env, (text) => console.error(text)));
  try {
    return await fn(client);
  } finally {
    client.close();
  }
}

/** The kind a person named; {@link CliError} lists the kinds when there is no such one. */
export function mustFindKind(name: string): KindInfo {
  const info = findKind(name);
  if (info !== undefined) return info;
  throw new CliError(
    `the server doesn't have a resource type ${JSON.stringify(name)}: it has ${kindNames.map((kind) => kinds[kind].plural).join(', ')}`,
  );
}

export interface Target {
  readonly info: KindInfo;
  readonly name: string;
}

/**
 * What `TYPE NAME…`, `TYPE/NAME…` and `TYPE,TYPE` mean. With a type but no name, `names` is empty: all of that type.
 */
export function parseTargets(args: readonly string[]): { kinds: KindInfo[]; targets: Target[] } {
  const [first, ...rest] = args;
  if (first === undefined) {
    throw new CliError('You must specify the type of resource, such as pods, or TYPE/NAME, such as pod/web');
  }
  if (first.includes('/')) return { kinds: [], targets: args.map(parseSlash) };
  const infos = first
    .split(',')
    .flatMap((type) => (type.toLowerCase() === 'all' ? kindsOfCategory('all') : [mustFindKind(type)]));
  return { kinds: infos, targets: infos.flatMap((info) => rest.map((name) => ({ info, name }))) };
}

function parseSlash(text: string): Target {
  const [type, name, ...more] = text.split('/');
  if (type === undefined || name === undefined || name === '' || more.length > 0) {
    throw new CliError(`Cannot read ${JSON.stringify(text)}: write TYPE/NAME, such as pod/web`);
  }
  return { info: mustFindKind(type), name };
}

/** Namespace to use for a kind: none for cluster-scoped kinds. */
export function namespaceFor(info: KindInfo, namespace: string | undefined): string {
  return info.namespaced ? (namespace ?? 'default') : '';
}
