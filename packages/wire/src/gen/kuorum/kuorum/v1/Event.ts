// Original file: proto/kuorum/v1/event.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { ObjectReference as _kuorum_v1_ObjectReference, ObjectReference__Output as _kuorum_v1_ObjectReference__Output } from '../../kuorum/v1/ObjectReference.js';
import type { EventSource as _kuorum_v1_EventSource, EventSource__Output as _kuorum_v1_EventSource__Output } from '../../kuorum/v1/EventSource.js';

/**
 * What happened to an object, for people. Kept for a limited time.
 */
export interface Event {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  'involvedObject'?: (_kuorum_v1_ObjectReference | null);
  /**
   * One CamelCase word.
   */
  'reason'?: (string);
  'message'?: (string);
  'source'?: (_kuorum_v1_EventSource | null);
  'firstTimestamp'?: (string);
  'lastTimestamp'?: (string);
  'count'?: (number);
  /**
   * +enum=Normal|Warning
   */
  'type'?: (string);
  'reportingComponent'?: (string);
  'reportingInstance'?: (string);
}

/**
 * What happened to an object, for people. Kept for a limited time.
 */
export interface Event__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  'involvedObject': (_kuorum_v1_ObjectReference__Output | null);
  /**
   * One CamelCase word.
   */
  'reason': (string);
  'message': (string);
  'source': (_kuorum_v1_EventSource__Output | null);
  'firstTimestamp': (string);
  'lastTimestamp': (string);
  'count': (number);
  /**
   * +enum=Normal|Warning
   */
  'type': (string);
  'reportingComponent': (string);
  'reportingInstance': (string);
}
