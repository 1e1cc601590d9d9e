// Original file: proto/kuorum/v1/event.proto

import type { Event as _kuorum_v1_Event, Event__Output as _kuorum_v1_Event__Output } from '../../kuorum/v1/Event.js';

export interface EventCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Event | null);
  'dryRun'?: (boolean);
}

export interface EventCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Event__Output | null);
  'dryRun': (boolean);
}
