/**
 * What the handlers of unary calls are: plain functions of a decoded request that call back with a refusal or a
 * response, whatever transport serves them.
 */
import { Code, type CallContext, type RpcStatus } from '@kuorum/rpc';
import { toEtcdError } from '../errors.js';
import type { Done } from '../waiters.js';

export type Handler<I, O> = (request: I, done: Done<O>, call: CallContext) => void;

/**
 * What a client is told of an error that a handler threw; undefined = a bug. int64.ts refuses numbers that do not fit
 * with a RangeError: that is the client's mistake.
 */
export function refusalOf(error: unknown): RpcStatus | undefined {
  const known = toEtcdError(error);
  if (known !== undefined) return known;
  if (error instanceof RangeError) return { code: Code.INVALID_ARGUMENT, message: `etcdserver: ${error.message}` };
  return undefined;
}
