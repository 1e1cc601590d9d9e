// Original file: proto/kuorum/v1/lease.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { LeaseSpec as _kuorum_v1_LeaseSpec, LeaseSpec__Output as _kuorum_v1_LeaseSpec__Output } from '../../kuorum/v1/LeaseSpec.js';

/**
 * A claim that lapses unless renewed: node heartbeats and leader election.
 */
export interface Lease {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * What is wanted.
   * +required
   */
  'spec'?: (_kuorum_v1_LeaseSpec | null);
}

/**
 * A claim that lapses unless renewed: node heartbeats and leader election.
 */
export interface Lease__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * What is wanted.
   * +required
   */
  'spec': (_kuorum_v1_LeaseSpec__Output | null);
}
