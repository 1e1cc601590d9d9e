/**
 * The keys and certificates of a cluster as files of one directory: made once, kept by every later start, renewed when
 * less than a third of their life is left.
 *
 * - A file is written whole or not at all. Of a pair the key goes first; a pair that does not fit, as a crash in between
 *   leaves it, is made again at the next start.
 * - An authority that grows old is signed again with the same key: what it has signed stays good. Only when its key is
 *   lost, everything under it must be made anew, and that is an error which a person decides about.
 * - Keys that others are lost with (of service accounts' tokens, of the stored Secrets) are made once and never renewed.
 * - Keys are for their owner only (0600, in directories of 0700).
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isIP } from 'node:net';
import { CliError } from '../../cli-error.js';
import {
  authorityNames,
  authorityPaths,
  certificatesOf,
  encryptionKeyFile,
  serviceAccountKey,
  type Authority,
  type CertificateWish,
  type PkiWishes,
} from './certificates.js';
import type { Pair } from './issue.js';
import { renewalShare } from './limits.js';

/** What was done, by path. What is in none of them was kept. */
export interface PkiReport {
  readonly made: readonly string[];
  readonly renewed: readonly string[];
}

const encryptionKeyBytes = 32;

export async function ensurePki(directory: string, wishes: PkiWishes, now = new Date()): Promise<PkiReport> {
  const pki = new Pki(directory, now);
  const authorities = { cluster: await pki.authority('cluster'), store: await pki.authority('store') };
  for (const wish of certificatesOf(wishes)) await pki.certificate(authorities[wish.authority], wish);
  await pki.serviceAccountKeys();
  await pki.encryptionKey();
  return pki;
}

class Pki implements PkiReport {
  readonly made: string[] = [];
  readonly renewed: string[] = [];

  constructor(
    private readonly directory: string,
    private readonly now: Date,
  ) {}

  async authority(which: Authority): Promise<Pair> {
    const path = authorityPaths[which];
    const old = this.readPair(path);
    if (old.cert === undefined && old.key === undefined) {
      const { makeAuthority } = await import('./issue.js');
      return this.write(path, await makeAuthority(authorityNames[which], this.now), this.made);
    }
    const certificate = old.cert === undefined ? undefined : parsed(old.cert);
    if (certificate === undefined || old.key === undefined || !fits(certificate, old.key)) {
      const at = join(this.directory, path);
      throw new CliError(
        `Cannot use the authority ${at}.crt and ${at}.key: one of them is missing, damaged or not the other's. ` +
          `Put them back; or remove both, and all certificates of it are made anew (whoever has one must be given another, and every process be restarted)`,
      );
    }
    const pair = { cert: certificate.toString(), key: old.key };
    if (!isOld(certificate, this.now)) return pair;
    const { makeAuthority } = await import('./issue.js');
    return this.write(path, await makeAuthority(authorityNames[which], this.now, pair), this.renewed);
  }

  async certificate(authority: Pair, wish: CertificateWish): Promise<void> {
    const { cert, key } = this.readPair(wish.path);
    const certificate = cert === undefined ? undefined : parsed(cert);
    const usable = certificate !== undefined && key !== undefined && fits(certificate, key);
    if (usable && says(certificate, wish) && isOf(certificate, authority) && !isOld(certificate, this.now)) return;
    const { makeCertificate } = await import('./issue.js');
    const report = cert === undefined && key === undefined ? this.made : this.renewed;
    await this.write(wish.path, await makeCertificate(authority, wish, this.now), report);
  }

  /** Made anew, every token that they signed would be void: they are never renewed. */
  async serviceAccountKeys(): Promise<void> {
    const old = this.read(serviceAccountKey.privateKey);
    const key = old === undefined ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : readKey(old);
    if (key === undefined) {
      throw new CliError(
        `Cannot use ${join(this.directory, serviceAccountKey.privateKey)}: it is not a private key in PEM. ` +
          `Put it back; or remove it, and tokens of service accounts given out so far are void`,
      );
    }
    const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
    if (old === undefined) {
      await this.writeFile(
        serviceAccountKey.privateKey,
        key.export({ type: 'pkcs8', format: 'pem' }).toString(),
        0o600,
      );
      this.made.push(serviceAccountKey.privateKey);
    }
    if (this.read(serviceAccountKey.publicKey) !== publicPem) {
      await this.writeFile(serviceAccountKey.publicKey, publicPem, 0o644);
    }
  }

  /**
   * What lies there is kept, whatever it says: a person may have added keys, and Secrets are lost with a key. Its name is
   * new each time, so that a Secret of a lost key is seen to be of that key, and both can stand in one file.
   */
  async encryptionKey(): Promise<void> {
    if (this.read(encryptionKeyFile) !== undefined) return;
    const name = `key-${randomBytes(4).toString('hex')}`;
    const text = `# Kuorum stores Secrets with this key: whoever loses it loses them.\n${name} ${randomBytes(encryptionKeyBytes).toString('base64')}\n`;
    await this.writeFile(encryptionKeyFile, text, 0o600);
    this.made.push(encryptionKeyFile);
  }

  private async write(path: string, pair: Pair, report: string[]): Promise<Pair> {
    await this.writeFile(`${path}.key`, pair.key, 0o600);
    await this.writeFile(`${path}.crt`, pair.cert, 0o644);
    report.push(path);
    return pair;
  }

  private readPair(path: string): { readonly cert: string | undefined; readonly key: string | undefined } {
    return { cert: this.read(`${path}.crt`), key: this.read(`${path}.key`) };
  }

  private read(path: string): string | undefined {
    try {
      return readFileSync(join(this.directory, path), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  private async writeFile(path: string, text: string, mode: number): Promise<void> {
    const file = join(this.directory, path);
    const temporary = `${file}.${randomBytes(4).toString('hex')}.new`;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    try {
      await writeFile(temporary, text, { mode, flush: true, flag: 'wx' });
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}

function parsed(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function readKey(pem: string): ReturnType<typeof createPrivateKey> | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function fits(certificate: X509Certificate, keyPem: string): boolean {
  const key = readKey(keyPem);
  return key !== undefined && certificate.checkPrivateKey(key);
}

function isOf(certificate: X509Certificate, authority: Pair): boolean {
  const issuer = new X509Certificate(authority.cert);
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** Whether it is for whom it should be, under every name that it should have. */
function says(certificate: X509Certificate, { commonName, organization, hosts = [] }: CertificateWish): boolean {
  const subject = [...(organization === undefined ? [] : [`O=${organization}`]), `CN=${commonName}`].join('\n');
  if (certificate.subject !== subject) return false;
  return hosts.every((host) =>
    isIP(host) === 0 ? certificate.checkHost(host) !== undefined : certificate.checkIP(host) !== undefined,
  );
}

export function isOld(certificate: X509Certificate, now: Date): boolean {
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  return to - now.getTime() < (to - from) * renewalShare;
}
