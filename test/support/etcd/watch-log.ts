/** One stream of etcdserverpb.Watch by gRPC alone, and all that came over it, as text that can be compared. */
import { credentials } from '@grpc/grpc-js';
import { eventually, type Cleanup } from '@kuorum/testing';
import { createClient, type etcdserverpb } from '@kuorum/wire';
import { PATIENCE_MS, type Member } from './members.js';

const channel = { 'grpc.use_local_subchannel_pool': 1, 'grpc.max_receive_message_length': -1 };

export function clientOf<C>(service: string, { endpoint }: Member, cleanup: Cleanup): C {
  const client = createClient<C & { close(): void }>(
    `etcdserverpb.${service}`,
    endpoint,
    credentials.createInsecure(),
    channel,
  );
  return cleanup.own(client, (each) => each.close());
}

type Response = etcdserverpb.WatchResponse__Output;

export class WatchLog {
  readonly responses: Response[] = [];
  ended: string | undefined;
  private readonly stream: ReturnType<etcdserverpb.WatchClient['Watch']>;

  constructor(member: Member, cleanup: Cleanup) {
    this.stream = clientOf<etcdserverpb.WatchClient>('Watch', member, cleanup).Watch();
    this.stream.on('data', (response: Response) => this.responses.push(response));
    this.stream.on('error', () => undefined);
    this.stream.on(
      'status',
      ({ code, details }: { code: number; details: string }) => (this.ended = `${code} ${details}`),
    );
    cleanup.add(() => this.stream.cancel());
  }

  create(request: etcdserverpb.WatchCreateRequest): void {
    this.stream.write({ create_request: request });
  }

  /** Creates one and waits for the answer, so that numbers are given in order. */
  async created(request: etcdserverpb.WatchCreateRequest): Promise<Response> {
    const before = this.responses.length;
    this.create(request);
    return this.until((response, i) => i >= before && (response.created || response.canceled), 'the answer');
  }

  cancel(watchId: number | string): void {
    this.stream.write({ cancel_request: { watch_id: watchId } });
  }

  requestProgress(): void {
    this.stream.write({ progress_request: {} });
  }

  end(): void {
    this.stream.end();
  }

  pause(): void {
    this.stream.pause();
  }

  resume(): void {
    this.stream.resume();
  }

  async until(condition: (response: Response, index: number) => boolean, what: string): Promise<Response> {
    return eventually(() => this.responses.find(condition), what, PATIENCE_MS);
  }

  /** Events of one watch, or of all. */
  events(watchId?: number): etcdserverpb.WatchResponse__Output['events'] {
    return this.responses
      .filter(({ watch_id }) => watchId === undefined || Number(watch_id) === watchId)
      .flatMap(({ events }) => events);
  }

  async untilEvents(count: number, watchId?: number): Promise<void> {
    await eventually(() => this.events(watchId).length >= count, `${count} events`, PATIENCE_MS);
  }

  /** What each watch was told, in its order; between watches there is none. */
  get text(): string[] {
    const ids = [...new Set(this.responses.map(({ watch_id }) => watch_id))].sort();
    return [
      ...ids.flatMap((id) =>
        this.responses
          .filter(({ watch_id }) => watch_id === id)
          .flatMap(byRevision)
          .map(textOf),
      ),
      ...(this.ended === undefined ? [] : [`ended ${this.ended}`]),
    ];
  }
}

/**
 * How many revisions come in one response is a matter of time in either: a watch that lags behind by one is told the next two together. That the
 * events of a revision are not parted is none, so each revision of a response is a line of its own.
 */
function byRevision(response: Response): Response[] {
  const revisions = [...new Set(response.events.map(({ kv }) => kv?.mod_revision))];
  if (response.fragment || revisions.length < 2) return [response];
  return revisions.map((revision) => ({
    ...response,
    events: response.events.filter(({ kv }) => kv?.mod_revision === revision),
  }));
}

function textOf(response: Response): string {
  const { watch_id, header, created, canceled, cancel_reason, compact_revision, fragment, events } = response;
  const marks = Object.entries({ created, canceled, fragment }).flatMap(([name, is]) => (is ? [name] : []));
  const last = events.at(-1)?.kv?.mod_revision;
  // Known differences (docs/internals/conformance.md): the header of events and of the answer that cancels a watch, and that answer's reason.
  const revision = canceled ? '' : last === undefined ? `@${header?.revision}` : atLeast(header?.revision, last);
  const reason = cancel_reason === '' || compact_revision !== '0' ? '' : ` "${cancel_reason}"`;
  const compacted = compact_revision === '0' ? '' : ` compacted ${compact_revision}`;
  return `${watch_id}${revision} ${marks.join()}${reason}${compacted} ${events.map(eventText).join('; ')}`.trim();
}

/** A header may be ahead of the events, never behind. */
function atLeast(revision: string | undefined, last: string): string {
  return Number(revision) >= Number(last) ? '' : `@${revision} behind ${last}`;
}

function eventText({ type, kv, prev_kv }: Response['events'][number]): string {
  const text = (value: typeof kv): string =>
    value === null
      ? 'nothing'
      : `${value.key.toString()}=${short(value.value)} ${value.create_revision}/${value.mod_revision}/${value.version}`;
  return `${type} ${text(kv)}${prev_kv === null ? '' : ` was ${text(prev_kv)}`}`;
}

function short(value: Buffer): string {
  return value.length > 20 ? `${value.length} bytes` : value.toString();
}
