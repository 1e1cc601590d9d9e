/**
 * Certificate, key and client authorities of the listener, from files. A mistake at the start is a refusal that names
 * flag and file. Later they are read again whenever a file changes, so that certificates are renewed without a restart;
 * what is wrong then is told, and what was read before stays in use. A new pair counts for new connections.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Clock, Timer } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { tlsFileBytesMax, tlsReloadIntervalMs } from '../limits.js';
import { SecurityError } from './security-error.js';

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  /** Authorities whose certificates prove who a client is; without them there are only tokens. */
  readonly clientCaFile?: string | undefined;
}

const flags = {
  certFile: '--tls-cert-file',
  keyFile: '--tls-private-key-file',
  clientCaFile: '--client-ca-file',
} as const;

export class TlsMaterial {
  private seen: string;
  private current: SecureContextOptions;
  private timer: Timer | undefined;
  private stopped = false;

  /** Throws SecurityError. */
  constructor(
    private readonly files: TlsFiles,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly onChange: (context: SecureContextOptions) => void,
  ) {
    this.seen = this.stamps();
    this.current = readMaterial(files, clock.now());
    this.schedule();
  }

  get context(): SecureContextOptions {
    return this.current;
  }

  get asksForCertificates(): boolean {
    return this.files.clientCaFile !== undefined;
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
  }

  /** Looks at the files, and reads them when they are others than before. */
  maybeReload(): void {
    const stamps = this.stamps();
    if (stamps === this.seen) return;
    this.seen = stamps;
    try {
      this.current = readMaterial(this.files, this.clock.now());
    } catch (error) {
      if (!(error instanceof SecurityError)) throw error;
      this.logger.error({ err: error }, 'cannot use the new certificates, the old ones stay in use');
      return;
    }
    this.logger.info({ certificate: this.files.certFile }, 'read the certificates anew');
    this.onChange(this.current);
  }

  private schedule(): void {
    this.timer = this.clock.setTimeout(() => {
      if (this.stopped) return;
      this.maybeReload();
      this.schedule();
    }, tlsReloadIntervalMs);
  }

  /** Differs when a file does; follows links, as mounted secrets change by moving one. */
  private stamps(): string {
    const { certFile, keyFile, clientCaFile } = this.files;
    return [certFile, keyFile, clientCaFile]
      .map((path) => {
        const stat = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
        return `${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`;
      })
      .join();
  }
}

function readMaterial(files: TlsFiles, nowMs: number): SecureContextOptions {
  const { certFile, keyFile, clientCaFile } = files;
  const cert = readSecurityFile(flags.certFile, certFile, tlsFileBytesMax);
  const key = readSecurityFile(flags.keyFile, keyFile, tlsFileBytesMax);
  const certificate = parseCertificate(flags.certFile, certFile, cert);
  checkDates(flags.certFile, certFile, certificate, nowMs);
  checkKey(files, certificate, cert, key);
  const context = { cert, key, minVersion: 'TLSv1.2' } as const;
  if (clientCaFile === undefined) return context;
  const ca = readSecurityFile(flags.clientCaFile, clientCaFile, tlsFileBytesMax);
  checkAuthorities(clientCaFile, ca, nowMs);
  return { ...context, ca };
}

function checkKey({ certFile, keyFile }: TlsFiles, certificate: X509Certificate, cert: Buffer, key: Buffer): void {
  let fits: boolean;
  try {
    fits = certificate.checkPrivateKey(createPrivateKey(key));
    createSecureContext({ cert, key });
  } catch (error) {
    if (error instanceof Error && /key values mismatch/.test(error.message)) fits = false;
    else throw refusal(flags.keyFile, keyFile, `it is no private key in PEM form that can be used: ${textOf(error)}`);
  }
  if (!fits)
    throw refusal(flags.keyFile, keyFile, `it is not the key of the certificate in ${flags.certFile}=${certFile}`);
}

/** There may be several, old ones too while they are being replaced. */
function checkAuthorities(path: string, pem: Buffer, nowMs: number): void {
  const blocks = pem.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const authorities = blocks.map((block) => parseCertificate(flags.clientCaFile, path, Buffer.from(block, 'latin1')));
  const [first] = authorities;
  if (first === undefined) throw refusal(flags.clientCaFile, path, 'it holds no certificate in PEM form');
  if (authorities.some(({ validTo }) => Date.parse(validTo) > nowMs)) return;
  checkDates(flags.clientCaFile, path, first, nowMs);
}

function parseCertificate(flag: string, path: string, pem: Buffer): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw refusal(flag, path, `it holds no certificate in PEM form: ${textOf(error)}`);
  }
}

function checkDates(flag: string, path: string, { validFrom, validTo }: X509Certificate, nowMs: number): void {
  if (Date.parse(validTo) < nowMs) throw refusal(flag, path, `its certificate expired on ${validTo}: renew it`);
  if (Date.parse(validFrom) > nowMs) {
    throw refusal(flag, path, `its certificate is valid from ${validFrom} on: look at the clocks`);
  }
}

/** Throws SecurityError when there is no such file or it is larger than it can rightly be. */
export function readSecurityFile(flag: string, path: string, bytesMax: number): Buffer {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > bytesMax) throw refusal(flag, path, `it has ${size} bytes, at most ${bytesMax} are read`);
    bytes = readFileSync(path);
  } catch (error) {
    throw error instanceof SecurityError ? error : refusal(flag, path, textOf(error));
  }
  return bytes;
}

export function refusal(flag: string, path: string, reason: string): SecurityError {
  return new SecurityError(`Cannot use ${flag}=${path}: ${reason}`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
