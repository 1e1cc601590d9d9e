/** Addresses of servers as people give them, and in their words why one cannot be reached. */
import { Metadata, status, type Client } from '@grpc/grpc-js';
import { connectReasonTimeoutMs } from './limits.js';

/** A host name, an IPv4 address, or an IPv6 address in brackets; a port. */
const hostAndPort = /^(?:\[[\da-f:.]+\]|[^\s:/[\],]+):(\d{1,5})$/i;

/** `host:port` of a server; throws when it is anything else but a URL of that. */
export function parseServerAddress(server: string): string {
  const address = normalAddress(server);
  const port = Number(hostAndPort.exec(address)?.[1] ?? 0);
  if (port >= 1 && port <= 65_535) return address;
  throw new Error(`Cannot use ${JSON.stringify(server)} as a server: expected host:port, such as 127.0.0.1:6443`);
}

export function normalAddress(server: string): string {
  return server.replace(/^https?:\/\//, '').replace(/\/+$/, '');
}

/** Of a normal address; the brackets of an IPv6 address are not part of the host. */
export function splitAddress(address: string): { readonly host: string; readonly port: number } {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) };
}

/** Throws when the address says that the server speaks something else than this client does. */
export function checkScheme(server: string, tls: boolean): void {
  if (server.startsWith('https://') && !tls) {
    throw new Error(
      `Cannot use ${JSON.stringify(server)} as a server: it is TLS, and this client was given no certificate authority`,
    );
  }
  if (server.startsWith('http://') && tls) {
    throw new Error(
      `Cannot use ${JSON.stringify(server)} as a server: it is plaintext, and this client was given a certificate authority`,
    );
  }
}

/** What a client shows of itself when it connects. */
export interface ConnectedWith {
  readonly secure: boolean;
  readonly hasCertificate: boolean;
}

export interface ConnectFailure {
  readonly why: string;
  /** Something answers there, and it is the two that do not fit. */
  readonly answers: boolean;
}

/**
 * Why `client` is not connected. Its channel does not say, but a call that may not wait for the connection fails at
 * once with it. Should it be connected again by now, the call is one that does no harm.
 */
export function connectFailure(client: Client, how: ConnectedWith): Promise<ConnectFailure> {
  const deadline = Date.now() + connectReasonTimeoutMs;
  return new Promise((resolve) => {
    const nothing = Buffer.alloc(0);
    client.makeUnaryRequest(
      '/grpc.health.v1.Health/Check',
      () => nothing,
      () => nothing,
      nothing,
      new Metadata(),
      { deadline },
      (error) => resolve(error?.code === status.UNAVAILABLE ? connectWords(error.details, how) : broke),
    );
  });
}

const broke: ConnectFailure = { why: 'the connection broke', answers: false };

const ofTheNetwork: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/ECONNREFUSED/, 'connection refused'],
  [/ECONNRESET|EPIPE/, broke.why],
  [/ENOTFOUND|EAI_AGAIN|Name resolution failed/, 'no such host'],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, 'the host cannot be reached'],
];

/** OpenSSL's and Node's texts, the server's alerts among them. Without words: what matched, which is ours (client-tls.ts). */
const ofTls: readonly (readonly [pattern: RegExp, words?: string])[] = [
  [/its certificate is not for .+/],
  [/alert certificate required|alert handshake failure/, 'the server wants a certificate, and this client has none'],
  [/alert certificate expired/, "this client's certificate has expired"],
  [
    /alert (?:unknown ca|bad certificate|certificate (?:unknown|revoked)|unsupported certificate|decrypt error)/,
    "the server does not accept this client's certificate",
  ],
  [/certificate has expired/, "the server's certificate has expired"],
  [/certificate is not yet valid/, "the server's certificate is not valid yet: is the clock of this machine right?"],
  [
    /unable to verify|self.signed certificate|unable to get (?:local )?issuer|certificate signature failure/,
    "the server's certificate is not signed by the authority that this client trusts",
  ],
  [/unsuitable certificate purpose|invalid purpose/, "the server's certificate is not one for servers"],
  [
    /wrong version number|packet length too long|http request|unexpected message|record layer failure/,
    'the server speaks plaintext, and this client TLS',
  ],
];

/** What was said of a failure to connect, in a user's words. */
export function connectWords(details: string, { secure, hasCertificate }: ConnectedWith): ConnectFailure {
  const said = details.replace(/^No connection established\. Last error: /, '').replace(/\.? Resolution note:.*$/s, '');
  const network = ofTheNetwork.find(([pattern]) => pattern.test(said));
  if (network !== undefined) return { why: network[1], answers: false };
  for (const [pattern, words] of secure ? ofTls : []) {
    const match = pattern.exec(said);
    if (match !== null) return { why: words ?? match[0], answers: true };
  }
  // The other end hung up before it said a word.
  if (/^Failed to connect|before secure TLS connection|^the server ended the connection$/.test(said)) {
    if (!secure)
      return { why: 'the server ended the connection; it may speak TLS, and this client plaintext', answers: true };
    const maybe = hasCertificate
      ? "it may not accept this client's certificate"
      : 'it may want a certificate of this client';
    return { why: `the server ended the connection; ${maybe}`, answers: true };
  }
  return { why: said, answers: false };
}
