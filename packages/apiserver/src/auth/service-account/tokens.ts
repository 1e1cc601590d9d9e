/**
 * Service-account tokens: signed JSON Web Tokens (RFC 7519, RFC 8725) with Kubernetes' claims. Nothing of them is stored,
 * so any apiserver with the key takes them. This is about what a token says; whether its account is still there is
 * asked in token-authenticator.ts.
 */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '@kuorum/base';
import { decodeJwt, errors, jwtVerify, SignJWT, type JWTVerifyGetKey } from 'jose';
import { tokenClockSkewMs, tokensRemembered } from '../../limits.js';
import { SecurityError } from '../security-error.js';
import { decodeClaims, encodeClaims, privateClaim, subjectOf, type AccountClaims } from './claims.js';
import { readSigningKey, readVerifyingKeys, type SigningKey, type TokenKey } from './token-keys.js';

export interface ServiceAccountTokenOptions {
  /** The first one makes tokens, all are taken. */
  readonly issuers?: readonly string[] | undefined;
  /** Without it no tokens are made; its tokens are taken. */
  readonly signingKeyFile?: string | undefined;
  /** Keys whose tokens are taken too: old ones, those of other apiservers. */
  readonly keyFiles?: readonly string[] | undefined;
  /** Who the server is in tokens; the issuers unless told. */
  readonly audiences?: readonly string[] | undefined;
}

/** kubeadm's. */
export const issuerDefault = 'https://kubernetes.default.svc.cluster.local';

export interface VerifiedToken {
  readonly id: string;
  readonly claims: AccountClaims;
  readonly expiresAtMs: number;
}

export interface SignedToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

export class ServiceAccountTokens {
  readonly audiences: readonly string[];
  private readonly issuers: readonly string[];
  private readonly signing: SigningKey | undefined;
  private readonly keys: ReadonlyMap<string, TokenKey>;
  /** By the token's hash under a key of this process: tokens themselves are not kept. */
  private readonly remembered = new Map<string, VerifiedToken>();
  private readonly hashKey = randomBytes(32);

  /** Throws SecurityError. */
  constructor(
    { issuers = [], signingKeyFile, keyFiles = [], audiences = [] }: ServiceAccountTokenOptions,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.issuers = issuers.length === 0 ? [issuerDefault] : issuers;
    this.audiences = audiences.length === 0 ? this.issuers : audiences;
    this.signing = signingKeyFile === undefined ? undefined : readSigningKey(signingKeyFile);
    const keys = [...(this.signing === undefined ? [] : [this.signing]), ...keyFiles.flatMap(readVerifyingKeys)];
    if (keys.length === 0) {
      throw new SecurityError(
        'Cannot know service accounts without a key: give --service-account-signing-key-file, or --service-account-key-file',
      );
    }
    this.keys = new Map(keys.map((key) => [key.id, key]));
  }

  get canSign(): boolean {
    return this.signing !== undefined;
  }

  /** Only with a signing key. */
  async sign(claims: AccountClaims, audiences: readonly string[], lifeSeconds: number): Promise<SignedToken> {
    const { signing } = this;
    const [issuer = issuerDefault] = this.issuers;
    if (signing === undefined)
      throw new SecurityError('Cannot sign a token without --service-account-signing-key-file');
    const now = Math.floor(this.clock.now() / 1000);
    const token = await new SignJWT({ [privateClaim]: encodeClaims(claims) })
      .setProtectedHeader({ alg: signing.algorithm, kid: signing.id })
      .setIssuer(issuer)
      .setSubject(subjectOf(claims))
      .setAudience([...audiences])
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + lifeSeconds)
      .setJti(randomUUID())
      .sign(signing.privateKey);
    return { token, expiresAtMs: (now + lifeSeconds) * 1000 };
  }

  /** Undefined: no token of these issuers. A signature is checked once, and remembered until the token expires. */
  async verify(token: string): Promise<VerifiedToken | { readonly refused: string } | undefined> {
    const hash = createHmac('sha256', this.hashKey).update(token).digest('base64');
    const known = this.remembered.get(hash);
    if (known !== undefined) {
      if (known.expiresAtMs > this.clock.now()) return known;
      this.remembered.delete(hash);
      return { refused: expiredText };
    }
    if (!this.isOurs(token)) return undefined;
    const found = await this.check(token);
    if ('refused' in found) return found;
    const [oldest] = this.remembered.keys();
    if (this.remembered.size >= tokensRemembered && oldest !== undefined) this.remembered.delete(oldest);
    this.remembered.set(hash, found);
    return found;
  }

  /** By what it says, which nobody has proved yet: whether its failure is for us to tell. */
  private isOurs(token: string): boolean {
    try {
      return this.issuers.includes(decodeJwt(token).iss ?? '');
    } catch {
      // No JWT at all.
      return false;
    }
  }

  private async check(token: string): Promise<VerifiedToken | { readonly refused: string }> {
    let payload: Awaited<ReturnType<typeof jwtVerify>>['payload'];
    try {
      ({ payload } = await jwtVerify(token, this.keyFor, {
        issuer: [...this.issuers],
        audience: [...this.audiences],
        algorithms: [...new Set([...this.keys.values()].map(({ algorithm }) => algorithm))],
        currentDate: new Date(this.clock.now()),
        clockTolerance: tokenClockSkewMs / 1000,
        requiredClaims: ['exp', 'nbf', 'sub', privateClaim],
      }));
    } catch (error) {
      return { refused: whyNot(error) };
    }
    const claims = decodeClaims(payload[privateClaim]);
    const { exp = 0, sub, jti = '' } = payload;
    if (claims === undefined || sub !== subjectOf(claims)) return { refused: unknownText };
    // Clocks that differ are for what begins; what ends, ends.
    if (exp * 1000 <= this.clock.now()) return { refused: expiredText };
    return { id: jti, claims, expiresAtMs: exp * 1000 };
  }

  private readonly keyFor: JWTVerifyGetKey = ({ kid = '', alg }) => {
    const key = this.keys.get(kid);
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    if (key.algorithm !== alg) throw new errors.JOSEAlgNotAllowed();
    return key.publicKey;
  };
}

const expiredText = 'the service account token has expired';
const unknownText = 'the bearer token is not one of this cluster';

/** Claims are looked at after the signature only: who forges a token learns nothing. */
function whyNot(error: unknown): string {
  if (error instanceof errors.JWTExpired) return expiredText;
  if (!(error instanceof errors.JWTClaimValidationFailed)) return unknownText;
  if (error.claim === 'aud') return 'the service account token is for others: this server is not among its audiences';
  if (error.claim === 'nbf') return 'the service account token is not valid yet: look at the clocks';
  return unknownText;
}
