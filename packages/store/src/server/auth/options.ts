/** What a member is told of authentication: etcd's --auth-token, --auth-token-ttl, --bcrypt-cost, --client-cert-auth. */

export type AuthTokenOptions =
  /** Random, known to all members by the log, void when unused for the TTL and after a restart. */
  | { readonly kind: 'simple'; readonly ttlMs: number }
  /** Signed: whoever has the key can check them. Void after the TTL, and after every change of users and roles. */
  | {
      readonly kind: 'jwt';
      readonly ttlMs: number;
      /** One of {@link signMethods}. */
      readonly signMethod: string;
      /** PEM files; of HMAC methods the private key is the file's bytes, and there is no public one. */
      readonly publicKeyFile?: string;
      /** Without it tokens are checked but none is given out. */
      readonly privateKeyFile?: string;
    };

export interface AuthOptions {
  readonly token: AuthTokenOptions;
  /** 4 to 31: each step doubles the time that a password's hash takes. */
  readonly bcryptCost: number;
  /** A call without a token is that of the user whom the client's verified certificate names. */
  readonly clientCertAuth: boolean;
}

export const signMethods: readonly string[] = ['RS', 'PS', 'ES', 'HS']
  .flatMap((family) => ['256', '384', '512'].map((bits) => family + bits))
  .concat('EdDSA');

/** etcd's: 300 s. */
export const SIMPLE_TOKEN_TTL_MS = 300_000;
/** etcd's: 5 min. */
export const JWT_TTL_MS = 300_000;
/** etcd's. */
export const BCRYPT_COST = 10;
export const BCRYPT_COST_MIN = 4;
export const BCRYPT_COST_MAX = 31;

export const authDefaults: AuthOptions = {
  token: { kind: 'simple', ttlMs: SIMPLE_TOKEN_TTL_MS },
  bcryptCost: BCRYPT_COST,
  clientCertAuth: false,
};
