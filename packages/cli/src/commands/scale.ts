/** `kuorum scale`: changes the number of replicas and nothing else. */
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { clientCommand, parseTargets, withClient, type ClientOptions } from './context.js';

interface ScaleCommandOptions extends ClientOptions {
  readonly replicas: string;
  readonly currentReplicas?: string;
}

export function scaleCommand(): Command {
  return clientCommand('scale', 'Change the number of replicas')
    .argument('<target...>', 'TYPE/NAME… or TYPE NAME…, such as rc/echo')
    .requiredOption('--replicas <n>', 'replicas wanted')
    .option('--current-replicas <n>', 'refuse when the object has another number now')
    .action((args: string[], options: ScaleCommandOptions) =>
      withClient(options, async (client) => {
        const replicas = count('--replicas', options.replicas);
        const currentReplicas =
          options.currentReplicas === undefined ? undefined : count('--current-replicas', options.currentReplicas);
        const { targets } = parseTargets(args);
        if (targets.length === 0) throw new CliError('Cannot scale: name what to scale, such as rc/echo');
        for (const { info, name } of targets) {
          if (info.kind !== 'ReplicationController') {
            throw new CliError(`Cannot scale ${info.singular}/${name}: only replicationcontrollers have replicas`);
          }
          await client.replicationControllers.scale(options.namespace ?? 'default', name, replicas, {
            currentReplicas,
          });
          console.log(`${info.singular}/${name} scaled`);
        }
      }),
    );
}

function count(flag: string, text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 0) {
    throw new CliError(`Cannot read ${flag}: ${JSON.stringify(text)} is not a whole number of replicas, 0 or more`);
  }
  return n;
}
