/**
 * A way to a server on which the answers can be held: what clients send goes through, what the server says does not come
 * back. A write that takes place and whose client is never told of it is rare when a server is killed at any moment; here it
 * is made on purpose.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class HeldAnswers {
  private readonly sockets = new Set<Socket>();
  private readonly fromServer = new Set<Socket>();
  private readonly listener: Server;
  private holding = false;

  private constructor(private readonly port: number) {
    this.listener = createServer((client) => this.accept(client));
  }

  /** Before the server at `host:port`, whose host is this one. */
  static async before(address: string): Promise<HeldAnswers> {
    const way = new HeldAnswers(Number(address.split(':').at(-1)));
    await new Promise<void>((resolve, reject) => {
      way.listener.once('error', reject);
      way.listener.listen(0, '127.0.0.1', resolve);
    });
    return way;
  }

  get address(): string {
    return `127.0.0.1:${(this.listener.address() as AddressInfo).port}`;
  }

  hold(): void {
    this.holding = true;
    for (const socket of this.fromServer) socket.pause();
  }

  /** Ends it with all connections; what is held is lost. */
  close(): void {
    this.listener.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private accept(client: Socket): void {
    const server = connect(this.port, '127.0.0.1');
    this.fromServer.add(server);
    this.join(client, server, () => undefined);
    this.join(server, client, () => this.holding && server.pause());
    if (this.holding) server.pause();
  }

  /** Not by `pipe`, which goes on as soon as the other side has room, held or not. */
  private join(from: Socket, to: Socket, afterEach: () => void): void {
    this.sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (bytes: Buffer) => {
      to.write(bytes);
      afterEach();
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.sockets.delete(from);
      this.fromServer.delete(from);
      to.destroy();
    });
  }
}
