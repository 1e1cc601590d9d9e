/**
 * Who calls, and whether it may: the one place that RPC handlers ask. A call is a user's by its token (metadata `token`,
 * or `authorization`) or, when the member is told to believe them, by the name in its certificate.
 *
 * Writes go into the log with their caller and are checked when applied (authorize.ts); what does not go through the log
 * is checked here. With authentication off all this costs one look at a flag.
 */
import type { CallContext } from '@kuorum/rpc';
import { AuthError, type Access, type Caller } from '../../auth/index.js';
import type { StoreRequest } from '../../mvcc/index.js';
import { toEtcdError, type EtcdError } from '../errors.js';
import type { StateMachine } from '../state-machine.js';
import { authorizeLease, authorizeRequest } from './authorize.js';
import { JwtTokenProvider } from './jwt-tokens.js';
import { authDefaults, type AuthOptions } from './options.js';
import { Passwords } from './passwords.js';
import { SimpleTokenProvider, type TokenHome, type TokenProvider } from './token-provider.js';

/** What it needs of a call. */
export type Credentials = Pick<CallContext, 'metadata' | 'peerCommonName'>;

export interface AuthHome extends TokenHome {
  readonly machine: StateMachine;
  /** While a snapshot replaces the state: nobody can say then who may do what. */
  readonly unavailable: EtcdError | undefined;
}

export class AuthGate {
  readonly tokens: TokenProvider;
  readonly passwords: Passwords;

  /** Throws StartRefusal when keys of tokens cannot be used. */
  constructor(
    private readonly home: AuthHome,
    private readonly options: AuthOptions = authDefaults,
  ) {
    const { token } = options;
    this.tokens = token.kind === 'jwt' ? new JwtTokenProvider(token) : new SimpleTokenProvider(home);
    this.passwords = new Passwords(options.bcryptCost);
  }

  get enabled(): boolean {
    return this.home.machine.auth.enabled;
  }

  /**
   * Runs `body` with who calls, undefined = nobody, or authentication is off; a token that is not valid, and what `body`
   * refuses, goes to `refused`. At once, unless the token is yet to be looked into, or a snapshot is being loaded: nobody
   * can say meanwhile whether authentication is on.
   */
  enter(call: Credentials, refused: (error: EtcdError) => void, body: (caller: Caller | undefined) => void): void {
    if (this.home.unavailable !== undefined) {
      this.home.linearizable((error) => (error === undefined ? this.enter(call, refused, body) : refused(error)));
      return;
    }
    if (!this.enabled) return body(undefined);
    this.prepare(call, () => {
      if (this.home.unavailable !== undefined) this.enter(call, refused, body);
      else refusing(refused, () => body(this.callerOf(call)));
    });
  }

  /** Calls back when all is known about the call's token that can be known. */
  prepare(call: Credentials, then: () => void): void {
    const mayMatter = this.enabled || this.home.unavailable !== undefined;
    const token = mayMatter ? tokenOf(call) : undefined;
    if (token === undefined || this.tokens.find(token) !== undefined) then();
    else this.tokens.learn(token, then);
  }

  /** Undefined = nobody, or authentication is off. Throws `invalidAuthToken`. To be called after {@link prepare}. */
  callerOf(call: Credentials): Caller | undefined {
    const { auth } = this.home.machine;
    if (!auth.enabled) return undefined;
    const token = tokenOf(call);
    if (token === undefined) return this.byCertificate(call, auth.revision);
    const caller = this.tokens.find(token);
    if (caller === undefined) throw new AuthError('invalidAuthToken');
    return caller;
  }

  /** Throws for nobody. */
  mustBeUser(call: Credentials): void {
    if (this.enabled) this.home.machine.auth.checkUser(this.callerOf(call));
  }

  /** Throws for all but those with the role `root`. */
  mustBeRoot(call: Credentials): void {
    if (this.enabled) this.home.machine.auth.checkAdmin(this.callerOf(call));
  }

  /** Throws unless the caller may do what it asks by now. */
  allow(call: Credentials, request: StoreRequest): void {
    if (this.enabled) authorizeRequest(this.home.machine, request, this.callerOf(call));
  }

  /** Throws unless the caller may read or write every key of the lease. */
  allowLease(call: Credentials, lease: bigint, access: Access): void {
    if (this.enabled) authorizeLease(this.home.machine, lease, this.callerOf(call), access);
  }

  close(): Promise<void> {
    return this.passwords.close();
  }

  private byCertificate(call: Credentials, revision: number): Caller | undefined {
    const { peerCommonName = '' } = call;
    // A gateway's certificate is not that of whom it speaks for.
    const isUsers = this.options.clientCertAuth && call.metadata('grpcgateway-accept') === undefined;
    return isUsers && peerCommonName !== '' ? { user: peerCommonName, revision } : undefined;
  }
}

function tokenOf(call: Credentials): string | undefined {
  return call.metadata('token') ?? call.metadata('authorization');
}

/** What `body` refuses goes to `refused`; a bug goes on as it was thrown. */
export function refusing(refused: (error: EtcdError) => void, body: () => void): void {
  try {
    body();
  } catch (error) {
    const refusal = toEtcdError(error);
    if (refusal === undefined) throw error;
    refused(refusal);
  }
}
