/**
 * Structured logs, one JSON line each, by pino. Secrets never go into a log: values under the names in
 * {@link redacted} are blanked wherever they stand one level deep.
 */
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
      redact: { paths: redacted.flatMap((name) => [name, `*.${name}`]), censor: '(redacted)' },
    },
    pino.destination({ dest: 2, sync: true }),
  );
  return logger;
}

/** For tests and pure callers: says nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};
