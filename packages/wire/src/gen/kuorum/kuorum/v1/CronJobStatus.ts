// Original file: proto/kuorum/v1/cron_job.proto

import type { ObjectReference as _kuorum_v1_ObjectReference, ObjectReference__Output as _kuorum_v1_ObjectReference__Output } from '../../kuorum/v1/ObjectReference.js';

export interface CronJobStatus {
  /**
   * Jobs that run now.
   */
  'active'?: (_kuorum_v1_ObjectReference)[];
  'lastScheduleTime'?: (string);
  'lastSuccessfulTime'?: (string);
}

export interface CronJobStatus__Output {
  /**
   * Jobs that run now.
   */
  'active': (_kuorum_v1_ObjectReference__Output)[];
  'lastScheduleTime': (string);
  'lastSuccessfulTime': (string);
}
