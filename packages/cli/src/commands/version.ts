/** `kuorum version`: of this client and of the server, when one answers. */
import { Command } from 'commander';
import { CliError } from '../cli-error.js';
import { clientVersion } from '../client-version.js';
import { withCallOptions, type ClientOptions } from './client-command.js';
import { processEnv, type Env } from './env.js';

interface VersionOptions extends ClientOptions {
  readonly client?: boolean;
  readonly output?: string;
}

export function versionCommand(env: Env = processEnv): Command {
  // Not a clientCommand: for the default of -n a kubeconfig would be read, and with it what reads one.
  return withCallOptions(new Command('version').description('Print the versions of client and server'))
    .option('-n, --namespace <name>', 'of no effect here')
    .option('--client', 'of the client only')
    .option('-o, --output <format>', 'yaml or json')
    .action(async (options: VersionOptions) => {
      const { output } = options;
      if (output !== undefined) return structured(env, options, output);
      env.out(`Client Version: ${clientVersion()} (Node ${process.version})`);
      if (options.client === true) return;
      const { gitVersion, nodeVersion, platform } = await env.withClient(options, (client) => client.version());
      env.out(`Server Version: ${gitVersion} (Node ${nodeVersion}, ${platform})`);
    });
}

/** As kubectl's: `clientVersion` and `serverVersion`. */
async function structured(env: Env, options: VersionOptions, output: string): Promise<void> {
  if (output !== 'yaml' && output !== 'json') {
    throw new CliError(`--output must be 'yaml' or 'json', not ${JSON.stringify(output)}`);
  }
  const client = {
    gitVersion: clientVersion(),
    nodeVersion: process.version,
    platform: `${process.platform}/${process.arch}`,
  };
  const server = options.client === true ? undefined : await env.withClient(options, (each) => each.version());
  const versions = { clientVersion: client, ...(server === undefined ? {} : { serverVersion: server }) };
  if (output === 'json') return env.out(JSON.stringify(versions, null, 2));
  const { yamlText } = await import('../print/yaml.js');
  env.out(yamlText(versions));
}
