/** Errors as a person at a terminal wants them: what failed and what to do. */
import type { ApiStatusError } from '@kuorum/api';
import { AssertionError } from '@kuorum/base';
import { CliError } from './cli-error.js';
import { inSources } from './source-places.js';

export { CliError };

/** What to do about an error, printed behind it: it is found where more is known than the error says. */
const advices = new WeakMap<object, string>();

export function advise(error: unknown, advice: string): void {
  if (error instanceof Error) advices.set(error, advice);
}

/** The text kubectl would print for `error`, without a stack trace unless it is a bug. */
export function describeError(error: unknown): string {
  const advice = error instanceof Error ? advices.get(error) : undefined;
  return advice === undefined ? textOf(error) : `${textOf(error)}\n${advice}`;
}

function textOf(error: unknown): string {
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

/**
 * Why nobody was served at all: nobody listens there; nobody is found there; who answers does not fit what this client has
 * (its authority, TLS or not); the server does not take the credentials; there were none.
 */
export type AccessFailure = 'refused' | 'unreachable' | 'mismatch' | 'unauthorized' | 'anonymous';

/** Undefined when it is about something else. */
export function failureOfAccess(error: unknown): AccessFailure | undefined {
  if (!isApiStatusError(error)) return undefined;
  const { reason, message } = error;
  if (reason === 'Unauthorized') return 'unauthorized';
  if (reason === 'Forbidden') return message.includes('User "system:anonymous"') ? 'anonymous' : undefined;
  const connection = connectionOf(error);
  if (connection === undefined) return undefined;
  if (connection.why === refusedText) return 'refused';
  if (/this client's certificate|wants? a certificate/.test(connection.why)) return 'unauthorized';
  return connection.answers ? 'mismatch' : 'unreachable';
}

const refusedText = 'connection refused';

/** No server has answered: then it is not its error, but a question of which one is asked, and whether it runs. */
function connectionText(error: ApiStatusError): string | undefined {
  const connection = connectionOf(error);
  if (connection === undefined) return undefined;
  const { servers, why } = connection;
  if (why !== refusedText) return `Unable to connect to the server ${servers}: ${why}`;
  return `The connection to the server ${servers} was refused - did you specify the right host or port?`;
}

/** As the client says it; it asks whether something runs there where nothing answers. */
function connectionOf({
  reason,
  message,
}: ApiStatusError): { readonly servers: string; readonly why: string; readonly answers: boolean } | undefined {
  const [, servers, why, asks] = /^Cannot connect to (.+?): (.*?)(; is [^;]* running[^;]*\?)?$/s.exec(message) ?? [];
  if (reason !== 'ServiceUnavailable' || servers === undefined || why === undefined) return undefined;
  return { servers, why, answers: asks === undefined };
}

/** By its name: a process that never speaks to the API, as a store member, need not read the object model for this. */
function isApiStatusError(error: unknown): error is ApiStatusError {
  return error instanceof Error && error.name === ('ApiStatusError' satisfies ApiStatusError['name']);
}

/** What nobody but us can mend is shown with the place where it happened. */
function isBug(error: Error): boolean {
  return [AssertionError, TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
}
