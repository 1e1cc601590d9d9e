/**
 * What the runtime has, as last seen: Kubernetes' PLEG and pod cache in one. A full relist every few seconds is the
 * truth; hints and finished operations have single pods looked at in between.
 *
 * Looks overlap, so each carries the number of its beginning: what an older look saw never replaces what a newer one
 * saw. After `refresh(uid)` has resolved, the cache is at least as new as the moment of the call.
 */
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import {
  EMPTY,
  Subject,
  auditTime,
  buffer,
  catchError,
  defer,
  from,
  ignoreElements,
  merge,
  mergeMap,
  repeat,
  retry,
  share,
  type Observable,
} from 'rxjs';
import { hintDebounceMs, relistIntervalMs } from './limits.js';
import type { ContainerRuntime, RuntimePod } from './runtime/types.js';

interface Entry {
  readonly pod: RuntimePod;
  /** For comparing: two looks that saw the same have the same text. */
  readonly text: string;
  readonly look: number;
}

export class RuntimeCache {
  private readonly entries = new Map<string, Entry>();
  private readonly changes = new Subject<string>();
  /** Uids of pods whose containers changed. */
  readonly changes$ = this.changes.asObservable();
  private looks = 0;
  private relisted = false;
  private lastSuccessMs: number;
  private lastError = '';

  constructor(
    private readonly runtime: ContainerRuntime,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.lastSuccessMs = clock.monotonic();
  }

  /** At least one full list has been read. */
  get hasSynced(): boolean {
    return this.relisted;
  }

  get(uid: string): RuntimePod | undefined {
    return this.entries.get(uid)?.pod;
  }

  list(): RuntimePod[] {
    return [...this.entries.values()].map((entry) => entry.pod);
  }

  /** How long the runtime has not answered, and its last words. */
  silence(): { readonly ms: number; readonly error: string } {
    return { ms: this.clock.monotonic() - this.lastSuccessMs, error: this.lastError };
  }

  async relist(): Promise<void> {
    const look = ++this.looks;
    try {
      const pods = await this.runtime.listPods();
      const seen = new Set(pods.map((pod) => pod.uid));
      for (const pod of pods) this.put(pod, look);
      for (const [uid, entry] of this.entries) if (!seen.has(uid) && entry.look < look) this.drop(uid);
      this.relisted = true;
      this.lastSuccessMs = this.clock.monotonic();
      this.lastError = '';
    } catch (error) {
      this.lastError = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  async refresh(uid: string): Promise<void> {
    const look = ++this.looks;
    const [pod] = await this.runtime.listPods(uid);
    if (pod !== undefined) this.put(pod, look);
    else if ((this.entries.get(uid)?.look ?? 0) < look) this.drop(uid);
  }

  /** Keeps the cache up to date while subscribed to. Never emits, errors or completes. */
  readonly run$: Observable<never> = defer(() => {
    const relists$ = defer(() => this.relist()).pipe(
      catchError((error: unknown) => {
        this.logger.warn({ err: error }, 'cannot list containers');
        return EMPTY;
      }),
      repeat({ delay: relistIntervalMs }),
    );
    const hints$ = this.runtime.hints$.pipe(share());
    const looks$ = hints$.pipe(
      buffer(hints$.pipe(auditTime(hintDebounceMs))),
      mergeMap((hints) => from(new Set(hints.map((hint) => hint.podUid)))),
      mergeMap((uid) => defer(() => this.refresh(uid)).pipe(catchError(() => EMPTY))),
    );
    return merge(relists$, looks$).pipe(ignoreElements(), retry({ delay: relistIntervalMs }));
  });

  private put(pod: RuntimePod, look: number): void {
    const before = this.entries.get(pod.uid);
    if (before !== undefined && before.look > look) return;
    const text = JSON.stringify(pod);
    this.entries.set(pod.uid, { pod, text, look });
    if (before?.text !== text) this.changes.next(pod.uid);
  }

  private drop(uid: string): void {
    if (this.entries.delete(uid)) this.changes.next(uid);
  }
}
