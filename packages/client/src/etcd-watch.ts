/**
 * A watch that outlives its streams. Each watch has a stream of its own; when it breaks, the next one starts after the
 * last revision that was delivered, so that a subscriber sees every event once and in order (etcd's guarantees: ordered,
 * unique, reliable, atomic, resumable). It ends only when what comes next was compacted or the store refuses it.
 *
 * A stream asks for `hasleader`: a member that lost its quorum ends it, and another member is asked, instead of
 * the watch staying silent on the wrong side of a partition.
 */
import { Metadata, status, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { Backoff, systemPrng, type Clock, type Timer } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { int64ToNumber, type etcdserverpb } from '@kuorum/wire';
import { Observable, type Subscriber } from 'rxjs';
import type { ChannelPool } from './channel-pool.js';
import { bufferOf, decodeEvent, revisionOf } from './etcd-codec.js';
import { EtcdCompactedError, EtcdError, etcdErrorOf } from './etcd-errors.js';
import type { EtcdEvent, EtcdWatchBatch, EtcdWatchRequest } from './etcd-types.js';
import { watchCreateTimeoutMs, watchHealthyMs, watchRetry } from './limits.js';
import { CallError, connected, toCallError, type Method } from './unary-call.js';

type WatchStream = ClientDuplexStream<etcdserverpb.WatchRequest, etcdserverpb.WatchResponse__Output>;

export interface WatchContext {
  readonly pool: ChannelPool;
  readonly method: Method<etcdserverpb.WatchRequest, etcdserverpb.WatchResponse__Output>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Open watches; each can be asked for progress. */
  readonly open: Set<EtcdWatch>;
}

export function watch$(context: WatchContext, request: EtcdWatchRequest): Observable<EtcdWatchBatch> {
  return new Observable((subscriber) => {
    const watch = new EtcdWatch(context, request, subscriber);
    context.open.add(watch);
    watch.start();
    return () => {
      context.open.delete(watch);
      watch.stop();
    };
  });
}

export class EtcdWatch {
  /** First revision still to be delivered; 0 = whatever comes after the watch is made. */
  private nextRevision: number;
  private stream: WatchStream | undefined;
  private server = '';
  /** Events of a revision whose rest is still to come. */
  private fragments: EtcdEvent[] = [];
  private created = false;
  private openedAtMs = 0;
  private timer: Timer | undefined;
  private stopped = false;
  private undepend: () => void = () => undefined;
  private readonly backoff = new Backoff(watchRetry, systemPrng);

  constructor(
    private readonly context: WatchContext,
    private readonly request: EtcdWatchRequest,
    private readonly subscriber: Subscriber<EtcdWatchBatch>,
  ) {
    this.nextRevision = request.startRevision ?? 0;
  }

  start(): void {
    this.open().catch((error: unknown) => this.stopped || this.subscriber.error(error));
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    this.endStream();
  }

  requestProgress(): void {
    if (this.created) this.stream?.write({ progress_request: {} });
  }

  private async open(): Promise<void> {
    const { pool, method, clock } = this.context;
    this.server = pool.pick();
    this.created = false;
    this.fragments = [];
    this.openedAtMs = clock.monotonic();
    const client = await connected(pool, this.server, 'stream').catch((error: unknown) => {
      if (!(error instanceof CallError)) throw error;
      this.onBreak(error);
      return undefined;
    });
    if (client === undefined || this.stopped) return;
    const metadata = new Metadata();
    metadata.set('hasleader', 'true');
    const stream: WatchStream = client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      metadata,
    );
    this.stream = stream;
    this.undepend = pool.dependOn(this.server, () =>
      this.onBreak(new CallError(status.UNAVAILABLE, 'the store does not answer', false)),
    );
    const ifCurrent =
      <A>(fn: (argument: A) => void) =>
      (argument: A): void => {
        if (this.stream === stream) fn(argument);
      };
    stream.on(
      'data',
      ifCurrent((response: etcdserverpb.WatchResponse__Output) => this.onResponse(response)),
    );
    stream.on(
      'error',
      ifCurrent((error: ServiceError) => this.onBreak(toCallError(error))),
    );
    stream.on(
      'end',
      ifCurrent(() => this.onBreak(new CallError(status.UNAVAILABLE, 'the store ended the watch stream', false))),
    );
    stream.write({ create_request: this.createRequest() });
    this.timer = clock.setTimeout(
      () => this.onBreak(new CallError(status.DEADLINE_EXCEEDED, 'the store did not confirm the watch', false)),
      watchCreateTimeoutMs,
    );
  }

  private createRequest(): etcdserverpb.WatchCreateRequest {
    const { key, rangeEnd, prevKv, progressNotify } = this.request;
    return {
      key: bufferOf(key),
      ...(rangeEnd === undefined ? {} : { range_end: bufferOf(rangeEnd) }),
      start_revision: this.nextRevision,
      progress_notify: progressNotify ?? false,
      prev_kv: prevKv ?? false,
      fragment: true,
    };
  }

  private onResponse(response: etcdserverpb.WatchResponse__Output): void {
    const revision = revisionOf(response.header);
    if (response.canceled) return this.onCanceled(response);
    if (response.created) {
      this.timer?.cancel();
      this.created = true;
      this.context.pool.succeeded(this.server);
      if (this.nextRevision === 0) this.nextRevision = revision + 1;
      return this.emit({ kind: 'created', revision, events: [] });
    }
    if (response.events.length === 0 && !response.fragment) {
      // A notice for this watch is true for it. One for the whole stream (-1, the answer to a request) came ahead of
      // events in etcd before 3.4.25 and 3.5.8, so resuming does not rely on it.
      if (response.watch_id !== '-1') this.nextRevision = Math.max(this.nextRevision, revision + 1);
      return this.emit({ kind: 'progress', revision, events: [] });
    }
    for (const event of response.events) this.fragments.push(decodeEvent(event));
    if (response.fragment) return;
    const events = this.fragments;
    this.fragments = [];
    this.nextRevision = Math.max(this.nextRevision, (events.at(-1)?.kv.modRevision ?? 0) + 1);
    this.emit({ kind: 'events', revision, events });
  }

  private onCanceled(response: etcdserverpb.WatchResponse__Output): void {
    const compactRevision = int64ToNumber(response.compact_revision);
    const reason = response.cancel_reason;
    if (compactRevision > 0) this.fail(new EtcdCompactedError(compactRevision));
    else if (reason === '' || reason.includes('no leader')) {
      this.onBreak(new CallError(status.UNAVAILABLE, `the store canceled the watch: ${reason}`, false));
    } else this.fail(new EtcdError(status.FAILED_PRECONDITION, reason, false));
  }

  private onBreak(error: CallError): void {
    if (this.stopped) return;
    this.timer?.cancel();
    this.endStream();
    const permanent: readonly status[] = [
      status.INVALID_ARGUMENT,
      status.PERMISSION_DENIED,
      status.UNAUTHENTICATED,
      status.UNIMPLEMENTED,
      status.OUT_OF_RANGE,
    ];
    if (permanent.includes(error.code)) return this.fail(etcdErrorOf(error, 'read'));
    const { pool, clock, logger } = this.context;
    pool.failed(this.server, error);
    if (this.created && clock.monotonic() - this.openedAtMs >= watchHealthyMs) this.backoff.reset();
    const pauseMs = this.backoff.nextMs();
    logger.info({ server: this.server, err: error, revision: this.nextRevision, pauseMs }, 'watch broke; resuming');
    this.timer = clock.setTimeout(() => this.start(), pauseMs);
  }

  private emit(batch: EtcdWatchBatch): void {
    this.subscriber.next(batch);
  }

  private fail(error: EtcdError): void {
    this.endStream();
    this.subscriber.error(error);
  }

  private endStream(): void {
    const stream = this.stream;
    this.stream = undefined;
    this.created = false;
    this.undepend();
    stream?.cancel();
  }
}
