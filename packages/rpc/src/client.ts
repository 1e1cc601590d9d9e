/** A client over several plain connections, each opened by the first call on it, and again when it broke: for load generators. */
import { ClientConnection } from './client-connection.js';

export class RpcClient {
  private readonly connections: (ClientConnection | undefined)[];
  private readonly host: string;
  private readonly port: number;
  private next = 0;

  /** `url`: http://host:port. */
  constructor(url: string, connectionCount = 1) {
    const { hostname, port } = new URL(url);
    this.host = hostname.replace(/^\[|\]$/g, '');
    this.port = Number(port);
    this.connections = new Array<ClientConnection | undefined>(connectionCount);
  }

  /** `path`: `/package.Service/Method`. Rejects with RpcError; UNAVAILABLE when the connection breaks. */
  unary(path: string, message: Uint8Array): Promise<Buffer> {
    const at = this.next++ % this.connections.length;
    let connection = this.connections[at];
    if (connection?.usable !== true) {
      connection = new ClientConnection({ host: this.host, port: this.port });
      this.connections[at] = connection;
    }
    return connection.unary(path, message);
  }

  close(): void {
    for (const connection of this.connections) connection?.close();
  }
}
