// Original file: proto/kuorum/v1/authorization.proto

import type { ResourceAttributes as _kuorum_v1_ResourceAttributes, ResourceAttributes__Output as _kuorum_v1_ResourceAttributes__Output } from '../../kuorum/v1/ResourceAttributes.js';
import type { NonResourceAttributes as _kuorum_v1_NonResourceAttributes, NonResourceAttributes__Output as _kuorum_v1_NonResourceAttributes__Output } from '../../kuorum/v1/NonResourceAttributes.js';

/**
 * One of both.
 */
export interface SelfSubjectAccessReviewSpec {
  'resourceAttributes'?: (_kuorum_v1_ResourceAttributes | null);
  'nonResourceAttributes'?: (_kuorum_v1_NonResourceAttributes | null);
}

/**
 * One of both.
 */
export interface SelfSubjectAccessReviewSpec__Output {
  'resourceAttributes': (_kuorum_v1_ResourceAttributes__Output | null);
  'nonResourceAttributes': (_kuorum_v1_NonResourceAttributes__Output | null);
}
