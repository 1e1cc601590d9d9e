// Original file: proto/kuorum/v1/job.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { JobSpec as _kuorum_v1_JobSpec, JobSpec__Output as _kuorum_v1_JobSpec__Output } from '../../kuorum/v1/JobSpec.js';
import type { JobStatus as _kuorum_v1_JobStatus, JobStatus__Output as _kuorum_v1_JobStatus__Output } from '../../kuorum/v1/JobStatus.js';

/**
 * Runs pods until a number of them has succeeded.
 */
export interface Job {
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
  'spec'?: (_kuorum_v1_JobSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_JobStatus | null);
}

/**
 * Runs pods until a number of them has succeeded.
 */
export interface Job__Output {
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
  'spec': (_kuorum_v1_JobSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_JobStatus__Output | null);
}
