/**
 * v3lockpb.Lock and v3electionpb.Election: not offered yet, and said so. Clients that build locks and elections from
 * keys and leases themselves (the official Go client's `concurrency` package) do not need them.
 */
import type { StreamHandler } from '@kuorum/rpc';
import { unimplemented } from '../errors.js';
import type { Handler } from './unary.js';

const refuse =
  (what: string): Handler<object, never> =>
  (_request, done) =>
    done(unimplemented(what));

export const lockHandlers = { Lock: refuse('Lock'), Unlock: refuse('Unlock') };

export const electionHandlers = {
  Campaign: refuse('Campaign'),
  Proclaim: refuse('Proclaim'),
  Leader: refuse('Leader'),
  Resign: refuse('Resign'),
};

/** For a method that answers with a stream. */
export function refuseStream(what: string): StreamHandler<object, object> {
  return (call) => call.end(unimplemented(what));
}
