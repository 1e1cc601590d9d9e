// Original file: proto/kuorum/v1/cron_job.proto

import type { CronJob as _kuorum_v1_CronJob, CronJob__Output as _kuorum_v1_CronJob__Output } from '../../kuorum/v1/CronJob.js';

export interface CronJobWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_CronJob | null);
}

export interface CronJobWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_CronJob__Output | null);
}
