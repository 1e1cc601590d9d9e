/** Errors as a person at a terminal wants them: what failed and what to do. */
import type { ApiStatusError } from '@kuorum/api';
import { AssertionError } from '@kuorum/base';
import { CliError } from './cli-error.js';
import { inSources } from './source-places.js';

export { CliError };

/** The text kubectl would print for `error`, without a stack trace unless it is a bug. */
export function describeError(error: unknown): string {
  if (error instanceof CliError) return `error: ${error.message}`;
  if (isApiStatusError(error)) {
    const causes = error.status.details?.causes ?? [];
    const text = `Error from server (${error.reason}): ${error.message}`;
    if (causes.length < 2) return text;
    // The server's message holds all causes in brackets: a line each is easier to read.
    return [text.replace(/: \[.*$/s, ':'), ...causes.map(({ field, message }) => `  ${field}: ${message}`)].join('\n');
  }
  if (error instanceof Error) return isBug(error) ? inSources(error.stack ?? error.message) : `error: ${error.message}`;
  return String(error);
}

/** By its name: a process that never speaks to the API, as a store member, need not read the object model for this. */
function isApiStatusError(error: unknown): error is ApiStatusError {
  return error instanceof Error && error.name === ('ApiStatusError' satisfies ApiStatusError['name']);
}

/** What nobody but us can mend is shown with the place where it happened. */
function isBug(error: Error): boolean {
  return [AssertionError, TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
}
