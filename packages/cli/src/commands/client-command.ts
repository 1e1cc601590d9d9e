/** A subcommand that talks to a cluster: its options, and the client that goes with them. Reads nothing of the API itself. */
import type { ApiClient } from '@kuorum/client';
import { Command } from 'commander';
import { advise } from '../errors.js';
import { accessFor, namespaceOf, sourceOf, type ClientOptions } from './access.js';

export type { ClientOptions };

/** A subcommand with the options that choose cluster and namespace; see access.ts for which one counts. */
export function clientCommand(name: string, description: string): Command {
  return withCallOptions(new Command(name).description(description))
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

/** The same, for a command that calls the cluster. */
export function withCallOptions(command: Command): Command {
  return withAccessOptions(command)
    .option('--token <token>', 'bearer token, in place of what the kubeconfig shows; others on this machine may see it')
    .option('--request-timeout <duration>', 'how long one request may take, such as 2s; 0: 10s', '0');
}

/** Runs `fn` with a client and closes it, whatever happens. Where the cluster cannot be used, the error says what to do. */
export async function withClient<T>(options: ClientOptions, fn: (client: ApiClient) => Promise<T>): Promise<T> {
  const access = await accessFor(options, process.env, (text) => console.error(text));
  const { createApiClient } = await import('@kuorum/client/api');
  const client = createApiClient(access);
  try {
    return await fn(client);
  } catch (error) {
    const { adviceOn } = await import('./access-advice.js');
    const advice = adviceOn(error, await sourceOf(options), options.token !== undefined);
    if (advice !== undefined) advise(error, advice);
    throw error;
  } finally {
    client.close();
  }
}
