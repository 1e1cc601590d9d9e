/** Makes certificates (X.509, RFC 5280): ECDSA on P-256. Loaded only when there is one to make: the library is large. */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import type { CertificateWish } from './certificates.js';
import { certificateLifeMs, authorityLifeMs, clockSkewMs } from './limits.js';

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';

/** A certificate and its key, PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** A new authority; with `old`, the same one (name and key) for another life, so that all that it signed stays good. */
export async function makeAuthority(commonName: string, now: Date, old?: Pair): Promise<Pair> {
  const keys = old === undefined ? await newKeys() : await keysOf(old);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [commonName] }],
    notBefore: new Date(now.getTime() - clockSkewMs),
    notAfter: new Date(now.getTime() + authorityLifeMs),
    keys,
    signingAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: `${certificate.toString('pem')}\n`, key: old?.key ?? (await keyPem(keys)) };
}

export async function makeCertificate(authority: Pair, wish: CertificateWish, now: Date): Promise<Pair> {
  const issuer = new x509.X509Certificate(authority.cert);
  const keys = await newKeys();
  const signer = await keysOf(authority);
  const { hosts = [], client = true } = wish;
  const usages = [...(hosts.length > 0 ? [serverAuth] : []), ...(client ? [clientAuth] : [])];
  const names = hosts.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const);
  const end = Math.min(now.getTime() + certificateLifeMs, issuer.notAfter.getTime());
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    // As a list of names nothing in a name can be taken for another field.
    subject: [...(wish.organization === undefined ? [] : [{ O: [wish.organization] }]), { CN: [wish.commonName] }],
    issuer: issuer.subject,
    notBefore: new Date(now.getTime() - clockSkewMs),
    notAfter: new Date(end),
    publicKey: keys.publicKey,
    signingKey: signer.privateKey,
    signingAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(usages),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
    ],
  });
  return { cert: `${certificate.toString('pem')}\n`, key: await keyPem(keys) };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}

async function keysOf({ cert, key }: Pair): Promise<webcrypto.CryptoKeyPair> {
  const [bytes] = x509.PemConverter.decode(key);
  if (bytes === undefined) throw new Error('the key of the authority is not PEM');
  const privateKey = await webcrypto.subtle.importKey('pkcs8', bytes, keyAlgorithm, false, ['sign']);
  const { rawData } = new x509.X509Certificate(cert).publicKey;
  const publicKey = await webcrypto.subtle.importKey('spki', rawData, keyAlgorithm, true, ['verify']);
  return { privateKey, publicKey };
}

async function keyPem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY')}\n`;
}

/** 126 random bits and no sign. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
