/**
 * The TLS side of the server: accepts connections, knows why a certificate does not hold, and hands them to grpc-js. Who a
 * call is is asked of its own connection (authenticate.ts).
 *
 * A client certificate is asked for and not demanded, so that tokens work. One that was shown and does not hold (another
 * authority's, expired) does not end the handshake but is remembered with its reason: every call on the connection is then
 * answered Unauthenticated with that reason, unless a token says who it is. That is how a kube-apiserver does it, and
 * unlike a broken handshake it tells the user what is wrong.
 */
import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { mustGet, type Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { tlsHandshakeTimeoutMs } from '../limits.js';
import { TlsMaterial, type TlsFiles } from './tls-material.js';

export interface TlsListenerOptions {
  readonly files: TlsFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Takes the connection once its handshake is done. */
  readonly accept: (socket: Socket) => void;
}

export class TlsListener {
  readonly material: TlsMaterial;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  /**
   * Why certificates do not hold, by the connection's remote address and port: for what the user is told, and for nothing
   * else. Where the server has several addresses that pair may name several connections.
   */
  private readonly refusals = new Map<string, { readonly why: string }>();

  /** Throws SecurityError. */
  constructor(private readonly options: TlsListenerOptions) {
    const { files, clock, logger } = options;
    this.material = new TlsMaterial(files, clock, logger, (context) => this.server.setSecureContext(context));
    this.server = createServer({
      ...this.material.context,
      requestCert: this.material.asksForCertificates,
      rejectUnauthorized: false,
      ALPNProtocols: ['h2'],
      handshakeTimeout: tlsHandshakeTimeoutMs,
    });
    this.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    this.server.on('tlsClientError', (error, socket) => {
      logger.debug({ peer: socket.remoteAddress, err: error }, 'TLS handshake failed');
    });
    this.server.on('secureConnection', (socket) => this.onSecure(socket));
  }

  /** Gives the port. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ host, port }, () => {
        this.server.off('error', reject);
        // What comes later, such as too many open files, concerns one connection.
        this.server.on('error', (error: Error) =>
          this.options.logger.warn({ err: error }, 'cannot accept a connection'),
        );
        const address = mustGet(this.server.address(), 'address of a listening server');
        resolve(typeof address === 'string' ? port : address.port);
      });
    });
  }

  /** Why the certificate of the connection from `peer` does not hold; `peer` as `getPeer` of a call names it. */
  refusalOf(peer: string): string | undefined {
    return this.refusals.get(peer)?.why;
  }

  /** No new connections; those that are open stay. */
  stopListening(): void {
    this.material.stop();
    this.server.close();
  }

  close(): void {
    this.stopListening();
    for (const socket of this.sockets) socket.destroy();
  }

  private onSecure(socket: TLSSocket): void {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    const certificate = socket.getPeerX509Certificate();
    if (certificate !== undefined && !socket.authorized) {
      const entry = { why: reasonOf(socket.authorizationError, certificate.validTo) };
      this.refusals.set(peer, entry);
      socket.once('close', () => {
        if (this.refusals.get(peer) === entry) this.refusals.delete(peer);
      });
    }
    socket.on('error', (error: Error) => this.options.logger.debug({ peer, err: error }, 'connection broke'));
    this.options.accept(socket);
  }
}

const reasons: Readonly<Record<string, string>> = {
  CERT_NOT_YET_VALID: 'it is not valid yet: look at the clocks',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'no authority has signed it',
  INVALID_PURPOSE: 'it is not for clients',
  SELF_SIGNED_CERT_IN_CHAIN: 'this cluster does not know the authority that signed it',
  UNABLE_TO_GET_ISSUER_CERT: 'this cluster does not know the authority that signed it',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'this cluster does not know the authority that signed it',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'this cluster does not know the authority that signed it',
  CERT_SIGNATURE_FAILURE: 'this cluster does not know the authority that signed it',
};

function reasonOf(error: Error | string | null, validTo: string): string {
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
  return code === 'CERT_HAS_EXPIRED' ? `it expired on ${validTo}` : (reasons[code] ?? code);
}
