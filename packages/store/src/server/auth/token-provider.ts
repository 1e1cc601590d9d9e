/** How users prove who they are after they gave their password once: the common face of simple tokens and JWTs. */
import { randomBytes } from 'node:crypto';
import { assert } from '@kuorum/base';
import type { AuthStore, Caller } from '../../auth/index.js';
import type { Command } from '../command.js';
import type { CommandResult } from '../state-machine.js';
import type { Done } from '../waiters.js';
import type { SimpleTokens } from './simple-tokens.js';

/** How users prove on every call who they are, once they gave their password. */
export interface TokenProvider {
  /** Who the token stands for; undefined = not known, or not yet. */
  find(token: string): Caller | undefined;
  /** Finds out what there is to find out about a token that `find` does not know, then calls back. */
  learn(token: string, then: () => void): void;
  /** Gives out a token to a user whose password was checked at `revision`. */
  issue(user: string, revision: number, done: Done<string>): void;
}

/** What simple tokens need of their member. */
export interface TokenHome {
  readonly machine: { readonly auth: Pick<AuthStore, 'revision'>; readonly tokens: SimpleTokens };
  readonly appliedIndex: number;
  linearizable(done: Done<void>): void;
  propose(command: Command, done: Done<CommandResult>): void;
}

const TOKEN_BYTES = 24;

/**
 * Simple tokens (simple-tokens.ts). Their text ends in the index of the entry that gave them out: a member that has not
 * applied so much yet does not refuse them before it has caught up.
 */
export class SimpleTokenProvider implements TokenProvider {
  constructor(private readonly home: TokenHome) {}

  find(token: string): Caller | undefined {
    const { tokens, auth } = this.home.machine;
    const user = tokens.userOf(token);
    return user === undefined ? undefined : { user, revision: auth.revision };
  }

  learn(token: string, then: () => void): void {
    const index = Number(/\.(\d{1,16})$/.exec(token)?.[1] ?? 0);
    // Whoever has a token from the log has it of an entry that is committed: a linearizable read comes after it.
    if (index > this.home.appliedIndex) this.home.linearizable(then);
    else then();
  }

  issue(user: string, _revision: number, done: Done<string>): void {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    this.home.propose({ kind: 'auth', command: { kind: 'authenticate', user, token } }, (error, outcome) => {
      if (error !== undefined) return done(error);
      assert(outcome?.kind === 'auth', 'an authentication must have the result of one');
      assert(outcome.token !== undefined, 'an authentication must result in a token');
      done(undefined, outcome.token);
    });
  }
}
