/**
 * Certificates of a member: one pair and one set of trusted authorities for clients, one for peers, as etcd has them.
 * They are read and checked at the start, where a mistake is a refusal that names flag and file, and read again when a
 * file changes, so that they can be replaced while the member runs. What is wrong then is told, and what was read
 * before stays in use. A new pair counts for new connections; those that are open stay.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import {
  createSecureContext,
  type ConnectionOptions,
  type PeerCertificate,
  type SecureContextOptions,
  type TLSSocket,
  type TlsOptions,
} from 'node:tls';
import type { Logger } from '@kuorum/base/node';
import { TLS_RELOAD_MS } from './limits.js';
import { StartRefusal } from './start-refusal.js';
import { tlsChannel, tlsSocketOptions, type TlsChannel } from './tls-client.js';
import type { TlsSuites } from './tls-suites.js';

/** As the flags give them. */
export interface TlsSettings {
  readonly certFile: string;
  readonly keyFile: string;
  /** With it, who connects must show a certificate of one of these authorities. */
  readonly trustedCaFile?: string;
  /** Default: every name. */
  readonly allowed?: AllowedName;
  /** Default: TLS 1.2 and above, with Node's ciphers. */
  readonly suites?: TlsSuites;
}

/** What the certificate of the other side must say. */
export type AllowedName = { readonly commonName: string } | { readonly hostname: string };

/** Whose certificates: decides the names of the flags in messages. */
export type TlsUse = 'client' | 'peer';

interface Material {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca?: Buffer;
}

export class TlsIdentity {
  private material: Material;
  private seen: string;
  private readonly listeners = new Set<(context: SecureContextOptions) => void>();
  private readonly timer: NodeJS.Timeout;

  /** Throws StartRefusal. */
  constructor(
    private readonly use: TlsUse,
    private readonly files: TlsSettings,
    private readonly logger: Logger,
  ) {
    this.seen = this.stamps();
    this.material = readMaterial(use, files);
    this.timer = setInterval(() => this.maybeReload(), TLS_RELOAD_MS);
    this.timer.unref();
  }

  /** Of a server. Who connects must have a certificate when authorities are named, as in etcd. */
  get serverOptions(): TlsOptions {
    const isMutual = this.files.trustedCaFile !== undefined;
    return { ...this.context, requestCert: isMutual, rejectUnauthorized: isMutual };
  }

  /** Of a connection to `host` that is opened now: the same pair proves who we are. Without authorities the system's count. */
  channelTo(host: string): TlsChannel {
    return tlsChannel(host, this.context, this.check);
  }

  /** The same for a connection of `node:tls`. */
  socketOptions(host: string): ConnectionOptions {
    return tlsSocketOptions(host, this.context, this.check);
  }

  /** Why who has connected must go. */
  strangerAt(socket: TLSSocket): Error | undefined {
    const certificate = socket.getPeerX509Certificate();
    return certificate === undefined ? undefined : this.strangerError(certificate);
  }

  onChange(listener: (context: SecureContextOptions) => void): void {
    this.listeners.add(listener);
  }

  close(): void {
    clearInterval(this.timer);
    this.listeners.clear();
  }

  /** Looks at the files, and reads them when they are others than before. */
  maybeReload(): void {
    const stamps = this.stamps();
    if (stamps === this.seen) return;
    this.seen = stamps;
    try {
      this.material = readMaterial(this.use, this.files);
    } catch (error) {
      if (!(error instanceof StartRefusal)) throw error;
      this.logger.error({ err: error.message }, 'cannot use the new certificates, the old ones stay in use');
      return;
    }
    this.logger.info({ use: this.use, cert: this.files.certFile }, 'read the certificates anew');
    for (const listener of this.listeners) listener(this.context);
  }

  private readonly check = ({ raw }: PeerCertificate): Error | undefined =>
    this.strangerError(new X509Certificate(raw));

  private get context(): SecureContextOptions {
    return { ...this.material, ...(this.files.suites ?? { minVersion: 'TLSv1.2' }) };
  }

