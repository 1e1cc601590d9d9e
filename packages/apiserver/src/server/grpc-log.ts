/**
 * What grpc-js says by itself goes to the server's log, a little at a time: it has a line for every header that it cannot take,
 * before anybody knows whose it is, and writes it to standard error with the header's value, which may be a token.
 *
 * grpc-js has one logger for the whole process: of several servers in one, the last to start has it.
 */
import { setLogger } from '@grpc/grpc-js';
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { grpcLogLineCharsMax, grpcLogLinesMax, grpcLogWindowMs } from '../limits.js';

export function logGrpc(logger: Pick<Logger, 'warn' | 'debug'>, clock: Pick<Clock, 'monotonic'>): void {
  let windowEndMs = 0;
  let lines = 0;
  let unsaid = 0;
  const say = (level: 'warn' | 'debug', message: unknown): void => {
    if (clock.monotonic() >= windowEndMs) {
      windowEndMs = clock.monotonic() + grpcLogWindowMs;
      if (unsaid > 0) logger.warn({ lines: unsaid }, 'grpc: more of this kind was not written');
      lines = 0;
      unsaid = 0;
    }
    if (++lines > grpcLogLinesMax) unsaid++;
    else logger[level]({}, `grpc: ${withoutValue(String(message)).slice(0, grpcLogLineCharsMax)}`);
  };
  setLogger({
    error: (message) => say('warn', message),
    info: (message) => say('debug', message),
    debug: (message) => say('debug', message),
  });
}

/** Of a header only its name. */
function withoutValue(message: string): string {
  return /^Failed to add metadata entry [^:]*/.exec(message)?.[0] ?? message;
}
