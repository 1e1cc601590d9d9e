// Original file: proto/etcdserverpb/rpc.proto

import type { ResponseHeader as _etcdserverpb_ResponseHeader, ResponseHeader__Output as _etcdserverpb_ResponseHeader__Output } from '../etcdserverpb/ResponseHeader.js';
import type { Event as _mvccpb_Event, Event__Output as _mvccpb_Event__Output } from '../mvccpb/Event.js';
import type { Long } from '@grpc/proto-loader';

export interface WatchResponse {
  'header'?: (_etcdserverpb_ResponseHeader | null);
  /**
   * -1 = progress of every watch on the stream.
   */
  'watch_id'?: (number | string | Long);
  'created'?: (boolean);
  'canceled'?: (boolean);
  /**
   * Set when the watch was canceled because its start was compacted: the first revision still there.
   */
  'compact_revision'?: (number | string | Long);
  'cancel_reason'?: (string);
  /**
   * More responses with events of the same revision follow.
   */
  'fragment'?: (boolean);
  'events'?: (_mvccpb_Event)[];
}

export interface WatchResponse__Output {
  'header': (_etcdserverpb_ResponseHeader__Output | null);
  /**
   * -1 = progress of every watch on the stream.
   */
  'watch_id': (string);
  'created': (boolean);
  'canceled': (boolean);
  /**
   * Set when the watch was canceled because its start was compacted: the first revision still there.
   */
  'compact_revision': (string);
  'cancel_reason': (string);
  /**
   * More responses with events of the same revision follow.
   */
  'fragment': (boolean);
  'events': (_mvccpb_Event__Output)[];
}
