/**
 * One stream of etcdserverpb.Watch: any number of watches, created and cancelled by the client, delivered in turn.
 *
 * Backpressure: gRPC's buffer is full when `write` gives false; nothing more is taken from the store's watchers until
 * `drain`, and what piles up is bounded there (a watcher that falls behind is a victim and replays history later).
 * Nothing is skipped, whoever is slow. Requests are not read meanwhile either, as each has an answer.
 */
import { status } from '@grpc/grpc-js';
import { compareBytes } from '@kuorum/base';
import type { StreamCall } from '@kuorum/rpc';
import { int64ToBigint, toInt64, type etcdserverpb } from '@kuorum/wire';
import type { RangeRequest, WatchBatch, Watcher } from '../../mvcc/index.js';
import { refusing } from '../auth/gate.js';
import type { EtcdError } from '../errors.js';
import { REQUEST_OVERHEAD_BYTES, WATCHES_PER_STREAM } from '../limits.js';
import type { Member } from '../member.js';
import { split } from './fragments.js';
import { header } from './header.js';
import { encodeEvent } from './kv-codec.js';
import { SharedEvents } from './shared-events.js';
import { saturate } from './saturate.js';
import { refusalOf } from './unary.js';

export type WatchCall = StreamCall<etcdserverpb.WatchRequest__Output, etcdserverpb.WatchResponse>;

interface Watch {
  readonly id: bigint;
  /** The same for the wire: small ones as numbers. */
  readonly wireId: number | string;
  readonly watcher: Watcher;
  readonly fragment: boolean;
  readonly progressNotify: boolean;
  /** Events or a notice went out since the last round of notices. */
  told: boolean;
  /** It stands in the line of those that may have something to take. */
  inLine: boolean;
  forgotten: boolean;
}

/** As Go spells the codes that a watch may be denied with. */
const codeNames: Readonly<Record<number, string>> = {
  [status.INVALID_ARGUMENT]: 'InvalidArgument',
  [status.PERMISSION_DENIED]: 'PermissionDenied',
  [status.UNAUTHENTICATED]: 'Unauthenticated',
};

const INVALID_WATCH_ID = -1n;
const PROGRESS_OF_ALL = -1n;

export class WatchStream {
  private readonly watches = new Map<bigint, Watch>();
  /** Watches that may have something to take, served in turn, from `served` on. */
  private line: Watch[] = [];
  private served = 0;
  private nextId = 0n;
  private blocked = false;
  private pumping = false;
  private progressAsked = false;
  private ended = false;

  constructor(
    private readonly member: Member,
    private readonly call: WatchCall,
    private readonly onEnd: (stream: WatchStream) => void,
    private readonly shared = new SharedEvents(member),
  ) {
    call.onMessage((message) => this.receive(message));
    // A client that will ask nothing more goes on listening only while it has watches; etcd ends the stream then too.
    call.onHalfClose(() => this.end());
    call.onCancel(() => this.end());
    call.onDrain(() => {
      this.blocked = false;
      call.resume();
      this.schedulePump();
    });
    // Nothing is read while the call's token is looked into.
    call.pause();
    member.auth.prepare(call, () => {
      if (!this.ended) call.resume();
    });
  }

  /** Ends the stream with a status, or regularly without. */
  end(error?: EtcdError): void {
    if (this.ended) return;
    this.ended = true;
    for (const { watcher } of this.watches.values()) watcher.cancel();
    this.watches.clear();
    this.line = [];
    this.onEnd(this);
    this.call.end(error);
  }

  /** The periodic notice for watches that asked for it and have heard nothing since the last one. */
  notifyProgress(): void {
    // Who does not read is not told, either; the next round comes.
    if (this.blocked) return;
    for (const watch of this.watches.values()) {
      if (!watch.progressNotify) continue;
      const revision = watch.watcher.progressRevision();
      if (!watch.told && revision !== undefined)
        this.write({ header: header(this.member, revision), watch_id: toInt64(watch.id) });
      watch.told = false;
    }
  }

  private receive(message: etcdserverpb.WatchRequest__Output): void {
    if (this.ended) return;
    try {
      if (message.create_request) this.create(message.create_request);
      else if (message.cancel_request) this.cancel(int64ToBigint(message.cancel_request.watch_id));
      else if (message.progress_request) {
        this.progressAsked = true;
        this.schedulePump();
      }
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      this.refuse(INVALID_WATCH_ID, refusal.message);
    }
  }

  private create(request: etcdserverpb.WatchCreateRequest__Output): void {
    // As in etcd: no key at all means from the first key on.
    const key = request.key.length === 0 ? Buffer.from([0]) : request.key;
    const denial = this.denialOf({ kind: 'range', key, rangeEnd: request.range_end });
    if (denial !== undefined) return this.refuse(INVALID_WATCH_ID, denial);
    const asked = int64ToBigint(request.watch_id);
    const refusal = this.refusalOfCreate(asked, key, request.range_end);
    if (refusal !== undefined) return this.refuse(INVALID_WATCH_ID, refusal);
    // A watch that is refused takes no number.
    const id = asked === 0n ? this.freeId() : asked;
    const revision = this.member.machine.mvcc.currentRevision;
    // Answered before the watch exists, so that no event can come before `created`.
    this.write({ header: header(this.member, revision), watch_id: toInt64(id), created: true });
    let watch: Watch | undefined = undefined;
    const watcher = this.member.machine.watches.watch({
      key,
      rangeEnd: request.range_end,
      startRevision: saturate(request.start_revision),
      noPut: request.filters.includes('NOPUT'),
      noDelete: request.filters.includes('NODELETE'),
      prevKv: request.prev_kv,
      onReady: () => {
        if (watch !== undefined) this.getInLine(watch);
      },
    });
    watch = {
      id,
      wireId: id >= 0n && id <= WATCHES_PER_STREAM ? Number(id) : toInt64(id),
      watcher,
      fragment: request.fragment,
      progressNotify: request.progress_notify,
      told: true,
      inLine: false,
      forgotten: false,
    };
    this.watches.set(id, watch);
    this.getInLine(watch);
  }

