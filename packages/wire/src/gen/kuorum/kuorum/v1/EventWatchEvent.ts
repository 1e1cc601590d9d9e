// Original file: proto/kuorum/v1/event.proto

import type { Event as _kuorum_v1_Event, Event__Output as _kuorum_v1_Event__Output } from '../../kuorum/v1/Event.js';

export interface EventWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Event | null);
}

export interface EventWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_Event__Output | null);
}
