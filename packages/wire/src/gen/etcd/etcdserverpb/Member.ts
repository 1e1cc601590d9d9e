// Original file: proto/etcdserverpb/rpc.proto

import type { Long } from '@grpc/proto-loader';

export interface Member {
  'ID'?: (number | string | Long);
  /**
   * Empty until the member has started.
   */
  'name'?: (string);
  'peerURLs'?: (string)[];
  /**
   * Empty until the member has started.
   */
  'clientURLs'?: (string)[];
  'isLearner'?: (boolean);
}

export interface Member__Output {
  'ID': (string);
  /**
   * Empty until the member has started.
   */
  'name': (string);
  'peerURLs': (string)[];
  /**
   * Empty until the member has started.
   */
  'clientURLs': (string)[];
  'isLearner': (boolean);
}
