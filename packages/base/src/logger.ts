/**
 * Structured logs, one JSON line each, by pino. Secrets never go into a log: values under the names in
 * {@link redacted} are blanked wherever they stand one level deep.
 */
import { AssertionError } from './assert.js';
import { pino, type Logger as PinoLogger } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** `log.info({ member: 'n1' }, 'became leader')`: fields first, then the message. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A logger that adds `fields` to every line. */
  child(fields: object): Logger;
}

const redacted = ['token', 'password', 'secret', 'key', 'authorization'];

/** Logs to standard error, so that standard output stays free for what a command prints. */
export function createLogger(component: string, level: LogLevel = 'info'): Logger {
  const logger: PinoLogger = pino(
    {
      level,
      base: { component, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeForLog, error: describeForLog },
      redact: { paths: redacted.flatMap((name) => [name, `*.${name}`]), censor: '(redacted)' },
    },
    pino.destination({ dest: 2, sync: true }),
  );
  return logger;
}

/** Errors of the outside world are logged by their words; only a bug shows where it is. */
export function describeForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < causesLogged; cause = cause.cause) {
    causes.push(cause.message);
  }
  const bug =
    error instanceof AssertionError ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError;
  return {
    type: error.name,
    message: error.message,
    ...(causes.length === 0 ? {} : { causes }),
    ...(bug ? { stack: error.stack } : {}),
  };
}

/** Causes of an error that are logged beside it. */
const causesLogged = 4;

/** For tests and pure callers: says nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};
