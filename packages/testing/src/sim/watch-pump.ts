/** Serves one watch: takes what the watchable store has for it and hands it on, batch by batch, and notes progress. */
import { fromUtf8, utf8 } from '@kuorum/base';
import type { KeyValue, WatchEvent, Watcher } from '@kuorum/store/mvcc';
import type { KvSeen, SeenEvent, WatchRequest, WatchResponse } from '../linearizability/index.js';
import type { ServerHome } from './sim-server.js';

export interface ServedWatch extends WatchRequest {
  /** Of a watch that goes on where another one ended. */
  readonly isResumed: boolean;
  /** Time that this watcher takes for a batch, up to this. */
  readonly takeMsMax: number;
}

export interface WatchSink {
  responded(response: WatchResponse): void;
  /** `compactedTo`: the history asked for is gone. */
  ended(compactedTo: number | undefined): void;
}

export class WatchPump {
  private readonly watcher: Watcher;
  private isScheduled = false;
  private isEnded = false;

  constructor(
    private readonly home: ServerHome,
    private readonly request: ServedWatch,
    private readonly sink: WatchSink,
  ) {
    const { key, end, prevKv, noPut, noDelete } = request;
    this.watcher = home.state.watches.watch({
      key: utf8(key),
      ...(end === undefined ? {} : { rangeEnd: utf8(end) }),
      startRevision: this.startRevision(),
      prevKv,
      noPut,
      noDelete,
      onReady: () => this.pumpLater(),
    });
    this.noteProgressLater();
    // A watch whose history is compacted ends at the next look at it, without a word before.
    this.pumpLater();
  }

  /** By this side: the member stops, or has another state. */
  end(): void {
    this.close();
    this.sink.ended(undefined);
  }

  /** By the client. */
  close(): void {
    this.isEnded = true;
    this.watcher.cancel();
  }

  private startRevision(): number {
    const { startRevision, isResumed } = this.request;
    if (!isResumed) return startRevision;
    if (this.home.bug === 'watch-skips') return startRevision + 1;
    return this.home.bug === 'watch-repeats' ? startRevision - 1 : startRevision;
  }

  private pumpLater(): void {
    if (this.isScheduled || this.isEnded) return;
    this.isScheduled = true;
    this.home.later(this.home.random() * this.request.takeMsMax, () => {
      this.isScheduled = false;
      this.pump();
    });
  }

  private pump(): void {
    if (this.isEnded) return;
    const batch = this.watcher.take();
    if (batch === undefined) return;
    if (batch.kind === 'compacted') {
      this.isEnded = true;
      this.sink.ended(batch.compactRevision);
      return;
    }
    const events = batch.events.map((event) => this.seen(event));
    if (this.home.bug !== 'watch-splits-revision') this.sink.responded({ kind: 'events', events });
    else for (const event of events) this.sink.responded({ kind: 'events', events: [event] });
    this.pumpLater();
  }

  private noteProgressLater(): void {
    const { home } = this;
    home.later((0.2 + home.random()) * home.options.progressMsMax, () => {
      if (this.isEnded) return;
      const isAhead = home.bug === 'watch-progress-ahead';
      const revision = isAhead ? home.state.mvcc.currentRevision : this.watcher.progressRevision();
      if (revision !== undefined) this.sink.responded({ kind: 'progress', revision });
      this.noteProgressLater();
    });
  }

  private seen({ type, kv, prevKv }: WatchEvent): SeenEvent {
    const { modRevision, createRevision, version } = kv;
    const shown = this.home.bug === 'watch-wrong-previous' && prevKv !== undefined ? kv : prevKv;
    return {
      type,
      key: fromUtf8(kv.key),
      modRevision,
      ...(type === 'put' ? { value: fromUtf8(kv.value), createRevision, version } : {}),
      previous: shown === undefined ? undefined : seenKv(shown),
    };
  }
}

export function seenKv({ key, value, createRevision, modRevision, version, lease }: KeyValue): KvSeen {
  return { key: fromUtf8(key), value: fromUtf8(value), createRevision, modRevision, version, lease };
}
