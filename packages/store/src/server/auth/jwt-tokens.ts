/**
 * JSON Web Tokens (RFC 7519; etcd `server/auth/jwt.go`): the claims `username`, `revision` and `exp`, signed. Nothing is
 * kept of them, so any member that has the key takes them, also after a restart. A signature is checked once and
 * remembered until the token expires, so that calls with a known token do not wait.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { jwtVerify, SignJWT } from 'jose';
import type { Caller } from '../../auth/index.js';
import { EtcdError } from '../errors.js';
import { StartRefusal } from '../start-refusal.js';
import type { Done } from '../waiters.js';
import { JWTS_REMEMBERED } from './limits.js';
import type { AuthTokenOptions } from './options.js';
import type { TokenProvider } from './token-provider.js';

export type JwtOptions = Extract<AuthTokenOptions, { kind: 'jwt' }>;

interface Remembered extends Caller {
  readonly expiresMs: number;
}

interface JwtKeys {
  readonly sign: KeyObject | Uint8Array | undefined;
  readonly verify: KeyObject | Uint8Array;
}

const GRPC_UNKNOWN = 2;

export class JwtTokenProvider implements TokenProvider {
  private readonly keys: JwtKeys;
  private readonly remembered = new Map<string, Remembered>();

  /** Throws {@link StartRefusal} when the keys are not what they should be. */
  constructor(
    private readonly options: JwtOptions,
    private readonly nowMs: () => number = Date.now,
  ) {
    this.keys = readKeys(options);
  }

  find(token: string): Caller | undefined {
    const known = this.remembered.get(token);
    if (known === undefined) return undefined;
    if (known.expiresMs > this.nowMs()) return known;
    this.remembered.delete(token);
    return undefined;
  }

  learn(token: string, then: () => void): void {
    const checked = jwtVerify(token, this.keys.verify, {
      algorithms: [this.options.signMethod],
      currentDate: new Date(this.nowMs()),
      requiredClaims: ['exp'],
    });
    checked
      .then(({ payload: { username, revision, exp } }) => {
        if (typeof username !== 'string' || typeof revision !== 'number' || exp === undefined) return;
        const [oldest] = this.remembered.keys();
        if (this.remembered.size >= JWTS_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
        this.remembered.set(token, { user: username, revision, expiresMs: exp * 1000 });
      })
      // Forged, expired or no JWT at all: it stays unknown.
      .catch(() => undefined)
      .finally(() => setImmediate(then));
  }

  issue(user: string, revision: number, done: Done<string>): void {
    const { sign } = this.keys;
    if (sign === undefined) {
      done(new EtcdError(GRPC_UNKNOWN, 'auth: token signing attempted with verify-only key'));
      return;
    }
    new SignJWT({ username: user, revision })
      .setProtectedHeader({ alg: this.options.signMethod, typ: 'JWT' })
      .setExpirationTime(Math.floor((this.nowMs() + this.options.ttlMs) / 1000))
      .sign(sign)
      .then(
        (token) => setImmediate(done, undefined, token),
        // The keys were tried at the start; the reason would name them.
        () => setImmediate(done, new EtcdError(GRPC_UNKNOWN, 'auth: cannot sign a token')),
      );
  }
}

function readKeys({ signMethod, publicKeyFile, privateKeyFile }: JwtOptions): JwtKeys {
  if (signMethod.startsWith('HS')) {
    if (privateKeyFile === undefined) throw refusal(`priv-key must name a file with the secret of ${signMethod}`);
    const secret = readKeyFile('priv-key', privateKeyFile, (bytes) => new Uint8Array(bytes));
    return { sign: secret, verify: secret };
  }
  const sign =
    privateKeyFile === undefined ? undefined : readKeyFile('priv-key', privateKeyFile, (pem) => createPrivateKey(pem));
  const own = sign === undefined ? undefined : createPublicKey(sign);
  const verify =
    publicKeyFile === undefined ? own : readKeyFile('pub-key', publicKeyFile, (pem) => createPublicKey(pem));
  if (verify === undefined) throw refusal('pub-key or priv-key must name a PEM file');
  if (own !== undefined && !own.equals(verify)) throw refusal('pub-key and priv-key do not belong together');
  const kind = keyTypes[signMethod.slice(0, 2)] ?? [];
  if (!kind.includes(verify.asymmetricKeyType ?? '')) {
    throw refusal(`${signMethod} needs a key of type ${kind.join(' or ')}: this one is ${verify.asymmetricKeyType}`);
  }
  return { sign, verify };
}

const keyTypes: Readonly<Record<string, readonly string[]>> = {
  RS: ['rsa'],
  PS: ['rsa', 'rsa-pss'],
  ES: ['ec'],
  Ed: ['ed25519'],
};

function readKeyFile<K>(option: string, file: string, read: (bytes: Buffer) => K): K {
  try {
    return read(readFileSync(file));
  } catch (error) {
    throw refusal(`${option} cannot be read from ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function refusal(reason: string): StartRefusal {
  return new StartRefusal(`Cannot use --auth-token=jwt: ${reason}`);
}
