import type { StreamHandler } from '@kuorum/rpc';
import { unimplemented } from '../errors.js';

/** For a method that answers with a stream. */
export function refuseStream(what: string): StreamHandler<object, object> {
  return (call) => call.end(unimplemented(what));
}
