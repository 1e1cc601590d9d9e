/** A password for a token (etcd `server/etcdserver/v3_server.go`, Authenticate). */
import { AuthError } from '../../auth/index.js';
import { etcdError, type EtcdError } from '../errors.js';
import type { Done } from '../waiters.js';
import { refusing, type AuthGate, type AuthHome } from './gate.js';
import { AUTHENTICATE_ATTEMPTS } from './limits.js';

export interface Credential {
  readonly user: string;
  readonly password: string;
}

type Home = AuthHome & { readonly auth: AuthGate };

/**
 * The password is compared here and the token given out through the log; when users changed in between it may have been
 * another password, so all starts over.
 */
export function authenticate(home: Home, credential: Credential, done: Done<string>, attempt = 1): void {
  home.linearizable((error) => {
    if (error !== undefined) return done(error);
    refusing(done, () => {
      const { auth } = home.machine;
      if (!auth.enabled) throw new AuthError('authNotEnabled');
      const user = auth.user(credential.user);
      if (user?.noPassword) throw new AuthError('noPasswordUser');
      const { revision } = auth;
      compare(home, credential.password, user?.passwordHash, (refusal) => {
        if (refusal !== undefined) return done(refusal);
        home.auth.tokens.issue(credential.user, revision, (failure, token) => {
          if (failure !== undefined) done(failure);
          else if (home.machine.auth.revision === revision) done(undefined, token);
          else if (attempt >= AUTHENTICATE_ATTEMPTS) done(etcdError('tooManyRequests'));
          else authenticate(home, credential, done, attempt + 1);
        });
      });
    });
  });
}

function compare(
  home: Home,
  password: string,
  hash: string | undefined,
  answer: (refusal: EtcdError | undefined) => void,
): void {
  home.auth.passwords.compare(password, hash, (error, matches) => {
    if (error !== undefined) answer(error);
    else if (matches === true) answer(undefined);
    else refusing(answer, () => throwFailed());
  });
}

function throwFailed(): never {
  throw new AuthError('authFailed');
}
