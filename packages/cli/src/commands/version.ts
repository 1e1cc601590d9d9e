/** `kuorum version`: of this client and of the server, when one answers. */
import type { Command } from 'commander';
import { CliError, describeError } from '../errors.js';
import { clientVersion } from '../client-version.js';
import { clientCommand, withClient, type ClientOptions } from './context.js';

export function versionCommand(): Command {
  return clientCommand('version', 'Print the versions of client and server')
    .option('--client', 'of the client only')
    .action(async (options: ClientOptions & { client?: boolean }) => {
      console.log(`Client Version: ${clientVersion()} (Node ${process.version})`);
      if (options.client === true) return;
      try {
        const { gitVersion, nodeVersion, platform } = await withClient(options, (client) => client.version());
        console.log(`Server Version: ${gitVersion} (Node ${nodeVersion}, ${platform})`);
      } catch (error) {
        throw error instanceof CliError ? error : new CliError(`Cannot reach the server: ${describeError(error)}`);
      }
    });
}
