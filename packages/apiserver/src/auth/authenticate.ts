/**
 * Who makes a call. As in Kubernetes the ways are tried in one order, client certificate, then bearer token, and the first
 * that succeeds counts: a good certificate is enough, whatever token comes along. Who shows nothing is anonymous; who
 * shows something that does not hold is nobody, and told so.
 */
import { statusError } from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import { bearerTokenCharsMax } from '../limits.js';
import type { IncomingCall } from '../server/admit-call.js';
import type { PeerCertificate } from './tls-listener.js';
import { anonymousUser, authenticatedGroup, userOf, type User } from './user.js';

/** Undefined: not one of its tokens. A reason: one of its, and no good. */
export type TokenAuthenticator = (token: string) => Promise<User | { readonly refused: string } | undefined>;

export interface AuthenticatorOptions {
  readonly certificateOf: (peer: string) => PeerCertificate;
  readonly tokens: readonly TokenAuthenticator[];
  readonly clock: Pick<Clock, 'now'>;
}

/** Throws Unauthorized. */
export function createAuthenticator(options: AuthenticatorOptions): (call: IncomingCall) => Promise<User> {
  const { certificateOf, tokens, clock } = options;
  return async (call) => {
    const shown = certificateOf(call.getPeer());
    const expired = shown.kind === 'verified' && shown.expiresAtMs <= clock.now();
    if (shown.kind === 'verified' && !expired && shown.commonName !== '') {
      return authenticated(userOf(shown.commonName, shown.organizations));
    }
    const token = bearerTokenOf(call);
    if (token !== undefined) {
      const found = await userOfToken(token, tokens);
      if ('refused' in found) throw unauthorized(found.refused);
      return authenticated(found);
    }
    if (shown.kind === 'refused') throw unauthorized(`the client certificate does not hold: ${shown.why}`);
    if (expired) throw unauthorized('the client certificate does not hold: it has expired');
    return anonymousUser;
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
