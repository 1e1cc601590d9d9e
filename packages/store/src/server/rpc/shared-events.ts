/**
 * What the responses of one change have in common: all but the watch's id. Made once for all watches of a member that are
 * told of it, and the same objects, so that the codec encodes them once as well (`wire/responses.ts`).
 */
import type { etcdserverpb, mvccpb } from '@kuorum/wire';
import type { WatchBatch, WatchEvent } from '../../mvcc/index.js';
import type { Member } from '../member.js';
import { header } from './header.js';
import { encodeEvent } from './kv-codec.js';

type EventBatch = Extract<WatchBatch, { kind: 'events' }>;

export interface SharedResponse {
  readonly header: etcdserverpb.ResponseHeader;
  readonly events: mvccpb.Event[];
}

export class SharedEvents {
  /** Of the last batch: watchers of one change come one after the other. */
  private events: readonly WatchEvent[] | undefined;
  private revision = 0;
  private term = 0;
  private response: SharedResponse | undefined;

  constructor(private readonly member: Member) {}

  of({ events, revision }: EventBatch): SharedResponse {
    const { term } = this.member;
    if (this.response !== undefined && this.events === events && this.revision === revision && this.term === term)
      return this.response;
    this.events = events;
    this.revision = revision;
    this.term = term;
    this.response = { header: header(this.member, revision), events: events.map(encodeEvent) };
    return this.response;
  }
}
