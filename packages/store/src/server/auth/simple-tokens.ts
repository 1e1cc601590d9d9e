/**
 * Tokens of the simple kind (etcd `server/auth/simple_token.go`): random texts that stand for a user. Every member has
 * the same, as they are given out through the log; each counts the time of disuse for itself, and a restart forgets
 * them: clients then authenticate again.
 */
import type { Clock } from '@kuorum/base';
import type { VoidTokens } from '../../auth/index.js';
import { SIMPLE_TOKENS, TOKEN_TOUCH_MS } from './limits.js';

interface Token {
  readonly user: string;
  deadlineMs: number;
}

export class SimpleTokens {
  /** The one used last comes last. */
  private readonly tokens = new Map<string, Token>();

  constructor(
    private readonly clock: Clock,
    private readonly ttlMs: number,
  ) {}

  get count(): number {
    return this.tokens.size;
  }

  assign(text: string, user: string): void {
    this.dropExpired();
    this.tokens.set(text, { user, deadlineMs: this.clock.monotonic() + this.ttlMs });
  }

  /** Undefined = not known, or expired. Being asked for counts as use. */
  userOf(text: string): string | undefined {
    const token = this.tokens.get(text);
    if (token === undefined) return undefined;
    const nowMs = this.clock.monotonic();
    if (token.deadlineMs <= nowMs) {
      this.tokens.delete(text);
      return undefined;
    }
    const deadlineMs = nowMs + this.ttlMs;
    if (deadlineMs - token.deadlineMs >= Math.min(TOKEN_TOUCH_MS, this.ttlMs / 2)) {
      token.deadlineMs = deadlineMs;
      this.tokens.delete(text);
      this.tokens.set(text, token);
    }
    return token.user;
  }

  void(whose: VoidTokens): void {
    if (whose === 'everyone') this.tokens.clear();
    else if (whose.length > 0)
      for (const [text, { user }] of this.tokens) if (whose.includes(user)) this.tokens.delete(text);
  }

  private dropExpired(): void {
    const nowMs = this.clock.monotonic();
    for (const [text, { deadlineMs }] of this.tokens) {
      if (deadlineMs > nowMs && this.tokens.size < SIMPLE_TOKENS) return;
      this.tokens.delete(text);
    }
  }
}
