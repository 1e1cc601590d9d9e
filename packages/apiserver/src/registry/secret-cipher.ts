/**
 * Values at rest, encrypted with AES-256-GCM in the form of Kubernetes' `aesgcm` provider: `k8s:enc:aesgcm:v1:NAME:`, then a
 * random nonce of 12 bytes, the ciphertext and the tag of 16. The storage key is authenticated too, so that a value
 * that is copied to another key is not read there. Nonces are random: change the key long before 2^32 writes.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readSecurityFile, refusal } from '../auth/tls-material.js';
import { encryptionKeyFileBytesMax } from '../limits.js';

const algorithm = 'aes-256-gcm';
const keyBytesWanted = 32;
const nonceBytes = 12;
const tagBytes = 16;
const marker = 'k8s:enc:aesgcm:v1:';
/** Of the marker and the name of a key; what is longer is none of ours. */
const headBytesMax = 256;

export interface EncryptionKey {
  readonly name: string;
  readonly key: Buffer;
}

export interface Cipher {
  /** Name of the key that writes. */
  readonly writingName: string;
  encrypt(storageKey: Uint8Array, value: Uint8Array): Buffer;
  /** What is not encrypted is given back as it is: it was written before there were keys. Undefined: no key opens it. */
  decrypt(storageKey: Uint8Array, stored: Buffer): Buffer | undefined;
  /** Whether a value is as it would be written today. */
  isCurrent(stored: Buffer): boolean;
}

/** The first key writes, all of them read. */
export class SecretCipher implements Cipher {
  private readonly writing: EncryptionKey;
  private readonly keys: ReadonlyMap<string, Buffer>;

  constructor(first: EncryptionKey, ...rest: readonly EncryptionKey[]) {
    this.writing = first;
    this.keys = new Map([first, ...rest].map(({ name, key }) => [name, key]));
  }

  get writingName(): string {
    return this.writing.name;
  }

  encrypt(storageKey: Uint8Array, value: Uint8Array): Buffer {
    const { name, key } = this.writing;
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(storageKey);
    const body = Buffer.concat([cipher.update(value), cipher.final()]);
    return Buffer.concat([Buffer.from(`${marker}${name}:`), nonce, body, cipher.getAuthTag()]);
  }

  decrypt(storageKey: Uint8Array, stored: Buffer): Buffer | undefined {
    const name = encryptedWith(stored);
    if (name === undefined) return stored;
    const key = this.keys.get(name);
    const start = marker.length + Buffer.byteLength(name) + 1;
    if (key === undefined || stored.length < start + nonceBytes + tagBytes) return undefined;
    const nonce = stored.subarray(start, start + nonceBytes);
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
      .setAAD(storageKey)
      .setAuthTag(stored.subarray(stored.length - tagBytes));
    try {
      const body = stored.subarray(start + nonceBytes, stored.length - tagBytes);
      return Buffer.concat([decipher.update(body), decipher.final()]);
    } catch {
      // The tag does not fit: another key under this name, another storage key, or damage. The reader is told which key it was.
      return undefined;
    }
  }

  isCurrent(stored: Buffer): boolean {
    return encryptedWith(stored) === this.writing.name;
  }

  /** Whether both have the same keys, in whatever order. */
  opensAs({ keys }: SecretCipher): boolean {
    return keys.size === this.keys.size && [...keys].every(([name, key]) => this.keys.get(name)?.equals(key) === true);
  }
}

/** The name of the key that a stored value was written with; undefined when it is not encrypted. */
export function encryptedWith(stored: Buffer): string | undefined {
  if (!stored.subarray(0, marker.length).equals(Buffer.from(marker))) return undefined;
  const end = stored.indexOf(':', marker.length);
  return end < 0 || end > headBytesMax ? undefined : stored.subarray(marker.length, end).toString();
}

const flag = '--encryption-key-file';

/** A line each: name, then 32 bytes in base64. Throws SecurityError; no message holds a key. */
export function readEncryptionKeys(path: string): SecretCipher {
  const lines = readSecurityFile(flag, path, encryptionKeyFileBytesMax).toString('utf8').split(/\r?\n/);
  const keys: EncryptionKey[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const wrong = (why: string): Error => refusal(flag, path, `line ${i + 1} ${why}`);
    const [name = '', text = '', ...more] = line.trim().split(/\s+/);
    if (text === '' || more.length > 0) throw wrong('must be a name and a key in base64, a space between them');
    if (!/^[A-Za-z0-9._-]{1,63}$/.test(name)) throw wrong('has a name of other than letters, digits, ".", "_" and "-"');
    const key = Buffer.from(text, 'base64');
    if (key.length !== keyBytesWanted) {
      throw wrong(`has a key of ${key.length} bytes, ${keyBytesWanted} are needed: head -c 32 /dev/urandom | base64`);
    }
    if (keys.some((other) => other.name === name)) throw wrong(`repeats the name ${name}`);
    keys.push({ name, key });
  }
  const [first, ...rest] = keys;
  if (first === undefined) throw refusal(flag, path, 'it holds no key: write a name and 32 bytes in base64');
  return new SecretCipher(first, ...rest);
}
