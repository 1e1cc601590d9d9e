// Original file: proto/etcdserverpb/rpc.proto

import type { Long } from '@grpc/proto-loader';

export interface CompactionRequest {
  'revision'?: (number | string | Long);
  /**
   * Answer only when the history is gone from the disk too.
   */
  'physical'?: (boolean);
}

export interface CompactionRequest__Output {
  'revision': (string);
  /**
   * Answer only when the history is gone from the disk too.
   */
  'physical': (boolean);
}
