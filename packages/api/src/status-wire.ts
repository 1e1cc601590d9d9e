/**
 * A Status as gRPC's `grpc-status-details-bin` trailer: google.rpc.Status {code, message, details: [Any]} whose Any is a
 * kuorum.v1.Status. Both ends of the wire need exactly these few messages, so they are written out here, without a
 * protobuf library. Field numbers are those of google/rpc/status.proto, google/protobuf/any.proto and meta.proto.
 */
import { fromUtf8, utf8 } from '@kuorum/base';
import { make } from './codec.js';
import type { Status, StatusDetails } from './gen/types.js';
import { ApiStatusError, fromGrpcCode, grpcCodeOf } from './status-error.js';

/** Name of the metadata entry, in which gRPC libraries look for details. */
export const statusDetailsKey = 'grpc-status-details-bin';

/** With an error: the server did nothing at all, so that even a write can be sent to another one. */
export const notBegunKey = 'x-kuorum-not-begun';

export const statusTypeUrl = 'type.googleapis.com/kuorum.v1.Status';

/** What goes into the trailer {@link statusDetailsKey}. */
export function encodeStatusTrailer(status: Status): Uint8Array {
  const any = concat([text(1, statusTypeUrl), bytes(2, encodeStatus(status))]);
  return concat([varintField(1, grpcCodeOf(status.reason)), text(2, status.message), bytes(3, any)]);
}

/** The Status in a trailer; undefined when there is none, or bytes that are no google.rpc.Status. */
export function decodeStatusTrailer(trailer: Uint8Array): Status | undefined {
  for (const detail of parse(trailer)?.get(3) ?? []) {
    const any = detail instanceof Uint8Array ? parse(detail) : undefined;
    if (any === undefined || stringOf(any, 1) !== statusTypeUrl) continue;
    const value = any.get(2)?.at(-1);
    const status = value instanceof Uint8Array ? decodeStatus(value) : undefined;
    if (status !== undefined) return status;
  }
  return undefined;
}

/** From a failed gRPC call to the error that the server meant. `trailer` is the first value of {@link statusDetailsKey}. */
export function statusErrorFromGrpc(
  grpcCode: number,
  message: string,
  trailer: Uint8Array | undefined,
  cause?: unknown,
): ApiStatusError {
  const status = trailer === undefined ? undefined : decodeStatusTrailer(trailer);
  return status === undefined ? fromGrpcCode(grpcCode, message, cause) : new ApiStatusError(status, { cause });
}

function encodeStatus(status: Status): Uint8Array {
  return concat([
    text(1, status.apiVersion),
    text(2, status.kind),
    text(3, status.status),
    text(4, status.message),
    text(5, status.reason),
    ...(status.details === undefined ? [] : [bytes(6, encodeDetails(status.details))]),
    varintField(7, status.code),
  ]);
}

function encodeDetails(details: StatusDetails): Uint8Array {
  const causes = details.causes.map((cause) =>
    bytes(5, concat([text(1, cause.reason), text(2, cause.message), text(3, cause.field)])),
  );
  return concat([
    text(1, details.name),
    text(2, details.group),
    text(3, details.kind),
    text(4, details.uid),
    ...causes,
    varintField(6, details.retryAfterSeconds),
  ]);
}

function decodeStatus(encoded: Uint8Array): Status | undefined {
  const fields = parse(encoded);
  if (fields === undefined) return undefined;
  const details = fields.get(6)?.at(-1);
  const status = make('Status', {
    apiVersion: stringOf(fields, 1),
    kind: stringOf(fields, 2),
    message: stringOf(fields, 4),
    reason: stringOf(fields, 5),
    code: numberOf(fields, 7),
    ...(details instanceof Uint8Array ? { details: decodeDetails(details) } : {}),
  });
  status.status = stringOf(fields, 3) === 'Success' ? 'Success' : 'Failure';
  return status;
}

function decodeDetails(encoded: Uint8Array): Partial<StatusDetails> {
  const fields = parse(encoded) ?? new Map<number, Value[]>();
  const causes = (fields.get(5) ?? []).flatMap((value) => {
    const cause = value instanceof Uint8Array ? parse(value) : undefined;
    if (cause === undefined) return [];
    return [{ reason: stringOf(cause, 1), message: stringOf(cause, 2), field: stringOf(cause, 3) }];
  });
  return {
    name: stringOf(fields, 1),
    group: stringOf(fields, 2),
    kind: stringOf(fields, 3),
    uid: stringOf(fields, 4),
    causes,
    retryAfterSeconds: numberOf(fields, 6),
  };
}

// Protobuf's encoding, as much as strings, small whole numbers and messages need.

type Value = number | Uint8Array;

function text(field: number, value: string): Uint8Array {
  return value === '' ? new Uint8Array(0) : bytes(field, utf8(value));
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return concat([varint(field * 8 + 2), varint(value.length), value]);
}

function varintField(field: number, value: number): Uint8Array {
  return value === 0 ? new Uint8Array(0) : concat([varint(field * 8), varint(value)]);
}

function varint(value: number): Uint8Array {
  const result: number[] = [];
  let rest = value;
  while (rest > 127) {
    result.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  result.push(rest);
  return Uint8Array.from(result);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

function parse(encoded: Uint8Array): Map<number, Value[]> | undefined {
  const fields = new Map<number, Value[]>();
  let at = 0;
  const readVarint = (): number | undefined => {
    let value = 0;
    for (let scale = 1; at < encoded.length && scale <= 2 ** 49; scale *= 128) {
      const byte = encoded[at++] as number;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
    return undefined;
  };
  while (at < encoded.length) {
    const tag = readVarint();
    const value = readVarint();
    if (tag === undefined || value === undefined) return undefined;
    const field = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType !== 0 && wireType !== 2) return undefined;
    if (wireType === 2 && at + value > encoded.length) return undefined;
    const decoded = wireType === 0 ? value : encoded.subarray(at, at + value);
    if (wireType === 2) at += value;
    fields.set(field, [...(fields.get(field) ?? []), decoded]);
  }
  return fields;
}

function stringOf(fields: Map<number, Value[]>, field: number): string {
  const value = fields.get(field)?.at(-1);
  return value instanceof Uint8Array ? fromUtf8(value) : '';
}

function numberOf(fields: Map<number, Value[]>, field: number): number {
  const value = fields.get(field)?.at(-1);
  return typeof value === 'number' ? value : 0;
}
