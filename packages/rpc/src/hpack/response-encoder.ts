/**
 * The few header blocks that a gRPC server sends, as ready bytes. The client's table is used for the two fields that
 * every response has: they are sent as text once a connection, and as one byte each from then on. A client that wants
 * a smaller table than HTTP/2's default gets text always, after a block that says so (RFC 7541 §4.2).
 */
import { HEADER_TABLE_BYTES } from '../limits.js';
import { percentEncode } from '../status.js';
import { indexed, literal, remembered, resized } from './literals.js';
import { staticTable } from './tables.js';

const FIRST_DYNAMIC = staticTable.length + 1;
const STATUS_200 = indexed(8);
const TYPE = ['content-type', 'application/grpc'] as const;
const OK = ['grpc-status', '0'] as const;

const headersFirst = Buffer.concat([STATUS_200, remembered(...TYPE)]);
const headersPlain = Buffer.concat([STATUS_200, literal(...TYPE)]);
const okFirst = remembered(...OK);
const okPlain = literal(...OK);
/** By how many fields were remembered after it. */
const typeIndexed = [indexed(FIRST_DYNAMIC), indexed(FIRST_DYNAMIC + 1)].map((type) =>
  Buffer.concat([STATUS_200, type]),
);
const okIndexed = [indexed(FIRST_DYNAMIC), indexed(FIRST_DYNAMIC + 1)];

export class ResponseEncoder {
  private usesTable = true;
  private mustResize = false;
  /** Of two fields, which were remembered and in which order: the younger has the smaller number. */
  private typeAt: number | undefined;
  private okAt: number | undefined;
  private count = 0;

  /** The client's SETTINGS_HEADER_TABLE_SIZE. */
  setTableBytes(bytes: number): void {
    if (bytes >= HEADER_TABLE_BYTES || !this.usesTable) return;
    this.usesTable = false;
    this.mustResize = true;
  }

  /** `:status 200` and the content type: before the first message. */
  headers(): Buffer {
    if (!this.usesTable) return this.afterResize(headersPlain);
    if (this.typeAt !== undefined) return typeIndexed[this.count - 1 - this.typeAt] ?? headersPlain;
    this.typeAt = this.count++;
    return headersFirst;
  }

  /** After the last message. */
  trailers(code: number, message: string): Buffer {
    if (code !== 0 || message !== '') return this.afterResize(statusFields(code, message));
    if (!this.usesTable) return this.afterResize(okPlain);
    if (this.okAt !== undefined) return okIndexed[this.count - 1 - this.okAt] ?? okPlain;
    this.okAt = this.count++;
    return okFirst;
  }

  /** Headers and trailers in one, for a call that ends without a message. */
  trailersOnly(code: number, message: string): Buffer {
    return this.afterResize(Buffer.concat([headersPlain, statusFields(code, message)]));
  }

  /** For what is no gRPC at all. */
  httpError(httpStatus: number): Buffer {
    return this.afterResize(literal(':status', String(httpStatus)));
  }

  private afterResize(block: Buffer): Buffer {
    if (!this.mustResize) return block;
    this.mustResize = false;
    return Buffer.concat([resized(0), block]);
  }
}

function statusFields(code: number, message: string): Buffer {
  const status = literal('grpc-status', String(code));
  return message === '' ? status : Buffer.concat([status, literal('grpc-message', percentEncode(message))]);
}
