/** gRPC's status codes, and how a status travels in trailers (gRPC over HTTP/2, "Responses"). */
import type { RpcStatus } from './call.js';

export const Code = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
} as const;

/** Of whoever sends more than there is room for; in etcd's words, as its clients know them. */
export const TOO_MANY_REQUESTS = 'etcdserver: too many requests';

/** A call that ended with something other than OK, for those who await it. */
export class RpcError extends Error implements RpcStatus {
  override readonly name = 'RpcError';

  constructor(
    readonly code: number,
    message: string,
    /** Of a client's call: no server has begun it. */
    readonly unsent = false,
  ) {
    super(message);
  }
}

/** Everything but printable ASCII, and the percent sign itself, as %XX of its UTF-8 bytes. */
export function percentEncode(text: string): string {
  if (!/[^ -$&-~]/.test(text)) return text;
  let encoded = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

/** What is no valid escape stays as it is, as the specification asks. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '%' ? /^[0-9a-fA-F]{2}/.exec(text.slice(i + 1, i + 3)) : null;
    bytes.push(hex === null ? text.charCodeAt(i) & 0xff : parseInt(hex[0], 16));
    if (hex !== null) i += 2;
  }
  return Buffer.from(bytes).toString('utf8');
}

const TIMEOUT = /^(\d{1,8})([HMSmun])$/;
const unitMs: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };

/** `grpc-timeout` in milliseconds; undefined = malformed. */
export function timeoutMs(value: string): number | undefined {
  const [, digits, unit] = TIMEOUT.exec(value) ?? [];
  return digits === undefined || unit === undefined ? undefined : Number(digits) * (unitMs[unit] ?? 0);
}
