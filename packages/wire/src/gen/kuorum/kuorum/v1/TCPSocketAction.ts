// Original file: proto/kuorum/v1/pod.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.js';

export interface TCPSocketAction {
  'port'?: (_google_protobuf_Value | null);
  'host'?: (string);
}

export interface TCPSocketAction__Output {
  'port': (_google_protobuf_Value__Output | null);
  'host': (string);
}
