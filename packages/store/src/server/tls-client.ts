/** Connections to other servers by TLS, of grpc-js and plain ones. */
import { isIP } from 'node:net';
import {
  checkServerIdentity,
  createSecureContext,
  type ConnectionOptions,
  type PeerCertificate,
  type SecureContextOptions,
} from 'node:tls';
import { credentials, type ChannelCredentials, type ChannelOptions } from '@grpc/grpc-js';

/** grpc-js asks for some name. */
const NO_NAME = 'member';

type Check = (certificate: PeerCertificate) => Error | undefined;

/** To be given together for one connection. */
export interface TlsChannel {
  readonly credentials: ChannelCredentials;
  readonly options: ChannelOptions;
}

/**
 * To `host`, whose certificate must be for it and pass `check`. An address is no name to ask for (RFC 6066), and Node
 * warns of that, so a name of no meaning is; whether the certificate fits the address is checked none the less.
 */
export function tlsChannel(host: string, context: SecureContextOptions, check: Check = () => undefined): TlsChannel {
  const verify = verifier(host, check);
  return {
    credentials: credentials.createFromSecureContext(createSecureContext(context), { checkServerIdentity: verify }),
    options: { 'grpc.ssl_target_name_override': isIP(host) === 0 ? host : NO_NAME },
  };
}

/** The same of `node:tls`. */
export function tlsSocketOptions(host: string, context: SecureContextOptions, check: Check): ConnectionOptions {
  const named = isIP(host) === 0 ? { servername: host } : {};
  return { ...context, ...named, checkServerIdentity: verifier(host, check) };
}

function verifier(host: string, check: Check) {
  return (_name: string, certificate: PeerCertificate): Error | undefined =>
    checkServerIdentity(host, certificate) ?? check(certificate);
}
