// Original file: proto/kuorum/v1/cron_job.proto

import type { CronJob as _kuorum_v1_CronJob, CronJob__Output as _kuorum_v1_CronJob__Output } from '../../kuorum/v1/CronJob.js';

export interface CronJobUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_CronJob | null);
  'dryRun'?: (boolean);
}

export interface CronJobUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_CronJob__Output | null);
  'dryRun': (boolean);
}
