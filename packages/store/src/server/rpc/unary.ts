/**
 * The seam between handlers and the transport. A handler is a plain function of a decoded request that calls back with
 * a refusal or a response: it can be served by grpc-js today and by something thinner for hot methods later.
 */
import { status, type handleUnaryCall } from '@grpc/grpc-js';
import type { Logger } from '@kuorum/base/node';
import type { CallContext } from '@kuorum/rpc';
import { toEtcdError } from '../errors.js';
import type { Done } from '../waiters.js';
import { contextOf } from './grpc-js-adapter.js';

export type Handler<I, O> = (request: I, done: Done<O>, call: CallContext) => void;

/** A handler as grpc-js calls it. What is not a refusal is a bug: logged, and told to the client without details. */
export function unary<I, O>(handler: Handler<I, O>, logger: Logger): handleUnaryCall<I, O> {
  return (call, answer) => {
    const done: Done<O> = (error, response) => {
      if (error === undefined && response !== undefined) answer(null, response);
      else if (error !== undefined) answer({ code: error.code, details: error.message });
      else answer({ code: status.INTERNAL, details: 'etcdserver: no response' });
    };
    try {
      handler(call.request, done, contextOf(call));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== undefined) {
        answer(refusal);
        return;
      }
      logger.error({ err: error instanceof Error ? error.stack : String(error) }, 'a handler failed');
      answer({ code: status.INTERNAL, details: 'etcdserver: internal error' });
    }
  };
}

/**
 * What a client is told of an error that a handler threw; undefined = a bug. int64.ts refuses numbers that do not fit
 * with a RangeError: that is the client's mistake.
 */
export function refusalOf(error: unknown): { code: number; details: string } | undefined {
  const known = toEtcdError(error);
  if (known !== undefined) return { code: known.code, details: known.message };
  if (error instanceof RangeError) return { code: status.INVALID_ARGUMENT, details: `etcdserver: ${error.message}` };
  return undefined;
}
