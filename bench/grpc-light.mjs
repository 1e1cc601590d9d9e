// As much gRPC as a load generator needs, straight on HTTP/2: unary calls with bytes in and bytes out, several
// connections a client. A general client costs several times the CPU, and would be what is measured.
import { connect, constants } from 'node:http2';

const { HTTP2_HEADER_METHOD, HTTP2_HEADER_PATH, HTTP2_HEADER_CONTENT_TYPE, HTTP2_HEADER_TE } = constants;
/** The whole response of a light call fits into the default window, but the connection's must not run dry. */
const CONNECTION_WINDOW_BYTES = 16 * 1024 * 1024;
const FRAME_HEADER_BYTES = 5;

export class LightClient {
  #url;
  #connections;
  #sessions = [];
  #next = 0;

  constructor(url, connections = 1) {
    this.#url = url;
    this.#connections = connections;
  }

  /** Resolves with the bytes of the reply; rejects with the gRPC status, or when the connection breaks. */
  unary(path, message) {
    return new Promise((resolve, reject) => {
      const stream = this.#session().request({
        [HTTP2_HEADER_METHOD]: 'POST',
        [HTTP2_HEADER_PATH]: path,
        [HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
        [HTTP2_HEADER_TE]: 'trailers',
      });
      let reply;
      let status;
      let text = '';
      const readStatus = (headers) => {
        if (headers['grpc-status'] === undefined) return;
        status = headers['grpc-status'];
        text = headers['grpc-message'] ?? '';
      };
      stream.on('response', readStatus);
      stream.on('trailers', readStatus);
      stream.on('data', (chunk) => (reply = reply === undefined ? chunk : Buffer.concat([reply, chunk])));
      stream.on('error', reject);
      stream.on('close', () => {
        if (status === '0' && reply !== undefined) resolve(reply.subarray(FRAME_HEADER_BYTES));
        else reject(new Error(status === undefined ? 'the connection broke' : `status ${status}: ${text}`));
      });
      stream.end(frame(message));
    });
  }

  close() {
    for (const session of this.#sessions) session?.destroy();
  }

  #session() {
    const at = this.#next++ % this.#connections;
    let session = this.#sessions[at];
    if (session === undefined || session.closed || session.destroyed) {
      session = connect(this.#url);
      session.once('connect', () => session.setLocalWindowSize(CONNECTION_WINDOW_BYTES));
      // Told to the calls on it.
      session.on('error', () => undefined);
      this.#sessions[at] = session;
    }
    return session;
  }
}

function frame(message) {
  const framed = Buffer.allocUnsafe(FRAME_HEADER_BYTES + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  message.copy(framed, FRAME_HEADER_BYTES);
  return framed;
}

/** Field number, wire type 2: a byte string. */
export function bytesField(number, bytes) {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes]);
}

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

/** The fields of a message: number → bigint of a varint, or bytes; the last of a number wins. */
export function fieldsOf(bytes) {
  const fields = new Map();
  let at = 0;
  const readVarint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(readVarint());
    const type = tag & 7;
    if (type === 0) fields.set(tag >> 3, readVarint());
    else if (type === 2) {
      const length = Number(readVarint());
      fields.set(tag >> 3, bytes.subarray(at, at + length));
      at += length;
    } else throw new Error(`cannot read a field of wire type ${type}`);
  }
  return fields;
}
