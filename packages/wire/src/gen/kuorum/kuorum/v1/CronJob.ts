// Original file: proto/kuorum/v1/cron_job.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { CronJobSpec as _kuorum_v1_CronJobSpec, CronJobSpec__Output as _kuorum_v1_CronJobSpec__Output } from '../../kuorum/v1/CronJobSpec.js';
import type { CronJobStatus as _kuorum_v1_CronJobStatus, CronJobStatus__Output as _kuorum_v1_CronJobStatus__Output } from '../../kuorum/v1/CronJobStatus.js';

/**
 * Makes Jobs at set times.
 */
export interface CronJob {
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
  'spec'?: (_kuorum_v1_CronJobSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_CronJobStatus | null);
}

/**
 * Makes Jobs at set times.
 */
export interface CronJob__Output {
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
  'spec': (_kuorum_v1_CronJobSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_CronJobStatus__Output | null);
}
