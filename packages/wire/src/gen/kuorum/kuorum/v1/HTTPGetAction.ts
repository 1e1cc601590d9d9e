// Original file: proto/kuorum/v1/pod.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.js';
import type { HTTPHeader as _kuorum_v1_HTTPHeader, HTTPHeader__Output as _kuorum_v1_HTTPHeader__Output } from '../../kuorum/v1/HTTPHeader.js';

export interface HTTPGetAction {
  'path'?: (string);
  /**
   * Number, or name of a container port.
   */
  'port'?: (_google_protobuf_Value | null);
  /**
   * The pod's address by default.
   */
  'host'?: (string);
  /**
   * +enum=HTTP|HTTPS
   */
  'scheme'?: (string);
  'httpHeaders'?: (_kuorum_v1_HTTPHeader)[];
}

export interface HTTPGetAction__Output {
  'path': (string);
  /**
   * Number, or name of a container port.
   */
  'port': (_google_protobuf_Value__Output | null);
  /**
   * The pod's address by default.
   */
  'host': (string);
  /**
   * +enum=HTTP|HTTPS
   */
  'scheme': (string);
  'httpHeaders': (_kuorum_v1_HTTPHeader__Output)[];
}
