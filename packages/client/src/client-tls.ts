/**
 * How a client proves who it is and learns whom it speaks to: a certificate authority that servers must be signed by, a
 * certificate of its own, a bearer token.
 *
 * - Certificates are asked for again whenever a connection is to be made, so that renewed ones are used without a
 *   restart. A connection that stands keeps those that it was made with.
 * - A token never goes over a connection without TLS.
 */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import {
  checkServerIdentity,
  createSecureContext,
  type ConnectionOptions,
  type PeerCertificate,
  type SecureContext,
} from 'node:tls';
import { credentials, Metadata, type ChannelCredentials, type ClientOptions } from '@grpc/grpc-js';
import type { Logger } from '@kuorum/base/node';
import { splitAddress } from './server-address.js';

export interface ClientTls {
  /** Who must have signed a server's certificate; several may stand one after another. */
  readonly caPem: string;
  /** This client's own certificate and its key: both or none. */
  readonly certPem?: string | undefined;
  readonly keyPem?: string | undefined;
  /** The name that the server's certificate must be for, when it is not the one in the server's address. */
  readonly serverName?: string | undefined;
}

/** A function gives what holds now: the same object as before when nothing has changed. See {@link tlsFromFiles}. */
export type ClientTlsSource = ClientTls | (() => ClientTls);

/** A function gives what holds now. */
export type TokenSource = string | (() => string);

export interface Identity {
  readonly tls?: ClientTlsSource | undefined;
  readonly token?: TokenSource | undefined;
}

export class TlsError extends Error {
  override readonly name = 'TlsError';

  constructor(
    message: string,
    options?: ErrorOptions,
    /** Whose part cannot be used. */
    readonly part: 'authority' | 'client' = 'client',
  ) {
    super(message, options);
  }
}

/**
 * The name that is asked for where the address is an IP address: such a one may not be asked for (RFC 6066, section 3),
 * and grpc-js would. No server has a certificate for it, so it is served its first one, as if nothing was asked for.
 */
const noServerName = 'address.invalid';

/** What the connections of one client are made with. */
export class ConnectionCredentials {
  private context: { readonly of: ClientTls; readonly made: SecureContext } | undefined;
  /** What could not be used, so that it is told once. */
  private refused: ClientTls | undefined;
  private generationNow = 0;

  /** Throws {@link TlsError} when what is given cannot be used. */
  constructor(
    private readonly identity: Identity,
    private readonly logger: Logger,
  ) {
    const { tls, token } = identity;
    if (token !== undefined && tls === undefined) {
      throw new TlsError('Cannot send a token without TLS, where anybody could read it: give a certificate authority');
    }
    if (typeof token === 'string') checkToken(token);
    this.refresh();
  }

  get secure(): boolean {
    return this.identity.tls !== undefined;
  }

  get hasCertificate(): boolean {
    return this.context?.of.certPem !== undefined;
  }

  /** Changes when the certificates do. Those that cannot be used are passed over while there are older ones. */
  refresh(): number {
    const { tls } = this.identity;
    if (tls === undefined) return this.generationNow;
    const now = typeof tls === 'function' ? tls() : tls;
    if (now === this.context?.of || now === this.refused) return this.generationNow;
    try {
      this.context = { of: now, made: secureContextOf(now) };
      return ++this.generationNow;
    } catch (error) {
      if (this.context === undefined) throw error;
      this.refused = now;
      this.logger.warn({ err: error }, 'new certificates cannot be used, the old ones are kept');
      return this.generationNow;
    }
  }

  /** The same for a connection that is not grpc-js'; undefined: without TLS. */
  tlsFor(address: string): Pick<ConnectionOptions, 'secureContext' | 'servername' | 'checkServerIdentity'> | undefined {
    const { context } = this;
    if (context === undefined) return undefined;
    const name = context.of.serverName ?? splitAddress(address).host;
    return {
      secureContext: context.made,
      servername: isIP(name) === 0 ? name : noServerName,
      checkServerIdentity: (_asked, certificate) => identityError(name, certificate),
    };
  }

  /** For a connection to `host:port`. */
  for(address: string): { readonly credentials: ChannelCredentials; readonly options: ClientOptions } {
    const { context } = this;
    if (context === undefined) return { credentials: credentials.createInsecure(), options: {} };
    const name = context.of.serverName ?? splitAddress(address).host;
    const channel = credentials.createFromSecureContext(context.made, {
      checkServerIdentity: (_asked: string, certificate: PeerCertificate) => identityError(name, certificate),
    });
    const { token } = this.identity;
    return {
      credentials: token === undefined ? channel : credentials.combineChannelCredentials(channel, bearer(token)),
      options: { 'grpc.ssl_target_name_override': isIP(name) === 0 ? name : noServerName },
    };
  }
}

function bearer(token: TokenSource): ReturnType<typeof credentials.createFromMetadataGenerator> {
  return credentials.createFromMetadataGenerator((_call, give) => {
    try {
      const metadata = new Metadata();
      metadata.set('authorization', `Bearer ${checkToken(typeof token === 'function' ? token() : token)}`);
      give(null, metadata);
    } catch (error) {
      give(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** A token of RFC 6750 is letters, digits and a few signs; nothing that could end a header. The text never shows it. */
function checkToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new TlsError('Cannot use the token: it is empty, or has spaces or characters that are not ASCII');
}

/** Throws {@link TlsError} when a client cannot be what `tls` says. */
export function checkClientTls(tls: ClientTls): void {
  secureContextOf(tls);
}

function secureContextOf({ caPem, certPem, keyPem }: ClientTls): SecureContext {
  checkPem('certificate authority', caPem, 'authority');
  if ((certPem === undefined) !== (keyPem === undefined)) {
    const [have, lacks] = certPem === undefined ? ['key', 'certificate'] : ['certificate', 'key'];
    throw new TlsError(`Cannot use the client's ${have} without its ${lacks}`);
  }
  if (certPem !== undefined) checkPem("client's certificate", certPem, 'client');
  try {
    return createSecureContext({
      ca: caPem,
      minVersion: 'TLSv1.2',
      ...(certPem === undefined ? {} : { cert: certPem }),
      ...(keyPem === undefined ? {} : { key: keyPem }),
    });
  } catch (error) {
    const text = String(error);
    if (/key values mismatch/.test(text)) {
      throw new TlsError("Cannot use the client's certificate: its key is that of another one", { cause: error });
    }
    throw new TlsError("Cannot use the client's key: it is not a private key in PEM without a passphrase", {
      cause: error,
    });
  }
}

/** OpenSSL takes a text without any certificate for an authority that nobody is signed by. */
function checkPem(what: string, pem: string, part: TlsError['part']): void {
  try {
    void new X509Certificate(pem);
  } catch (error) {
    throw new TlsError(`Cannot use the ${what}: it is not a certificate in PEM`, { cause: error }, part);
  }
}

function identityError(name: string, certificate: PeerCertificate): Error | undefined {
  if (checkServerIdentity(name, certificate) === undefined) return undefined;
  const names = (certificate.subjectaltname ?? '').replace(/(?:DNS|IP Address|URI):/g, '');
  return new Error(`its certificate is not for ${name}: it is for ${names === '' ? 'no host' : names}`);
}