  /** `id` 0 = any that is free. */
  private refusalOfCreate(id: bigint, key: Buffer, rangeEnd: Buffer): string | undefined {
    if (id !== 0n && this.watches.has(id)) return 'mvcc: duplicate watch ID provided on the WatchStream';
    if (this.watches.size >= WATCHES_PER_STREAM) return `mvcc: more than ${WATCHES_PER_STREAM} watches on one stream`;
    const bounded = rangeEnd.length > 0 && !(rangeEnd.length === 1 && rangeEnd[0] === 0);
    if (bounded && compareBytes(key, rangeEnd) >= 0) return 'mvcc: watcher range is empty';
    return undefined;
  }

  /** In etcd's form: the text of an error as its clients print it. */
  private denialOf(watched: RangeRequest): string | undefined {
    let denial: string | undefined;
    refusing(
      ({ code, message }) => (denial = `rpc error: code = ${codeNames[code] ?? 'Unknown'} desc = ${message}`),
      () => this.member.auth.allow(this.call, watched),
    );
    return denial;
  }

  private refuse(id: bigint, reason: string): void {
    this.write({
      header: header(this.member),
      watch_id: toInt64(id),
      created: true,
      canceled: true,
      cancel_reason: reason,
    });
  }

  private freeId(): bigint {
    while (this.watches.has(this.nextId)) this.nextId++;
    return this.nextId++;
  }

  private cancel(id: bigint): void {
    const watch = this.watches.get(id);
    if (watch === undefined) return;
    this.forget(watch);
    this.write({ header: header(this.member), watch_id: toInt64(id), canceled: true });
  }

  private forget(watch: Watch): void {
    watch.watcher.cancel();
    watch.forgotten = true;
    this.watches.delete(watch.id);
  }

  private getInLine(watch: Watch): void {
    if (watch.inLine) return;
    watch.inLine = true;
    this.line.push(watch);
    this.schedulePump();
  }

  /**
   * Delivery never runs inside a store call: it is a turn of its own, shared by all events of that moment. One later than the
   * next, so that whoever made the change has the answer before a thousand others are told.
   */
  private schedulePump(): void {
    if (this.pumping || this.ended) return;
    this.pumping = true;
    const pump = (): void => {
      this.pumping = false;
      this.pump();
    };
    this.member.soon(() => this.member.soon(pump));
  }

  private pump(): void {
    while (!this.blocked && !this.ended) {
      const watch = this.line[this.served];
      if (watch === undefined) break;
      this.served++;
      watch.inLine = false;
      const batch = watch.forgotten ? undefined : watch.watcher.take();
      if (batch === undefined) continue;
      this.deliver(watch, batch);
      // To the end of the line: one busy watch does not starve the others.
      if (!watch.forgotten && watch.watcher.hasWaiting) this.getInLine(watch);
    }
    if (this.served === this.line.length) this.line = [];
    else this.line.splice(0, this.served);
    this.served = 0;
    if (this.progressAsked && !this.blocked && !this.ended) this.answerProgress();
  }

  private deliver(watch: Watch, batch: WatchBatch): void {
    if (batch.kind === 'compacted') {
      this.forget(watch);
      this.write({
        header: header(this.member),
        watch_id: toInt64(watch.id),
        canceled: true,
        // Clients take 0 for another reason to end; etcd calls a history that is whole compacted at -1.
        compact_revision: toInt64(batch.compactRevision === 0 ? -1 : batch.compactRevision),
        cancel_reason: 'etcdserver: mvcc: required revision has been compacted',
      });
      return;
    }
    watch.told = true;
    if (!watch.fragment) {
      this.write({ watch_id: watch.wireId, ...this.shared.of(batch) });
      return;
    }
    // As large as a request may be on the wire, as in etcd.
    const pieces = split(batch.events, this.member.options.maxRequestBytes + REQUEST_OVERHEAD_BYTES);
    pieces.forEach((events, i) =>
      this.write({
        header: header(this.member, batch.revision),
        watch_id: toInt64(watch.id),
        fragment: i < pieces.length - 1,
        events: events.map(encodeEvent),
      }),
    );
  }

  /** Answers the client's own progress request, once every watch of the stream has delivered all there is. */
  private answerProgress(): void {
    let progress: number = this.member.machine.mvcc.currentRevision;
    for (const { watcher } of this.watches.values()) {
      const revision = watcher.progressRevision();
      // Still behind: it will call onReady, and the pump comes here again.
      if (revision === undefined) return;
      progress = Math.min(progress, revision);
    }
    this.progressAsked = false;
    this.write({ header: header(this.member, progress), watch_id: toInt64(PROGRESS_OF_ALL) });
  }

  private write(response: etcdserverpb.WatchResponse): void {
    if (this.ended) return;
    if (this.call.write(response)) return;
    this.blocked = true;
    this.call.pause();
  }
}
