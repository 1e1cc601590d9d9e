/** The one place where an error of the API becomes the status of a gRPC call. */
import { Metadata, type StatusObject } from '@grpc/grpc-js';
import {
  ApiStatusError,
  encodeStatusTrailer,
  internal,
  notBegunKey,
  statusDetailsKey,
  unavailable,
  type Status,
} from '@kuorum/api';
import { AssertionError } from '@kuorum/base';
import { errorCausesMax, errorMessageCharsMax } from '../limits.js';

/** What was thrown as an error of the API. A broken invariant is nobody's request: it ends the process. */
export function asStatusError(error: unknown): ApiStatusError {
  if (error instanceof ApiStatusError) return error;
  if (error instanceof AssertionError) {
    process.nextTick(() => {
      throw error;
    });
  }
  return internal(error instanceof Error ? error.message : String(error), error);
}

/** The server is on its way out and has not looked at the call: whatever it is, it can be sent elsewhere. */
export class NotBegunError extends ApiStatusError {
  constructor() {
    super(unavailable('the apiserver is shutting down').status);
  }
}

/** Code, message and the Status itself as a detail, all short enough for HTTP/2 trailers. */
export function grpcStatusOf(error: ApiStatusError): Pick<StatusObject, 'code' | 'details' | 'metadata'> {
  const status = shorten(error.status);
  const metadata = new Metadata();
  metadata.set(statusDetailsKey, Buffer.from(encodeStatusTrailer(status)));
  if (error instanceof NotBegunError) metadata.set(notBegunKey, '1');
  return { code: error.grpcCode, details: status.message, metadata };
}

function shorten(status: Status): Status {
  const message = cut(status.message, errorMessageCharsMax);
  if (status.details === undefined) return { ...status, message };
  const causes = status.details.causes.slice(0, errorCausesMax).map((cause) => ({
    reason: cause.reason,
    message: cut(cause.message, errorMessageCharsMax / 8),
    field: cut(cause.field, errorMessageCharsMax / 8),
  }));
  return { ...status, message, details: { ...status.details, causes, name: cut(status.details.name, 256) } };
}

/** Through bytes and back, because a lone surrogate cannot be sent. */
function cut(text: string, charsMax: number): string {
  const wellFormed = Buffer.from(text).toString();
  return wellFormed.length > charsMax ? `${wellFormed.slice(0, charsMax - 1)}…` : wellFormed;
}
