// Original file: proto/kuorum/v1/meta.proto

import type { StatusDetails as _kuorum_v1_StatusDetails, StatusDetails__Output as _kuorum_v1_StatusDetails__Output } from '../../kuorum/v1/StatusDetails.js';

/**
 * What went wrong, in the shape of Kubernetes' Status. Travels as the detail of a gRPC error.
 */
export interface Status {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +enum=Success|Failure
   */
  'status'?: (string);
  'message'?: (string);
  /**
   * One CamelCase word a program can act on, such as NotFound, Conflict, Invalid.
   */
  'reason'?: (string);
  'details'?: (_kuorum_v1_StatusDetails | null);
  /**
   * HTTP code Kubernetes would answer with.
   */
  'code'?: (number);
}

/**
 * What went wrong, in the shape of Kubernetes' Status. Travels as the detail of a gRPC error.
 */
export interface Status__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +enum=Success|Failure
   */
  'status': (string);
  'message': (string);
  /**
   * One CamelCase word a program can act on, such as NotFound, Conflict, Invalid.
   */
  'reason': (string);
  'details': (_kuorum_v1_StatusDetails__Output | null);
  /**
   * HTTP code Kubernetes would answer with.
   */
  'code': (number);
}
