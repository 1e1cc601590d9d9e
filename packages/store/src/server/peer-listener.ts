/**
 * A listener for peers, plain or with TLS: hands connections over, with TLS those that have agreed. It replaces
 * certificates, tells operators who is refused, and cuts every connection at the end.
 */
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Logger } from '@kuorum/base/node';
import { bindAddress, withPort } from './addresses.js';
import { cutter, type TlsIdentity } from './tls.js';

export class PeerListener {
  private readonly listener: NetServer;
  private readonly cut: () => void;
  private toldReason = '';

  /** `tls` undefined = plain. */
  constructor(
    private readonly accept: (socket: Socket) => void,
    tls: TlsIdentity | undefined,
    private readonly logger: Logger,
  ) {
    this.listener = tls === undefined ? createServer(accept) : this.secureListener(tls);
    this.cut = cutter(this.listener);
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
    const closed = new Promise((resolve) => this.listener.close(resolve));
    this.cut();
    await closed;
  }

  private secureListener(tls: TlsIdentity): TlsServer {
    const listener = createTlsServer({ ...tls.serverOptions, ALPNProtocols: ['h2'] }, (socket) => {
      const stranger = tls.strangerAt(socket);
      if (stranger === undefined) this.accept(socket);
      else {
        this.refused(stranger, `${socket.remoteAddress}`);
        socket.destroy();
      }
    });
    listener.on('tlsClientError', (error, socket) => {
      this.refused(error, `${socket.remoteAddress}`);
      socket.destroy();
    });
    tls.onChange((context) => listener.setSecureContext(context));
    return listener;
  }

  /** Each reason once until there is another: who is refused tries again, every second. */
  private refused(error: Error, from: string): void {
    if (error.message === this.toldReason) return;
    this.toldReason = error.message;
    this.logger.warn({ from, reason: error.message }, 'cannot agree on TLS with a peer: look at --peer-*-file');
  }
}
