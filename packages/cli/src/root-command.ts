/** `kuorum` itself, which every command is a part of. */
import { Command } from 'commander';
import { clientVersion } from './client-version.js';

export function rootCommand(): Command {
  return (
    new Command('kuorum')
      .description('A miniature Kubernetes on a Raft quorum')
      .version(clientVersion(), '-V, --version')
      .showHelpAfterError('(add --help for the options)')
      .showSuggestionAfterError()
      // The options behind a subcommand are its own: `apply view-last-applied -n x` gives -n to it, not to apply, which has one too.
      .enablePositionalOptions()
  );
}
