// Original file: proto/kuorum/v1/endpoints.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { EndpointSubset as _kuorum_v1_EndpointSubset, EndpointSubset__Output as _kuorum_v1_EndpointSubset__Output } from '../../kuorum/v1/EndpointSubset.js';

/**
 * The addresses behind the service of the same name.
 */
export interface Endpoints {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  'subsets'?: (_kuorum_v1_EndpointSubset)[];
}

/**
 * The addresses behind the service of the same name.
 */
export interface Endpoints__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  'subsets': (_kuorum_v1_EndpointSubset__Output)[];
}
