// Original file: proto/kuorum/v1/job.proto

import type { Job as _kuorum_v1_Job, Job__Output as _kuorum_v1_Job__Output } from '../../kuorum/v1/Job.js';

export interface JobWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Job | null);
}

export interface JobWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_Job__Output | null);
}
