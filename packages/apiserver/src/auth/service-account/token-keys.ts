/**
 * Keys of service-account tokens, from PEM files: one that signs, any number that verify, so that a key can be replaced
 * while tokens of the old one are still good. A key has one algorithm, which follows from what it is and never from what a
 * token says of itself (RFC 8725, section 3.1).
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { rsaKeyBitsMin, tokenKeyFileBytesMax } from '../../limits.js';
import { readSecurityFile, refusal } from '../tls-material.js';

export interface TokenKey {
  /** Hash of the public key, as in Kubernetes: stands in the head of every token as `kid`. */
  readonly id: string;
  readonly algorithm: string;
  readonly publicKey: KeyObject;
}

export interface SigningKey extends TokenKey {
  readonly privateKey: KeyObject;
}

const signingFlag = '--service-account-signing-key-file';
const verifyingFlag = '--service-account-key-file';

export function readSigningKey(path: string): SigningKey {
  const pem = readSecurityFile(signingFlag, path, tokenKeyFileBytesMax);
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(pem);
  } catch {
    // What OpenSSL says of it would not help, and it has seen the key.
    throw refusal(signingFlag, path, 'it holds no private key in PEM form');
  }
  return { ...tokenKeyOf(createPublicKey(privateKey), signingFlag, path), privateKey };
}

/** All keys of a file, private ones by their public half. A key that cannot be read is a refusal, and never passed over. */
export function readVerifyingKeys(path: string): TokenKey[] {
  const text = readSecurityFile(verifyingFlag, path, tokenKeyFileBytesMax).toString('latin1');
  // Between its lines may be headers (RFC 1421, section 4.6), dashes among them.
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----(?:(?!-----BEGIN )[^])+?-----END \1-----/g)];
  const begun = text.split('-----BEGIN ').length - 1;
  if (blocks.length !== begun) {
    throw refusal(verifyingFlag, path, `of its ${begun} PEM blocks ${begun - blocks.length} have no end`);
  }
  const keys = blocks.filter(([, label]) => label !== 'EC PARAMETERS');
  if (keys.length === 0) throw refusal(verifyingFlag, path, 'it holds no key in PEM form');
  return keys.map(([block], i) => {
    let key: KeyObject;
    try {
      key = createPublicKey(block);
    } catch {
      throw refusal(verifyingFlag, path, `its key ${i + 1} ${whyNoKey(block)}`);
    }
    return tokenKeyOf(key, verifyingFlag, path);
  });
}

/** By its text: OpenSSL says nothing that would help. */
function whyNoKey(block: string): string {
  return /BEGIN ENCRYPTED |^Proc-Type: *4, *ENCRYPTED/m.test(block)
    ? 'is encrypted: decrypt it, or give the public key'
    : 'is neither a public nor a private key in PEM form';
}

function tokenKeyOf(publicKey: KeyObject, flag: string, path: string): TokenKey {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  const algorithm = type === 'rsa' ? 'RS256' : type === 'ec' ? curves.get(details?.namedCurve ?? '') : undefined;
  if (algorithm === undefined) {
    throw refusal(flag, path, `tokens are signed with RSA or with ECDSA on P-256, P-384 or P-521: its key is ${type}`);
  }
  const bits = details?.modulusLength;
  if (bits !== undefined && bits < rsaKeyBitsMin) {
    throw refusal(flag, path, `its RSA key has ${bits} bits, at least ${rsaKeyBitsMin} are needed`);
  }
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return { id: createHash('sha256').update(der).digest('base64url'), algorithm, publicKey };
}

const curves: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'ES256'],
  ['secp384r1', 'ES384'],
  ['secp521r1', 'ES512'],
]);
