/** The one place where the store's errors become errors of the API. */
import { status } from '@grpc/grpc-js';
import { ApiStatusError, expired, internal, statusError, timeout, unavailable } from '@kuorum/api';
import { EtcdCompactedError, EtcdError } from '@kuorum/client';

export const pageExpired =
  'The provided continue parameter is too old to display a consistent list result. ' +
  'You must start a new list without the continue parameter.';

export function storeError(error: unknown): ApiStatusError {
  if (error instanceof ApiStatusError) return error;
  if (error instanceof EtcdCompactedError) return expired(pageExpired);
  if (!(error instanceof EtcdError)) throw error;
  const text = `the store refused: ${error.message}`;
  if (error.outcomeUnknown) {
    return timeout(`the store did not confirm the write, its outcome is unknown: ${error.message}`, error);
  }
  switch (error.code) {
    case status.UNAVAILABLE:
      return unavailable(`the store is not available: ${error.message}`, error);
    case status.DEADLINE_EXCEEDED:
      return timeout(`the store did not answer in time: ${error.message}`, error);
    case status.CANCELLED:
      return statusError('Canceled', 'the call was canceled', undefined, error);
    case status.RESOURCE_EXHAUSTED:
      return statusError('TooManyRequests', text, { retryAfterSeconds: 1 }, error);
    case status.OUT_OF_RANGE:
      return statusError('Expired', text, undefined, error);
    case status.INVALID_ARGUMENT:
      // An object near the limit may be too large only together with its key and the rest of the transaction.
      return statusError(
        error.message.includes('too large') ? 'RequestEntityTooLarge' : 'BadRequest',
        text,
        undefined,
        error,
      );
    default:
      return internal(text, error);
  }
}
