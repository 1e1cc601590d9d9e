// Original file: proto/kuorum/v1/cron_job.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { JobSpec as _kuorum_v1_JobSpec, JobSpec__Output as _kuorum_v1_JobSpec__Output } from '../../kuorum/v1/JobSpec.js';

/**
 * The job a CronJob makes.
 */
export interface JobTemplateSpec {
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * +required
   */
  'spec'?: (_kuorum_v1_JobSpec | null);
}

/**
 * The job a CronJob makes.
 */
export interface JobTemplateSpec__Output {
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * +required
   */
  'spec': (_kuorum_v1_JobSpec__Output | null);
}
