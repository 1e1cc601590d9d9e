/**
 * What a learner answers: `Status`, serializable reads, and the streamed snapshot. It has no vote and may be far behind,
 * so clients are to go elsewhere (etcd: `api/v3rpc/interceptor.go`).
 */
import type { StreamHandler } from '@kuorum/rpc';
import { etcdError } from '../errors.js';
import type { Member } from '../member.js';
import type { Handler } from './unary.js';

/** The same handler, refusing on a learner what is not for it. `method` as in `etcdserverpb.KV/Range`. */
function voterOnly(member: Member, method: string, handler: Handler<unknown, unknown>): Handler<unknown, unknown> {
  if (method === 'etcdserverpb.Maintenance/Status') return handler;
  return (request, done, call) => {
    if (member.isLearner && !isSerializableRange(method, request)) done(etcdError('notSupportedForLearner'));
    else handler(request, done, call);
  };
}

function isSerializableRange(method: string, request: unknown): boolean {
  if (method !== 'etcdserverpb.KV/Range') return false;
  return typeof request === 'object' && request !== null && 'serializable' in request && request.serializable === true;
}

/** The same for a table of unary handlers of one service. */
export function unariesForVoters(
  member: Member,
  service: string,
  handlers: object,
): Record<string, Handler<unknown, unknown>> {
  const table = handlers as Record<string, Handler<unknown, unknown>>;
  const guard = ([name, handler]: [string, Handler<unknown, unknown>]): [string, Handler<unknown, unknown>] => [
    name,
    voterOnly(member, `${service}/${name}`, handler),
  ];
  return Object.fromEntries(Object.entries(table).map(guard));
}

/** The same for a stream. */
export function streamForVoters<I, O>(member: Member, handler: StreamHandler<I, O>): StreamHandler<I, O> {
  return (call) => {
    if (member.isLearner) call.end(etcdError('notSupportedForLearner'));
    else handler(call);
  };
}
