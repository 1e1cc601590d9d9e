/** `kuorum version`: of this client and of the server, when one answers. */
import type { Command } from 'commander';
import { clientVersion } from '../client-version.js';
import { clientCommand, type ClientOptions } from './client-command.js';
import { processEnv, type Env } from './env.js';

export function versionCommand(env: Env = processEnv): Command {
  return clientCommand('version', 'Print the versions of client and server')
    .option('--client', 'of the client only')
    .action(async (options: ClientOptions & { client?: boolean }) => {
      env.out(`Client Version: ${clientVersion()} (Node ${process.version})`);
      if (options.client === true) return;
      const { gitVersion, nodeVersion, platform } = await env.withClient(options, (client) => client.version());
      env.out(`Server Version: ${gitVersion} (Node ${nodeVersion}, ${platform})`);
    });
}
