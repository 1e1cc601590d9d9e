/** One watch of everything at one member, opened again after each break where it had come to, as a client does. */
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { delay, systemClock } from '@kuorum/base';
import type { SeenEvent, WatchRecord, WatchResponse } from '@kuorum/testing/linearizability';
import type { etcdserverpb } from '@kuorum/wire';
import { PREFIX, unpadded } from './store-load.js';
import type { StoreMember } from './store-member.js';

const REOPEN_MS = 50;
/** A stream that broke without a word: the member is paused, say, and is asked again. */
const SILENT_MS = 3_000;

type Stream = ClientDuplexStream<etcdserverpb.WatchRequest, etcdserverpb.WatchResponse__Output>;

export class StoreWatcher {
  /** One record a life of the stream. */
  readonly records: WatchRecord[] = [];
  /** Watches that ended with words. */
  readonly refusals: string[] = [];
  /** The last revision that an event told of. */
  seen = 1;
  private stream: Stream | undefined;
  private over = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    readonly member: StoreMember,
    startRevision = 2,
  ) {
    this.seen = startRevision - 1;
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.over = true;
    this.stream?.cancel();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.over) {
      await this.watchOnce();
      await delay(systemClock, REOPEN_MS);
    }
  }

  /** Resolves when the stream has ended. */
  private watchOnce(): Promise<void> {
    const responses: WatchResponse[] = [];
    const startRevision = this.seen + 1;
    const request = { key: PREFIX.key, end: PREFIX.end, startRevision };
    this.records.push({ name: `${this.member.name} from ${startRevision}`, request, responses });
    const stream: Stream = this.member.watch.Watch();
    this.stream = stream;
    return new Promise((resolve) => {
      let created = false;
      const silence = systemClock.setTimeout(() => {
        if (!created) stream.cancel();
      }, SILENT_MS);
      stream.on('data', (response: etcdserverpb.WatchResponse__Output) => {
        created ||= response.created;
        if (response.canceled) {
          this.refusals.push(response.cancel_reason);
          stream.cancel();
        }
        if (response.events.length === 0) return;
        const events = response.events.map(eventOf);
        responses.push({ kind: 'events', events, fragment: response.fragment });
        this.seen = Math.max(this.seen, ...events.map(({ modRevision }) => modRevision));
      });
      // An error comes before its status; either is the end.
      const ended = (): void => {
        silence.cancel();
        resolve();
      };
      stream.on('error', ended);
      stream.on('status', ended);
      stream.write({
        create_request: {
          key: Buffer.from(PREFIX.key),
          range_end: Buffer.from(PREFIX.end),
          start_revision: String(startRevision),
        },
      });
    });
  }
}

function eventOf({ type, kv }: etcdserverpb.WatchResponse__Output['events'][number]): SeenEvent {
  const key = kv?.key.toString() ?? '';
  const modRevision = Number(kv?.mod_revision);
  if (type === 'DELETE') return { type: 'delete', key, modRevision };
  return {
    type: 'put',
    key,
    modRevision,
    value: unpadded(kv?.value ?? Buffer.alloc(0)),
    createRevision: Number(kv?.create_revision),
    version: Number(kv?.version),
  };
}
