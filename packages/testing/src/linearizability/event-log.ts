/**
 * What really happened, revision by revision: the measure for watches and for reads of the past. Filled by whoever
 * knows it (the state machines of a simulation; one complete watch of a real store), from several sources if need be:
 * they must agree.
 */
import { assert } from '@kuorum/base';
import type { KvSeen } from './kv-history.js';

export interface SeenEvent {
  readonly type: 'put' | 'delete';
  readonly key: string;
  readonly modRevision: number;
  /** put only */
  readonly value?: string | undefined;
  readonly createRevision?: number | undefined;
  readonly version?: number | undefined;
  /** null = asked for, and there was none. */
  readonly previous?: KvSeen | null | undefined;
}

/** An event with what came before it, as the log works it out. */
export interface LoggedEvent extends SeenEvent {
  readonly createRevision: number;
  readonly version: number;
  readonly previous: KvSeen | null;
}

export class EventLog {
  private readonly byRevision = new Map<number, readonly LoggedEvent[]>();
  private readonly contents = new Map<string, KvSeen>();

  /** `firstRevision`: before anything happened; etcd: 1. */
  constructor(readonly firstRevision = 1) {
    this.lastRevision = firstRevision;
  }

  lastRevision: number;

  /** The events of the next revision, in order. A revision that is known must be told alike. */
  add(revision: number, events: readonly SeenEvent[]): void {
    const known = this.byRevision.get(revision);
    if (known !== undefined) {
      const same = known.length === events.length && known.every((event, i) => sameEvent(event, events[i]));
      assert(same, `revision ${revision} is told in two ways: ${showEvents(known)}, and ${showEvents(events)}`);
      return;
    }
    assert(
      revision === this.lastRevision + 1,
      `revision ${revision} cannot follow ${this.lastRevision}: there is a gap`,
    );
    this.lastRevision = revision;
    this.byRevision.set(
      revision,
      events.map((event) => this.complete(event)),
    );
  }

  at(revision: number): readonly LoggedEvent[] {
    return this.byRevision.get(revision) ?? [];
  }

  /** Events of the revisions from `from` to `to`, both included. */
  between(from: number, to: number): LoggedEvent[] {
    const events: LoggedEvent[] = [];
    for (let revision = from; revision <= to; revision++) events.push(...this.at(revision));
    return events;
  }

  /** All that existed at `revision`, by key. */
  contentsAt(revision: number): Map<string, KvSeen> {
    const contents = new Map<string, KvSeen>();
    for (const event of this.between(this.firstRevision + 1, revision)) applyEvent(contents, event);
    return contents;
  }

  private complete(event: SeenEvent): LoggedEvent {
    const previous = this.contents.get(event.key) ?? null;
    const isPut = event.type === 'put';
    const logged: LoggedEvent = {
      ...event,
      createRevision: isPut ? (previous?.createRevision ?? event.modRevision) : 0,
      version: isPut ? (previous?.version ?? 0) + 1 : 0,
      previous,
    };
    applyEvent(this.contents, logged);
    return logged;
  }
}

function applyEvent(contents: Map<string, KvSeen>, event: LoggedEvent): void {
  const { type, key, value = '', modRevision, createRevision, version } = event;
  if (type === 'put') contents.set(key, { key, value, modRevision, createRevision, version });
  else contents.delete(key);
}

/** What `seen` does not say is not compared. */
export function sameEvent(known: LoggedEvent, seen: SeenEvent | undefined): boolean {
  if (seen === undefined || seen.type !== known.type || seen.key !== known.key) return false;
  if (seen.modRevision !== known.modRevision) return false;
  return known.type === 'delete' || seen.value === undefined || seen.value === known.value;
}

export function showEvents(events: readonly SeenEvent[]): string {
  return events
    .map(
      ({ type, key, value, modRevision }) =>
        `${type} ${key}${type === 'put' ? `=${value ?? '?'}` : ''} at ${modRevision}`,
    )
    .join(', ');
}
