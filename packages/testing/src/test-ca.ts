/** An authority for tests: makes certificates as files, valid or not in every way that is needed. */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

const DAY_MS = 24 * 3_600_000;
const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface CertificateWishes {
  /** Default: localhost. Empty: it names nobody. */
  readonly commonName?: string;
  /** Groups of the user, to an apiserver. */
  readonly organizations?: readonly string[];
  /** Names that it is for. Default: localhost, and 127.0.0.1. */
  readonly hosts?: readonly string[];
  /** Default: from yesterday until tomorrow. */
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

export class TestCa {
  private made = 0;

  private constructor(
    private readonly directory: string,
    private readonly name: string,
    private readonly certificate: x509.X509Certificate,
    private readonly keys: webcrypto.CryptoKeyPair,
    /** The authority's own certificate, PEM. */
    readonly caFile: string,
  ) {}

  /** Its files, and those of the certificates that it makes, lie in `directory`. */
  static async create(directory: string, name = 'ca'): Promise<TestCa> {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: randomBytes(8).toString('hex'),
      name: `CN=${name}`,
      ...validity({}),
      keys,
      signingAlgorithm,
      extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
    });
    const caFile = join(directory, `${name}.pem`);
    await writeFile(caFile, certificate.toString('pem'));
    return new TestCa(directory, name, certificate, keys, caFile);
  }

  /** A certificate and its key, for localhost, fit for servers and for clients. */
  async issue(wishes: CertificateWishes = {}): Promise<CertificateFiles> {
    const base = join(this.directory, `${this.name}-${++this.made}`);
    const files = { certFile: `${base}.crt`, keyFile: `${base}.key` };
    await this.issueTo(files, wishes);
    return files;
  }

  /** Writes over files that are there. */
  async issueTo({ certFile, keyFile }: CertificateFiles, wishes: CertificateWishes = {}): Promise<void> {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: randomBytes(8).toString('hex'),
      // In parts, not as text: names may hold what separates the parts of a text.
      subject: [
        ...(wishes.organizations ?? []).map((name) => ({ O: [name] })),
        ...(wishes.commonName === '' ? [] : [{ CN: [wishes.commonName ?? 'localhost'] }]),
      ],
      issuer: this.certificate.subject,
      ...validity(wishes),
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm,
      extensions: [
        new x509.SubjectAlternativeNameExtension([
          ...(wishes.hosts ?? ['localhost']).map((value) => ({ type: 'dns', value }) as const),
          ...(wishes.hosts === undefined ? [{ type: 'ip', value: '127.0.0.1' } as const] : []),
        ]),
        new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']),
      ],
    });
    const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
    await writeFile(keyFile, x509.PemConverter.encode(key, 'PRIVATE KEY'), { mode: 0o600 });
    await writeFile(certFile, certificate.toString('pem'));
  }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}

function validity({ validFrom, validTo }: CertificateWishes): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: validFrom ?? new Date(Date.now() - DAY_MS),
    notAfter: validTo ?? new Date(Date.now() + DAY_MS),
  };
}
