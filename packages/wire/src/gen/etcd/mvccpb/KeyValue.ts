// Original file: proto/mvccpb/kv.proto

import type { Long } from '@grpc/proto-loader';

export interface KeyValue {
  'key'?: (Buffer | Uint8Array | string);
  'create_revision'?: (number | string | Long);
  'mod_revision'?: (number | string | Long);
  /**
   * Counts writes since the key was created; 0 in the event that deleted it.
   */
  'version'?: (number | string | Long);
  'value'?: (Buffer | Uint8Array | string);
  /**
   * 0 = bound to no lease.
   */
  'lease'?: (number | string | Long);
}

export interface KeyValue__Output {
  'key': (Buffer);
  'create_revision': (string);
  'mod_revision': (string);
  /**
   * Counts writes since the key was created; 0 in the event that deleted it.
   */
  'version': (string);
  'value': (Buffer);
  /**
   * 0 = bound to no lease.
   */
  'lease': (string);
}
