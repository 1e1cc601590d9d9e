/** Everything that happened to the objects of a kind, as the store itself tells it: what watchers are held against. */
import { fromUtf8, prefixEnd, utf8 } from '@kuorum/base';
import type { ServiceAccount } from '@kuorum/api';
import type { EtcdClient, EtcdEvent } from '@kuorum/client';
import type { Subscription } from 'rxjs';

/** The part of the stored JSON that is looked at. */
type Stored = Pick<ServiceAccount, 'secrets'>;

export interface Placed {
  readonly name: string;
  readonly revision: number;
}

export class StoreHistory {
  /** As watchers note changes: `revision TYPE name`. */
  readonly changes: string[] = [];
  /** Where each token was put into a list for the first time, and again: more than one is a write that took place twice. */
  readonly placed = new Map<string, Placed[]>();
  readonly deletions = new Map<string, number>();
  /** Revisions of what is there, by name. */
  readonly present = new Map<string, number>();
  private readonly tokens = new Map<string, string[]>();
  private readonly subscription: Subscription;
  lastRevision: number;

  constructor(store: EtcdClient, startRevision: number) {
    this.lastRevision = startRevision;
    const key = utf8('/registry/serviceaccounts/default/');
    this.subscription = store
      .watch({ key, rangeEnd: prefixEnd(key), startRevision: startRevision + 1 })
      .subscribe(({ events }) => {
        for (const event of events) this.add(event);
      });
  }

  /** The token was placed, or the name deleted. */
  tookPlace(mark: string): boolean {
    return this.placed.has(mark) || this.deletions.has(mark);
  }

  stop(): void {
    this.subscription.unsubscribe();
  }

  private add({ type, kv }: EtcdEvent): void {
    const name = fromUtf8(kv.key).split('/').at(-1) ?? '';
    const revision = kv.modRevision;
    this.lastRevision = revision;
    if (type === 'delete') {
      this.changes.push(`${revision} DELETED ${name}`);
      this.deletions.set(name, (this.deletions.get(name) ?? 0) + 1);
      this.present.delete(name);
      this.tokens.delete(name);
      return;
    }
    this.changes.push(`${revision} ${this.present.has(name) ? 'MODIFIED' : 'ADDED'} ${name}`);
    this.present.set(name, revision);
    const { secrets = [] } = JSON.parse(fromUtf8(kv.value)) as Partial<Stored>;
    const now = secrets.map((secret) => secret.name);
    const before = this.tokens.get(name) ?? [];
    for (const [i, token] of now.entries()) {
      if (before[i] === token) continue;
      this.placed.set(token, [...(this.placed.get(token) ?? []), { name, revision }]);
    }
    this.tokens.set(name, now);
  }
}
