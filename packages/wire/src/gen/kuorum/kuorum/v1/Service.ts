// Original file: proto/kuorum/v1/service.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { ServiceSpec as _kuorum_v1_ServiceSpec, ServiceSpec__Output as _kuorum_v1_ServiceSpec__Output } from '../../kuorum/v1/ServiceSpec.js';
import type { ServiceStatus as _kuorum_v1_ServiceStatus, ServiceStatus__Output as _kuorum_v1_ServiceStatus__Output } from '../../kuorum/v1/ServiceStatus.js';

/**
 * One stable address for the ready pods behind a selector.
 */
export interface Service {
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
  'spec'?: (_kuorum_v1_ServiceSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_ServiceStatus | null);
}

/**
 * One stable address for the ready pods behind a selector.
 */
export interface Service__Output {
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
  'spec': (_kuorum_v1_ServiceSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_ServiceStatus__Output | null);
}
