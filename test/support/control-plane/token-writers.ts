/**
 * Writers whose every write can be told apart, and would show if it took place twice: it appends a token to a list. In turn:
 * a create under a generated name, guarded updates and unguarded JSON patches, a deletion.
 */
import { delay, systemClock } from '@kuorum/base';
import { ApiStatusError, make, type ServiceAccount } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';

/** Changes of an object between its creation and its deletion. */
const CHANGES = 3;
const PAUSE_AFTER_FAILURE_MS = 20;
/** What a lost server makes of a write: its outcome is not known, or a second try has met the first one. */
const excused: readonly string[] = ['Conflict', 'Timeout', 'ServiceUnavailable', 'NotFound'];

/** A write that a server has acknowledged. */
export interface Acknowledged {
  readonly token: string;
  readonly name: string;
  readonly revision: number;
}

export class TokenWriter {
  readonly acknowledged: Acknowledged[] = [];
  /** Names whose deletion was acknowledged. */
  readonly deleted: string[] = [];
  /** Tokens of writes whose outcome is not known: each may be there once, or not. */
  readonly unknown: string[] = [];
  readonly problems: string[] = [];
  /** Longest time between two acknowledgements since {@link meterGaps}. */
  longestGapMs = 0;
  acknowledgedSinceMeter = 0;
  private lastAtMs: number | undefined;
  private tokens = 0;
  private stopped = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly client: ApiClient,
    private readonly index: number,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when the write under way is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  meterGaps(): void {
    this.lastAtMs = systemClock.monotonic();
  }

  private get accounts(): ReturnType<typeof this.client.resource<'ServiceAccount'>> {
    return this.client.resource('ServiceAccount');
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const made = await this.write((token) => this.accounts.create(accountOf(this.index, token)));
      let account = made;
      for (let i = 0; i < CHANGES && account !== undefined && !this.stopped; i++) {
        account = (await this.change(account, i)) ?? (await this.present(account));
      }
      if (account !== undefined && !this.stopped) await this.delete(account);
    }
  }

  private change(account: ServiceAccount, i: number): Promise<ServiceAccount | undefined> {
    const { namespace, name } = account.metadata;
    return this.write((token) => {
      const secret = make('ObjectReference', { name: token });
      if (i % 2 === 0) return this.accounts.update({ ...account, secrets: [...account.secrets, secret] });
      return this.accounts.patch(namespace, name, [{ op: 'add', path: '/secrets/-', value: { name: token } }], {
        type: 'json',
      });
    });
  }

  private async delete({ metadata: { namespace, name, uid } }: ServiceAccount): Promise<void> {
    await this.attempt(async () => {
      await this.accounts.delete(namespace, name, { preconditions: { uid } });
      this.deleted.push(name);
    });
  }

  private async write(call: (token: string) => Promise<ServiceAccount>): Promise<ServiceAccount | undefined> {
    const token = `writer-${this.index}-${this.tokens++}`;
    const account = await this.attempt(() => call(token));
    if (account === undefined) this.unknown.push(token);
    else {
      const { name, resourceVersion } = account.metadata;
      this.acknowledged.push({ token, name, revision: Number(resourceVersion) });
    }
    return account;
  }

  /** What is there after a write whose outcome is not known. */
  private present({ metadata: { namespace, name } }: ServiceAccount): Promise<ServiceAccount | undefined> {
    return this.attempt(() => this.accounts.get(namespace, name));
  }

  private async attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await call();
      this.noteAcknowledged();
      return answer;
    } catch (error) {
      const reason = error instanceof ApiStatusError ? error.reason : String(error);
      if (!excused.includes(reason)) this.problems.push(`writer ${this.index}: ${String(error)}`);
      await delay(systemClock, PAUSE_AFTER_FAILURE_MS);
      return undefined;
    }
  }

  private noteAcknowledged(): void {
    if (this.lastAtMs === undefined) return;
    const now = systemClock.monotonic();
    this.longestGapMs = Math.max(this.longestGapMs, now - this.lastAtMs);
    this.lastAtMs = now;
    this.acknowledgedSinceMeter++;
  }
}

function accountOf(index: number, token: string): ServiceAccount {
  return make('ServiceAccount', {
    metadata: { generateName: `w${index}-`, namespace: 'default' },
    secrets: [{ name: token }],
  });
}
