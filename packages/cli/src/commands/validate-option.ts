/** `--validate` and `--field-manager` of commands that take manifests: written in many scripts, and of one meaning here. */
import { Option, type Command } from 'commander';
import { CliError } from '../errors.js';

export interface ValidateOptions {
  readonly validate?: string | boolean;
}

export function withValidate(command: Command): Command {
  return command
    .option('--validate [how]', 'strict, which is always so: an unknown field is an error')
    .addOption(new Option('--field-manager <name>').hideHelp())
    .hook('preAction', (_command, action) => checkValidate(action.opts()));
}

function checkValidate({ validate }: ValidateOptions): void {
  if (validate === undefined || validate === true || validate === 'true' || validate === 'strict') return;
  throw new CliError(
    `--validate=${String(validate)} is not supported: a field that is not known is never dropped in silence. Take it out of the manifest; the error names its path`,
  );
}
