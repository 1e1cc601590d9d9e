/**
 * Watchers that note every change they are told of, as `revision TYPE name`, and go on elsewhere when their server is gone.
 * Half are the informer that all components use; it swallows a change that it is told twice. So the others are bare watches,
 * resumed after the last version seen, as any client of the API may do it.
 */
import { delay, systemClock } from '@kuorum/base';
import type { KindName, Kinds } from '@kuorum/api';
import { createInformer, type ApiClient } from '@kuorum/client';
import { firstValueFrom } from 'rxjs';

const RESUME_PAUSE_MS = 50;
const informerTypes = { added: 'ADDED', updated: 'MODIFIED', deleted: 'DELETED' } as const;

export abstract class RecordingWatcher {
  /** What came after the start. */
  readonly seen: string[] = [];
  readonly problems: string[] = [];
  lastRevision: number;
  /** Times that its server was lost, as far as that can be seen. */
  breaks = 0;
  /** Longest time without a change since {@link meterGaps}. */
  longestGapMs = 0;
  private lastAtMs: number | undefined;

  constructor(protected readonly startRevision: number) {
    this.lastRevision = startRevision;
  }

  meterGaps(): void {
    this.lastAtMs = systemClock.monotonic();
  }

  protected note(type: string, { name, resourceVersion }: { name: string; resourceVersion: string }): void {
    const revision = Number(resourceVersion);
    if (revision <= this.startRevision) return;
    this.seen.push(`${revision} ${type} ${name}`);
    this.lastRevision = revision;
    if (this.lastAtMs === undefined) return;
    const now = systemClock.monotonic();
    this.longestGapMs = Math.max(this.longestGapMs, now - this.lastAtMs);
    this.lastAtMs = now;
  }
}

export class BareWatcher<K extends KindName> extends RecordingWatcher {
  private readonly abort = new AbortController();
  private version: string;

  constructor(
    private readonly client: ApiClient,
    private readonly kind: K,
    startRevision: number,
  ) {
    super(startRevision);
    this.version = String(startRevision);
    this.watch();
  }

  stop(): void {
    this.abort.abort();
  }

  private watch(): void {
    const subscription = this.client
      .resource(this.kind)
      .watch({ resourceVersion: this.version })
      .subscribe({
        next: ({ type, object }) => {
          this.version = object.metadata.resourceVersion;
          this.note(type, object.metadata);
        },
        error: (error: unknown) => {
          this.breaks++;
          if (String(error).includes('too old')) this.problems.push(String(error));
          else void this.resume();
        },
        complete: () => this.problems.push('a watch without a time limit was ended'),
      });
    this.abort.signal.addEventListener('abort', () => subscription.unsubscribe());
  }

  private async resume(): Promise<void> {
    await delay(systemClock, RESUME_PAUSE_MS);
    if (!this.abort.signal.aborted) this.watch();
  }
}

export class InformerWatcher<K extends KindName> extends RecordingWatcher {
  private readonly informer;
  private readonly subscription;

  constructor(client: ApiClient, kind: K, startRevision: number) {
    super(startRevision);
    this.informer = createInformer<K>(client, kind);
    this.subscription = this.informer.events$.subscribe(({ type, object }) =>
      this.note(informerTypes[type], object.metadata),
    );
    this.subscription.add(this.informer.run$.subscribe());
  }

  async synced(): Promise<void> {
    await firstValueFrom(this.informer.synced$, { defaultValue: undefined });
  }

  objects(): readonly Kinds[K][] {
    return this.informer.list();
  }

  stop(): void {
    this.subscription.unsubscribe();
  }
}
