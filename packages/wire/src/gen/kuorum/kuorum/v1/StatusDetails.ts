// Original file: proto/kuorum/v1/meta.proto

import type { StatusCause as _kuorum_v1_StatusCause, StatusCause__Output as _kuorum_v1_StatusCause__Output } from '../../kuorum/v1/StatusCause.js';

export interface StatusDetails {
  'name'?: (string);
  'group'?: (string);
  'kind'?: (string);
  'uid'?: (string);
  'causes'?: (_kuorum_v1_StatusCause)[];
  /**
   * Seconds after which trying again makes sense.
   */
  'retryAfterSeconds'?: (number);
}

export interface StatusDetails__Output {
  'name': (string);
  'group': (string);
  'kind': (string);
  'uid': (string);
  'causes': (_kuorum_v1_StatusCause__Output)[];
  /**
   * Seconds after which trying again makes sense.
   */
  'retryAfterSeconds': (number);
}
