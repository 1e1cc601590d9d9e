// As much gRPC as a load generator needs, straight on HTTP/2: bytes in and bytes out, unary and streaming, several
// connections a client; unary calls by our own thin client. A general client costs several times the CPU, and would be what is measured.
import { connect, constants } from 'node:http2';
import { RpcClient } from '../packages/rpc/dist/index.js';

const { HTTP2_HEADER_METHOD, HTTP2_HEADER_PATH, HTTP2_HEADER_CONTENT_TYPE, HTTP2_HEADER_TE } = constants;
/** The whole response of a light call fits into the default window, but the connection's must not run dry. */
const CONNECTION_WINDOW_BYTES = 16 * 1024 * 1024;
const STREAM_WINDOW_BYTES = 1024 * 1024;
const FRAME_HEADER_BYTES = 5;

export class LightClient {
  #url;
  #connections;
  #sessions = [];
  #calls;
  #next = 0;

  constructor(url, connections = 1) {
    this.#url = url;
    this.#connections = connections;
    this.#calls = new RpcClient(url, connections);
  }

  /** Resolves with the bytes of the reply; rejects with the gRPC status, or when the connection breaks. */
  unary(path, message) {
    return this.#calls.unary(path, message);
  }

  /** A stream in both directions; `onEnd` is told why it ended, unless it was closed here. */
  stream(path, onMessage, onEnd) {
    const stream = this.#request(path);
    const ended = followStatus(stream);
    let closed = false;
    let rest;
    stream.on('data', (chunk) => {
      let bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
      while (bytes.length >= FRAME_HEADER_BYTES) {
        const end = FRAME_HEADER_BYTES + bytes.readUInt32BE(1);
        if (bytes.length < end) break;
        onMessage(bytes.subarray(FRAME_HEADER_BYTES, end));
        bytes = bytes.subarray(end);
      }
      rest = bytes.length === 0 ? undefined : bytes;
    });
    // Told by `close`.
    stream.on('error', () => undefined);
    stream.on('close', () => closed || onEnd(`${ended.status ?? 'the connection broke'} ${ended.text}`));
    return {
      send: (message) => stream.write(frame(message)),
      /** For methods that take one request. */
      sendLast: (message) => stream.end(frame(message)),
      close: () => {
        closed = true;
        stream.destroy();
      },
    };
  }

  close() {
    this.#calls.close();
    for (const session of this.#sessions) session?.destroy();
  }

  #request(path) {
    return this.#session().request({
      [HTTP2_HEADER_METHOD]: 'POST',
      [HTTP2_HEADER_PATH]: path,
      [HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
      [HTTP2_HEADER_TE]: 'trailers',
    });
  }

  #session() {
    const at = this.#next++ % this.#connections;
    let session = this.#sessions[at];
    if (session === undefined || session.closed || session.destroyed) {
      session = connect(this.#url, { settings: { initialWindowSize: STREAM_WINDOW_BYTES } });
      session.once('connect', () => session.setLocalWindowSize(CONNECTION_WINDOW_BYTES));
      // Told to the calls on it.
      session.on('error', () => undefined);
      this.#sessions[at] = session;
    }
    return session;
  }
}

/** What the headers or trailers of a stream said so far. */
function followStatus(stream) {
  const ended = { status: undefined, text: '' };
  const read = (headers) => {
    if (headers['grpc-status'] === undefined) return;
    ended.status = headers['grpc-status'];
    ended.text = headers['grpc-message'] ?? '';
  };
  stream.on('response', read);
  stream.on('trailers', read);
  return ended;
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

/** Field number, wire type 0: a number or a bigint, not negative. */
export function varintField(number, value) {
  return Buffer.concat([Buffer.from([number << 3]), varint(value)]);
}

function varint(value) {
  const bytes = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
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
