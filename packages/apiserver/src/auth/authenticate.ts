/**
 * Who makes a call. As in Kubernetes the ways are tried in one order, client certificate, then bearer token, and the first
 * that succeeds counts: a good certificate is enough, whatever token comes along. Who shows nothing is anonymous, where
 * that is let in; who shows something that does not hold is nobody, and told so.
 */
import { statusError } from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import { bearerTokenCharsMax } from '../limits.js';
import type { IncomingCall } from '../server/admit-call.js';
import { anonymousUser, authenticatedGroup, userOf, type User } from './user.js';

/** Undefined: not one of its tokens. A reason: one of its, and no good. */
export type TokenAuthenticator = (token: string) => Promise<User | { readonly refused: string } | undefined>;

export interface AuthenticatorOptions {
  /** Why the certificate of the connection from `peer` (as `getPeer` of a call names it) does not hold; undefined if none was shown. For texts. */
  readonly refusalOf: (peer: string) => string | undefined;
  readonly tokens: readonly TokenAuthenticator[];
  readonly clock: Pick<Clock, 'now'>;
  /** Whether who shows nothing is let in, as {@link anonymousUser}. */
  readonly anonymous: boolean;
}

/** Throws Unauthorized. */
export function createAuthenticator(options: AuthenticatorOptions): (call: IncomingCall) => Promise<User> {
  const { refusalOf, tokens, clock, anonymous } = options;
  return async (call) => {
    const shown = verifiedCertificateOf(call);
    const expired = shown !== undefined && shown.expiresAtMs <= clock.now();
    if (shown !== undefined && !expired && shown.commonName !== '') {
      return authenticated(userOf(shown.commonName, shown.organizations));
    }
    const token = bearerTokenOf(call);
    if (token !== undefined) {
      const found = await userOfToken(token, tokens);
      if ('refused' in found) throw unauthorized(found.refused);
      return authenticated(found);
    }
    if (expired) throw unauthorized('the client certificate does not hold: it has expired');
    const why = shown === undefined ? refusalOf(call.getPeer()) : undefined;
    if (why !== undefined) throw unauthorized(`the client certificate does not hold: ${why}`);
    if (!anonymous)
      throw unauthorized('this server takes no anonymous calls: show a client certificate or a bearer token');
    return anonymousUser;
  };
}

interface VerifiedCertificate {
  /** Empty when its subject has none. */
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly expiresAtMs: number;
}

/**
 * What the call's own connection has proven; undefined without a certificate or with one that does not hold. Asked of the
 * connection itself: an address and port name more than one connection where the server has several addresses.
 */
function verifiedCertificateOf(call: IncomingCall): VerifiedCertificate | undefined {
  const certificate = call.getAuthContext().sslPeerCertificate;
  if (certificate === undefined) return undefined;
  // Not from the text of the subject: a name may hold whatever separates its parts there.
  const commonNames: string | string[] | undefined = certificate.subject.CN;
  const organizations: string | string[] | undefined = certificate.subject.O;
  return {
    commonName: [commonNames ?? []].flat().at(-1) ?? '',
    organizations: [organizations ?? []].flat(),
    expiresAtMs: Date.parse(certificate.valid_to),
  };
}

async function userOfToken(
  token: string,
  authenticators: readonly TokenAuthenticator[],
): Promise<User | { readonly refused: string }> {
  if (token.length <= bearerTokenCharsMax) {
    for (const authenticate of authenticators) {
      const found = await authenticate(token);
      if (found !== undefined) return found;
    }
  }
  return { refused: 'the bearer token is not one of this cluster' };
}

/** What is no bearer token is passed over, as in Kubernetes. */
function bearerTokenOf({ metadata }: IncomingCall): string | undefined {
  const [header] = metadata.get('authorization');
  const match = typeof header === 'string' ? /^bearer +(\S+)\s*$/i.exec(header) : null;
  return match?.[1];
}

function authenticated(user: User): User {
  return user.groups.includes(authenticatedGroup) ? user : { ...user, groups: [...user.groups, authenticatedGroup] };
}

function unauthorized(why: string): Error {
  return statusError('Unauthorized', `Unauthorized: ${why}`);
}
