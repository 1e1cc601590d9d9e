/**
 * TLS of the kubelet's server, and who comes in: a caller whose certificate is of the cluster's authority and names the
 * group of the apiservers. Everybody else gets an answer that says why not: a handshake that is broken off tells nobody
 * anything. Certificates that were renewed are used from the next connection on.
 */
import type { IncomingMessage, RequestListener, Server, ServerOptions } from 'node:http';
import { createServer } from 'node:https';
import { TLSSocket, type SecureContextOptions } from 'node:tls';
import type { ClientTls } from '@kuorum/client';

/** Kubernetes has `system:masters` here, which may do everything everywhere. */
export const kubeletClientGroup = 'kuorum:kubelet-api-clients';

/** Gives what holds now: the server's own certificate, and the authority of those who may come in. */
export type KubeletTls = () => ClientTls;

export function createTlsServer(tls: KubeletTls, listener: RequestListener, options: ServerOptions = {}): Server {
  let current = tls();
  const server = createServer(
    { ...options, ...contextOf(current), requestCert: true, rejectUnauthorized: false },
    listener,
  );
  // Before the listener of the server itself, which begins the handshake.
  server.prependListener('connection', () => {
    const now = tls();
    if (now === current) return;
    try {
      server.setSecureContext(contextOf(now));
    } catch {
      // Half of a renewal: the new certificate beside the old key. What was used before is.
    }
    current = now;
  });
  return server;
}

function contextOf({ caPem, certPem, keyPem }: ClientTls): SecureContextOptions {
  return {
    ca: caPem,
    minVersion: 'TLSv1.2',
    ...(certPem === undefined ? {} : { cert: certPem }),
    ...(keyPem === undefined ? {} : { key: keyPem }),
  };
}

export interface Refusal {
  readonly code: 401 | 403;
  readonly text: string;
}

/** Why who asks may not; undefined when he may. Whoever comes by plaintext may: then there are no identities. */
export function refusalOf({ socket }: IncomingMessage): Refusal | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerCertificate();
  // Asked of the certificate itself: to Node a TLS 1.3 session that began without one is authorized as soon as it is resumed.
  const none = Object.keys(certificate).length === 0;
  if (none || !socket.authorized) {
    const why = none ? 'there is none' : `it does not hold (${String(socket.authorizationError)})`;
    return { code: 401, text: `Unauthorized: a client certificate of the cluster's authority is required, ${why}` };
  }
  const { subject } = certificate;
  const groups = [subject.O].flat();
  if (groups.includes(kubeletClientGroup)) return undefined;
  return {
    code: 403,
    text: `Forbidden: ${String(subject.CN)} may not ask a kubelet, as it is not in ${kubeletClientGroup}`,
  };
}
