/** The way to a server: its address, TLS or not, and the headers that every call to it has. */
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { literal } from './hpack/literals.js';

export interface ServerLine {
  readonly host: string;
  readonly port: number;
  /** Not given: plaintext. */
  readonly tls?: Pick<ConnectionOptions, 'secureContext' | 'servername' | 'checkServerIdentity'> | undefined;
}

export function connectTo({ host, port, tls }: ServerLine): Socket {
  if (tls === undefined) return connectPlain({ host, port, noDelay: true });
  const socket = connectTls({ host, port, ALPNProtocols: ['h2'], ...tls });
  socket.setNoDelay(true);
  socket.once('secureConnect', () => {
    if (socket.alpnProtocol !== 'h2') socket.destroy(new Error('the server does not speak HTTP/2'));
  });
  return socket;
}

/** As header blocks, made once a method. */
export class RequestHeaders {
  private readonly blocks = new Map<string, Buffer>();

  constructor(private readonly line: ServerLine) {}

  /** `path`: `/package.Service/Method`, of which there are few. */
  of(path: string): Buffer {
    let block = this.blocks.get(path);
    if (block === undefined) {
      const { host, port, tls } = this.line;
      const fields = [
        [':method', 'POST'],
        [':scheme', tls === undefined ? 'http' : 'https'],
        [':path', path],
        [':authority', `${host.includes(':') ? `[${host}]` : host}:${port}`],
        ['content-type', 'application/grpc'],
        ['te', 'trailers'],
      ] as const;
      block = Buffer.concat(fields.map(([name, value]) => literal(name, value)));
      this.blocks.set(path, block);
    }
    return block;
  }
}
