/**
 * Writers whose every write can be told apart, and would show if it took place twice: it appends a token to a list. In turn:
 * a create under a generated name, unguarded JSON patches and a guarded update, a deletion.
 */
import { delay, systemClock } from '@kuorum/base';
import { ApiStatusError, make, type ServiceAccount } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';

/** Between the creation of an object and its deletion; with the create, three of five writes could take place twice. */
const changes = ['patch', 'update', 'patch'] as const;
const PAUSE_AFTER_FAILURE_MS = 20;
/** What a lost server makes of a write: its outcome is not known, or a second try has met the first one. */
const excused: readonly string[] = ['Conflict', 'Timeout', 'ServiceUnavailable', 'NotFound'];

/** A write that a server has acknowledged. */
export interface Acknowledged {
  readonly token: string;
  readonly name: string;
  readonly revision: number;
}

/** A write that waits for its answer. */
export interface UnderWay {
  readonly verb: 'create' | (typeof changes)[number] | 'delete';
  /** Its token; the name of what is deleted. */
  readonly mark: string;
}

export class TokenWriter {
  readonly acknowledged: Acknowledged[] = [];
  /** Names whose deletion was acknowledged. */
  readonly deleted: string[] = [];
  /** Tokens of writes whose outcome is not known: each may be there once, or not. */
  readonly unknown: string[] = [];
  readonly problems: string[] = [];
  underWay: UnderWay | undefined;
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
    this.acknowledgedSinceMeter = 0;
  }

  private get accounts(): ReturnType<typeof this.client.resource<'ServiceAccount'>> {
    return this.client.resource('ServiceAccount');
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const made = await this.write('create', (token) => this.accounts.create(accountOf(this.index, token)));
      let account = made;
      for (const verb of changes) {
        if (account === undefined || this.stopped) break;
        account = (await this.change(account, verb)) ?? (await this.present(account));
      }
      if (account !== undefined && !this.stopped) await this.delete(account);
    }
  }

  private change(account: ServiceAccount, verb: (typeof changes)[number]): Promise<ServiceAccount | undefined> {
    const { namespace, name } = account.metadata;
    return this.write(verb, (token) => {
      const secret = make('ObjectReference', { name: token });
      if (verb === 'update') return this.accounts.update({ ...account, secrets: [...account.secrets, secret] });
      return this.accounts.patch(namespace, name, [{ op: 'add', path: '/secrets/-', value: { name: token } }], {
        type: 'json',
      });
    });
  }

  private async delete({ metadata: { namespace, name, uid } }: ServiceAccount): Promise<void> {
    this.underWay = { verb: 'delete', mark: name };
    await this.attempt(async () => {
      await this.accounts.delete(namespace, name, { preconditions: { uid } });
      this.deleted.push(name);
    });
    this.underWay = undefined;
  }

  private async write(
    verb: UnderWay['verb'],
    call: (token: string) => Promise<ServiceAccount>,
  ): Promise<ServiceAccount | undefined> {
    const token = `writer-${this.index}-${this.tokens++}`;
    this.underWay = { verb, mark: token };
    const account = await this.attempt(() => call(token));
    this.underWay = undefined;
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
