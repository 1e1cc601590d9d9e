// Original file: proto/kuorum/v1/service.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.js';

export interface ServicePort {
  /**
   * Needed when there are several ports.
   */
  'name'?: (string);
  /**
   * +enum=TCP
   */
  'protocol'?: (string);
  'port'?: (number);
  /**
   * Number, or name of a container port; the same as port by default.
   */
  'targetPort'?: (_google_protobuf_Value | null);
  /**
   * Port on every node, given out by the server; for type NodePort.
   */
  'nodePort'?: (number);
}

export interface ServicePort__Output {
  /**
   * Needed when there are several ports.
   */
  'name': (string);
  /**
   * +enum=TCP
   */
  'protocol': (string);
  'port': (number);
  /**
   * Number, or name of a container port; the same as port by default.
   */
  'targetPort': (_google_protobuf_Value__Output | null);
  /**
   * Port on every node, given out by the server; for type NodePort.
   */
  'nodePort': (number);
}
