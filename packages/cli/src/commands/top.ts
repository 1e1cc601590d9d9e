/** `kuorum top`: refused with the reason, as nothing in the cluster measures yet what pods and nodes use. */
import { Command } from 'commander';
import { CliError } from '../errors.js';

export function topCommand(): Command {
  return new Command('top')
    .description('Not available yet: no part of the cluster measures what nodes and pods use')
    .argument('[what]', 'nodes or pods')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      throw new CliError(
        'Metrics API not available: kubelets do not report yet what pods and nodes use, and the API server has no metrics to ask for. ' +
          '"kuorum describe node NAME" shows what is requested of a node',
      );
    });
}
