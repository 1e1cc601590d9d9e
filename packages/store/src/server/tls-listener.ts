/**
 * A port where a server of grpc-js is reached by TLS. The listener is ours and hands over connections that have agreed:
 * so certificates can be replaced, who is refused is told to operators, and at the end every connection is cut. A
 * listener of grpc-js forgets those that agree while it stops, and they keep the process from ending.
 */
import { createServer, type Server as TlsServer } from 'node:tls';
import { ServerCredentials, type ConnectionInjector, type Server } from '@grpc/grpc-js';
import type { Logger } from '@kuorum/base/node';
import { bindAddress, withPort } from './addresses.js';
import { cutter, type TlsIdentity } from './tls.js';

export class TlsListener {
  private readonly injector: ConnectionInjector;
  private readonly listener: TlsServer;
  private readonly cut: () => void;
  private toldReason = '';

  constructor(
    server: Server,
    tls: TlsIdentity,
    private readonly logger: Logger,
  ) {
    this.injector = server.createConnectionInjector(ServerCredentials.createInsecure());
    this.listener = createServer({ ...tls.serverOptions, ALPNProtocols: ['h2'] }, (socket) => {
      const stranger = tls.strangerAt(socket);
      if (stranger === undefined) this.injector.injectConnection(socket);
      else {
        this.refused(stranger, `${socket.remoteAddress}`);
        socket.destroy();
      }
    });
    this.cut = cutter(this.listener);
    this.listener.on('tlsClientError', (error, socket) => {
      this.refused(error, `${socket.remoteAddress}`);
      socket.destroy();
    });
    tls.onChange((context) => this.listener.setSecureContext(context));
  }

  /** Gives the URL with the port that was bound. */
  listen(url: string): Promise<string> {
    const { host, port } = bindAddress(url);
    return new Promise((resolve, reject) => {
      this.listener.once('error', (cause: Error) =>
        reject(new Error(`Cannot listen on ${url}: ${cause.message}`, { cause })),
      );
      this.listener.listen(port, host, () => {
        const address = this.listener.address();
        resolve(withPort(url, typeof address === 'object' && address !== null ? address.port : port));
      });
    });
  }

  /** Cuts every connection. */
  async close(): Promise<void> {
    this.injector.destroy();
    const closed = new Promise((resolve) => this.listener.close(resolve));
    this.cut();
    await closed;
  }

  /** Each reason once until there is another: who is refused tries again, every second. */
  private refused(error: Error, from: string): void {
    if (error.message === this.toldReason) return;
    this.toldReason = error.message;
    this.logger.warn({ from, reason: error.message }, 'cannot agree on TLS with a peer: look at --peer-*-file');
  }
}
