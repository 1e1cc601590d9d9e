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
    const connection = connectionText(error);
    if (connection !== undefined) return connection;
    const causes = error.status.details?.causes ?? [];
    const text = `Error from server (${error.reason}): ${error.message}`;
    if (causes.length < 2) return text;
    // The server's message holds all causes in brackets: a line each is easier to read.
    return [text.replace(/: \[.*$/s, ':'), ...causes.map(({ field, message }) => `  ${field}: ${message}`)].join('\n');
  }
  if (error instanceof Error) return isBug(error) ? inSources(error.stack ?? error.message) : `error: ${error.message}`;
  return String(error);
}

/** No server has answered: then it is not its error, but a question of which one is asked, and whether it runs. */
function connectionText({ reason, message }: ApiStatusError): string | undefined {
  const [, servers, why] = /^Cannot connect to (.+?): (.*?);/.exec(message) ?? [];
  if (reason !== 'ServiceUnavailable' || servers === undefined || why === undefined) return undefined;
  if (why !== 'connection refused') return `Unable to connect to the server: ${message}`;
  const refused = `The connection to the server ${servers} was refused - did you specify the right host or port?`;
  return `${refused} "kuorum up" starts a local cluster, "kuorum status" tells how it is.`;
}

/** By its name: a process that never speaks to the API, as a store member, need not read the object model for this. */
function isApiStatusError(error: unknown): error is ApiStatusError {
  return error instanceof Error && error.name === ('ApiStatusError' satisfies ApiStatusError['name']);
}

/** What nobody but us can mend is shown with the place where it happened. */
function isBug(error: Error): boolean {
  return [AssertionError, TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
}
