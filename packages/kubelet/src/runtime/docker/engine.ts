/**
 * The Docker Engine with a deadline on every call and its errors put into two kinds: expected ones with the engine's
 * words, and an engine that does not answer. dockerode's own `timeout` is not used: it would cut log streams, too.
 */
import Docker from 'dockerode';
import { RuntimeError } from '../types.js';

/** What dockerode's errors carry. */
interface EngineError {
  readonly statusCode?: number;
  readonly code?: string;
  readonly message?: string;
  readonly json?: unknown;
}

/** Connects to `DOCKER_HOST`, or to the local socket. */
export function connectEngine(): Docker {
  return new Docker();
}

/** Runs one engine call; after `timeoutMs` it is aborted and the promise rejects with Unavailable. */
export async function engineCall<T>(
  what: string,
  timeoutMs: number,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new RuntimeError('Unavailable', `Cannot ${what}: the engine gave no answer within ${timeoutMs} ms`));
      controller.abort();
    }, timeoutMs);
  });
  const answer = call(controller.signal);
  // Both may reject when the deadline strikes; the second rejection has been told already.
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, expired]);
  } finally {
    clearTimeout(timer);
  }
}

/** HTTP status of the engine's answer, or undefined when the engine was not reached. */
export function engineStatus(error: unknown): number | undefined {
  return (error as EngineError | undefined)?.statusCode;
}

export function isEngineNotFound(error: unknown): boolean {
  return engineStatus(error) === 404;
}

/** The engine's own words, without dockerode's prefix. */
export function engineMessage(error: unknown): string {
  const { json, message } = (error ?? {}) as EngineError;
  const said = (json as { message?: unknown } | undefined)?.message;
  if (typeof said === 'string' && said !== '') return said;
  return (message ?? String(error)).replace(/^\(HTTP code \d+\) [^-]*- /, '').trim();
}

/** Wraps what the engine refused; what is a RuntimeError already stays. */
export function runtimeError(error: unknown, reason: RuntimeError['reason']): RuntimeError {
  if (error instanceof RuntimeError) return error;
  const unreachable = engineStatus(error) === undefined;
  return new RuntimeError(unreachable ? 'Unavailable' : reason, engineMessage(error), { cause: error });
}
