// Original file: proto/kuorum/v1/event.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { Event as _kuorum_v1_Event, Event__Output as _kuorum_v1_Event__Output } from '../../kuorum/v1/Event.js';

export interface EventList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_Event)[];
}

export interface EventList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_Event__Output)[];
}