  private strangerError(certificate: X509Certificate): Error | undefined {
    const { allowed } = this.files;
    if (allowed === undefined) return undefined;
    if ('commonName' in allowed) {
      const name = commonNameOf(certificate);
      if (name === allowed.commonName) return undefined;
      return new Error(`its certificate names ${name}, and --peer-cert-allowed-cn=${allowed.commonName}`);
    }
    if (certificate.checkHost(allowed.hostname, { subject: 'never' }) !== undefined) return undefined;
    return new Error(`its certificate is not for --peer-cert-allowed-hostname=${allowed.hostname}`);
  }

  /** Differs when a file does; follows links, as mounted secrets change by moving one. */
  private stamps(): string {
    const { certFile, keyFile, trustedCaFile } = this.files;
    return [certFile, keyFile, trustedCaFile]
      .map((path) => {
        const stat = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
        return `${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`;
      })
      .join();
  }
}

/**
 * Connections to a server of TLS from their first byte on: it knows only those that have agreed, and waits for the
 * others when it closes. The function that is given cuts them all.
 */
export function cutter(server: Server): () => void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

/** For programs that start a member without its flags, which check this before. */
export function mustHaveTls<T>(tls: T | undefined, url: string): T {
  if (tls === undefined) throw new StartRefusal(`Cannot listen on ${url} without a certificate and its key`);
  return tls;
}

/** The last one, as in Go, should there be more: Node then gives a list. */
function commonNameOf(certificate: X509Certificate): string {
  const names: string | string[] | undefined = certificate.toLegacyObject().subject.CN;
  return [names ?? []].flat().at(-1) ?? '';
}

function readMaterial(use: TlsUse, { certFile, keyFile, trustedCaFile }: TlsSettings): Material {
  const flag = (name: string): string => (use === 'peer' ? `--peer-${name}` : `--${name}`);
  const cert = read(flag('cert-file'), certFile);
  const key = read(flag('key-file'), keyFile);
  checkPair(flag, { cert, key }, { certFile, keyFile });
  if (trustedCaFile === undefined) return { cert, key };
  const ca = read(flag('trusted-ca-file'), trustedCaFile);
  checkAuthorities(flag('trusted-ca-file'), trustedCaFile, ca);
  return { cert, key, ca };
}

/** There may be several, old ones too while they are being replaced. */
function checkAuthorities(flag: string, path: string, pem: Buffer): void {
  const blocks = pem.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const authorities = blocks.map((block) => parseCertificate(flag, path, Buffer.from(block, 'latin1')));
  const [first] = authorities;
  if (first === undefined) throw refusal(flag, path, 'it holds no certificate in PEM form');
  if (!authorities.some(({ validTo }) => Date.parse(validTo) > Date.now())) checkDates(flag, path, first);
}

function checkPair(
  flag: (name: string) => string,
  { cert, key }: Material,
  { certFile, keyFile }: Pick<TlsSettings, 'certFile' | 'keyFile'>,
): void {
  const certificate = parseCertificate(flag('cert-file'), certFile, cert);
  checkDates(flag('cert-file'), certFile, certificate);
  try {
    if (certificate.checkPrivateKey(createPrivateKey(key))) {
      createSecureContext({ cert, key });
      return;
    }
  } catch (error) {
    throw refusal(flag('key-file'), keyFile, `it is no private key in PEM form that can be used: ${textOf(error)}`);
  }
  throw refusal(flag('key-file'), keyFile, `it is not the key of the certificate in ${flag('cert-file')}=${certFile}`);
}

function parseCertificate(flag: string, path: string, pem: Buffer): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw refusal(flag, path, `it holds no certificate in PEM form: ${textOf(error)}`);
  }
}

function checkDates(flag: string, path: string, { validFrom, validTo }: X509Certificate): void {
  const nowMs = Date.now();
  if (Date.parse(validTo) < nowMs) throw refusal(flag, path, `its certificate expired on ${validTo}: renew it`);
  if (Date.parse(validFrom) > nowMs) {
    throw refusal(flag, path, `its certificate is valid from ${validFrom} on: look at the clocks`);
  }
}

function read(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw refusal(flag, path, textOf(error));
  }
}

function refusal(flag: string, path: string, reason: string): StartRefusal {
  return new StartRefusal(`Cannot use ${flag}=${path}: ${reason}`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
