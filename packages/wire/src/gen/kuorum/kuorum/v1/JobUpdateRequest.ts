// Original file: proto/kuorum/v1/job.proto

import type { Job as _kuorum_v1_Job, Job__Output as _kuorum_v1_Job__Output } from '../../kuorum/v1/Job.js';

export interface JobUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Job | null);
  'dryRun'?: (boolean);
}

export interface JobUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Job__Output | null);
  'dryRun': (boolean);
}
