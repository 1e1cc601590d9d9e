/** The command line is wrong: `message` is for the person who typed it. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}
