/** The Watch method of every kind: from a request to a Watcher whose sink is the gRPC stream. */
import type { handleServerStreamingCall } from '@grpc/grpc-js';
import {
  initialEventsEnd,
  kinds,
  make,
  unavailable,
  type ApiStatusError,
  type KindName,
  type MessageTypes,
} from '@kuorum/api';
import { systemPrng, type Clock, type Prng } from '@kuorum/base';
import { componentWatchers, watchers, watchLifetimeMs } from '../limits.js';
import { listPrefix } from '../registry/keys.js';
import { encodeEvent, type EncodableObject } from '../registry/object-bytes.js';
import type { Registry } from '../registry/registry.js';
import type { StoredObject } from '../registry/stored-object.js';
import type { WatchCache } from '../watch/watch-cache.js';
import { Watcher, type WatchEventType, type WatchSink } from '../watch/watcher.js';
import type { CallGate } from './admit-call.js';
import { serverStream, type StreamCall } from './calls.js';
import { HeldPlaces, type HeldLimits } from './held-places.js';
import { readState } from './read-state.js';
import { selectionOf } from './selection.js';
import { startOfWatch, type WatchStart } from './version-match.js';

export interface WatchServiceDeps {
  readonly registry: Registry;
  readonly cacheOf: (kind: KindName) => WatchCache;
  readonly clock: Clock;
  readonly gate: CallGate;
  readonly checkReady: () => void;
  /** For tests. */
  readonly watchLimits?: HeldLimits | undefined;
}

export class WatchService {
  private readonly watchers = new Set<Watcher>();
  private readonly places: HeldPlaces;
  private stopping = false;

  constructor(private readonly deps: WatchServiceDeps) {
    const others = deps.watchLimits ?? watchers;
    this.places = new HeldPlaces({ what: 'watches', others, components: componentWatchers });
  }

  handler(kind: KindName): handleServerStreamingCall<unknown, unknown> {
    const encoder = new EventEncoder(kind);
    return serverStream('WatchRequest', this.deps.gate, (request, call) => this.serve(kind, encoder, request, call));
  }

  /** Ends every watch, so that the server can stop; clients go on elsewhere. */
  stop(): void {
    this.stopping = true;
    for (const watcher of [...this.watchers]) watcher.end(unavailable('the apiserver is shutting down'));
  }

  private async serve(
    kind: KindName,
    encoder: EventEncoder,
    request: MessageTypes['WatchRequest'],
    call: StreamCall,
  ): Promise<void> {
    const { deps } = this;
    deps.checkReady();
    const { namespace, matches } = selectionOf(kind, request);
    this.places.take(call.user, call.signal);
    const start = startOfWatch(request);
    const { initial, startRevision } = await this.startOf(kind, namespace, start, call.signal);
    if (call.signal.aborted) return;
    if (this.stopping) throw unavailable('the apiserver is shutting down');
    call.sendHeaders();
    const watcher: Watcher = new Watcher({
      cache: deps.cacheOf(kind),
      sink: streamSink(call, encoder, deps.cacheOf(kind)),
      keyPrefix: listPrefix(kind, namespace),
      matches: matches ?? (() => true),
      initial: matches === undefined ? initial : initial.filter(({ selectable }) => matches(selectable)),
      startRevision,
      bookmarks: request.allowWatchBookmarks,
      markInitialEnd: start.markEnd && request.allowWatchBookmarks,
      timeoutMs: watchTimeoutMs(request.timeoutSeconds, systemPrng),
      clock: deps.clock,
    });
    this.watchers.add(watcher);
    call.onDrain(() => watcher.drained());
    call.signal.addEventListener('abort', () => {
      this.watchers.delete(watcher);
      watcher.close();
    });
    watcher.start();
  }

  private async startOf(
    kind: KindName,
    namespace: string,
    { initial: wanted, after }: WatchStart,
    signal: AbortSignal,
  ): Promise<{ initial: readonly StoredObject[]; startRevision: number }> {
    if (after !== undefined) return { initial: [], startRevision: after };
    const query = { kind, namespace, limit: wanted === undefined ? 1 : 0, continueToken: '', signal };
    const { items, revision } = await readState(this.deps, wanted ?? { state: 'newest' }, query);
    return { initial: wanted === undefined ? [] : items, startRevision: revision };
  }
}

function streamSink(call: StreamCall, encoder: EventEncoder, { counts }: WatchCache): WatchSink {
  return {
    write: (type, item, source) => {
      counts.given++;
      return call.write(encoder.encode(type, item, source));
    },
    bookmark: (revision, endsInitial) => call.write(encoder.bookmark(revision, endsInitial)),
    end: (error?: ApiStatusError) => call.end(error),
  };
}

/** Encodes an event once for all watchers that send it. The bytes live as long as what they were made from. */
export class EventEncoder {
  private readonly encoded = new WeakMap<object, Map<WatchEventType, Buffer>>();

  constructor(private readonly kind: KindName) {}

  encode(type: WatchEventType, item: EncodableObject, source: object): Buffer {
    let byType = this.encoded.get(source);
    if (byType === undefined) {
      byType = new Map();
      this.encoded.set(source, byType);
    }
    let bytes = byType.get(type);
    if (bytes === undefined) {
      bytes = encodeEvent(this.kind, type, item);
      byType.set(type, bytes);
    }
    return bytes;
  }

  bookmark(revision: number, endsInitial = false): Buffer {
    const { kind } = this;
    const { apiVersion } = kinds[kind];
    const annotations = endsInitial ? { [initialEventsEnd]: 'true' } : {};
    const metadata = { resourceVersion: String(revision), annotations };
    const object = make(kind, { apiVersion, kind, metadata });
    return encodeEvent(kind, 'BOOKMARK', { object });
  }
}

/** When a watch that asks for `seconds` (0 and less: for none) ends; not all of those that ask for none at once. */
export function watchTimeoutMs(seconds: number, prng: Prng): number {
  const { min, max } = watchLifetimeMs;
  return seconds > 0 ? Math.min(seconds * 1000, max) : min + prng.int(max - min);
}
