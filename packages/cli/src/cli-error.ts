/** Ends the command with `message` on standard error and exit status 1; no stack trace. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
