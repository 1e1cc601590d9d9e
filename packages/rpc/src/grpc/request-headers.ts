/** What a request's headers say (RFC 9113 §8.3, gRPC over HTTP/2 "Requests"). */
import type { HeaderField } from '../hpack/tables.js';
import { timeoutMs } from '../status.js';

export type RequestHeaders =
  | { readonly kind: 'grpc'; readonly path: string; readonly timeoutMs: number | undefined; readonly bytes: number }
  /** A request of HTTP that is no call. */
  | { readonly kind: 'http'; readonly httpStatus: number }
  | { readonly kind: 'malformed' };

const malformed: RequestHeaders = { kind: 'malformed' };

export function requestHeaders(fields: readonly HeaderField[]): RequestHeaders {
  let [path, method, type]: string[] = [];
  let timeout: number | undefined;
  let listBytes = 0;
  for (const { name, value, bytes } of fields) {
    listBytes += bytes;
    switch (name) {
      case ':path':
        path = value;
        break;
      case ':method':
        method = value;
        break;
      case 'content-type':
        type = value;
        break;
      case 'grpc-timeout':
        timeout = timeoutMs(value);
        if (timeout === undefined) return malformed;
        break;
      case 'connection':
      case 'transfer-encoding':
        return malformed;
      default:
    }
  }
  if (path === undefined || method === undefined) return malformed;
  if (method !== 'POST') return { kind: 'http', httpStatus: 405 };
  if (type?.startsWith('application/grpc') !== true) return { kind: 'http', httpStatus: 415 };
  return { kind: 'grpc', path, timeoutMs: timeout, bytes: listBytes };
}
