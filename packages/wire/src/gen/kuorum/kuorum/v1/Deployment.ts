// Original file: proto/kuorum/v1/deployment.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { DeploymentSpec as _kuorum_v1_DeploymentSpec, DeploymentSpec__Output as _kuorum_v1_DeploymentSpec__Output } from '../../kuorum/v1/DeploymentSpec.js';
import type { DeploymentStatus as _kuorum_v1_DeploymentStatus, DeploymentStatus__Output as _kuorum_v1_DeploymentStatus__Output } from '../../kuorum/v1/DeploymentStatus.js';

/**
 * Replaces the pods of one template by those of another, step by step, through ReplicaSets.
 */
export interface Deployment {
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
  'spec'?: (_kuorum_v1_DeploymentSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_DeploymentStatus | null);
}

/**
 * Replaces the pods of one template by those of another, step by step, through ReplicaSets.
 */
export interface Deployment__Output {
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
  'spec': (_kuorum_v1_DeploymentSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_DeploymentStatus__Output | null);
}
