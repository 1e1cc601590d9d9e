// Original file: proto/kuorum/v1/pod.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { PodSpec as _kuorum_v1_PodSpec, PodSpec__Output as _kuorum_v1_PodSpec__Output } from '../../kuorum/v1/PodSpec.js';

/**
 * The pod a controller makes from a template.
 */
export interface PodTemplateSpec {
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * +required
   */
  'spec'?: (_kuorum_v1_PodSpec | null);
}

/**
 * The pod a controller makes from a template.
 */
export interface PodTemplateSpec__Output {
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * +required
   */
  'spec': (_kuorum_v1_PodSpec__Output | null);
}
