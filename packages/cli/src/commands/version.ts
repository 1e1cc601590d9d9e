/** `kuorum version`: of this client and of the server, when one answers. */
import { Command } from 'commander';
import { clientVersion } from '../client-version.js';
import { withAccessOptions, type ClientOptions } from './client-command.js';
import { processEnv, type Env } from './env.js';

export function versionCommand(env: Env = processEnv): Command {
  // Not a clientCommand: for the default of -n a kubeconfig would be read, and with it what reads one.
  return withAccessOptions(new Command('version').description('Print the versions of client and server'))
    .option('-n, --namespace <name>', 'of no effect here')
    .option('--client', 'of the client only')
    .action(async (options: ClientOptions & { client?: boolean }) => {
      env.out(`Client Version: ${clientVersion()} (Node ${process.version})`);
      if (options.client === true) return;
      const { gitVersion, nodeVersion, platform } = await env.withClient(options, (client) => client.version());
      env.out(`Server Version: ${gitVersion} (Node ${nodeVersion}, ${platform})`);
    });
}
