/**
 * A listener for peers, plain or with TLS: hands connections over, with TLS those that have agreed. It replaces
 * certificates, tells operators who is refused, and cuts every connection at the end.
 */
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Logger } from '@kuorum/base/node';
import { bindAddress, withPort } from './addresses.js';
import { PEER_HANDSHAKE_TIMEOUT_MS } from './limits.js';
import { cutter, type TlsIdentity } from './tls.js';

/** Who takes the connections. */
export interface ConnectionTaker {
  /** Each one first: it counts from its first byte on, a handshake of TLS is yet to come or not. */
  admit(socket: Socket, secure: boolean): void;
  /** Those that have agreed. */
  serve(socket: Socket): void;
}

export class PeerListener {
  private readonly listener: NetServer;
  private readonly cut: () => void;
  private toldReason = '';

  /** `tls` undefined = plain. */
  constructor(
    private readonly server: ConnectionTaker,
    tls: TlsIdentity | undefined,
    private readonly logger: Logger,
    private readonly handshakeTimeoutMs = PEER_HANDSHAKE_TIMEOUT_MS,
  ) {
    const accept = (socket: Socket): void => server.serve(socket);
    this.listener = tls === undefined ? createServer(accept) : this.secureListener(tls);
    // Before `accept` is called, which listens to the same event of a plain listener.
    this.listener.prependListener('connection', (socket: Socket) => server.admit(socket, tls !== undefined));
    this.cut = cutter(this.listener);
  }

  /** Gives the URL with the port that was bound. */
  listen(url: string): Promise<string> {
    const { host, port } = bindAddress(url);
    return new Promise((resolve, reject) => {
      const refuse = (cause: Error): void => reject(new Error(`Cannot listen on ${url}: ${cause.message}`, { cause }));
      this.listener.once('error', refuse);
      this.listener.listen(port, host, () => {
        this.listener.off('error', refuse);
        this.listener.on('error', ({ message }) => this.logger.error({ url, err: message }, 'cannot accept a peer'));
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
    const options = { ...tls.serverOptions, ALPNProtocols: ['h2'], handshakeTimeout: this.handshakeTimeoutMs };
    const listener = createTlsServer(options, (socket) => {
      const stranger = tls.strangerAt(socket);
      if (stranger === undefined) this.server.serve(socket);
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
