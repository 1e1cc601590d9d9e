// Original file: proto/kuorum/v1/cron_job.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { CronJob as _kuorum_v1_CronJob, CronJob__Output as _kuorum_v1_CronJob__Output } from '../../kuorum/v1/CronJob.js';

export interface CronJobList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_CronJob)[];
}

export interface CronJobList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_CronJob__Output)[];
}
