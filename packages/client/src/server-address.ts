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

/**
 * Why `client` is not connected. Its channel does not say, but a call that may not wait for the connection fails at
 * once with it. Should it be connected again by now, the call is one that does no harm.
 */
export function connectFailure(client: Client): Promise<string> {
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
      (error) => resolve(error?.code === status.UNAVAILABLE ? inWords(error.details) : 'the connection broke'),
    );
  });
}

const words: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/ECONNREFUSED/, 'connection refused'],
  [/ECONNRESET|EPIPE/, 'the connection broke'],
  [/ENOTFOUND|EAI_AGAIN|Name resolution failed/, 'no such host'],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, 'the host cannot be reached'],
];

function inWords(details: string): string {
  const known = words.find(([pattern]) => pattern.test(details));
  if (known !== undefined) return known[1];
  return details.replace(/^No connection established\. Last error: /, '').replace(/\.? Resolution note:.*$/, '');
}
