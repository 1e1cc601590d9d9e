/** The server cannot start as it was told to: the message names flag and file, and says what to do. */
export class SecurityError extends Error {
  override readonly name = 'SecurityError';
}
