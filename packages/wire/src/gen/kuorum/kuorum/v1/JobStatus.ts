// Original file: proto/kuorum/v1/job.proto

import type { Condition as _kuorum_v1_Condition, Condition__Output as _kuorum_v1_Condition__Output } from '../../kuorum/v1/Condition.js';

export interface JobStatus {
  /**
   * Complete, Failed or Suspended.
   */
  'conditions'?: (_kuorum_v1_Condition)[];
  'startTime'?: (string);
  /**
   * When it was complete; not given for a job that failed.
   */
  'completionTime'?: (string);
  'active'?: (number);
  'succeeded'?: (number);
  'failed'?: (number);
  /**
   * Pods that are being deleted.
   */
  'terminating'?: (number);
  /**
   * Such as "0-3,5".
   */
  'completedIndexes'?: (string);
  'ready'?: (number);
  '_terminating'?: "terminating";
  '_ready'?: "ready";
}

export interface JobStatus__Output {
  /**
   * Complete, Failed or Suspended.
   */
  'conditions': (_kuorum_v1_Condition__Output)[];
  'startTime': (string);
  /**
   * When it was complete; not given for a job that failed.
   */
  'completionTime': (string);
  'active': (number);
  'succeeded': (number);
  'failed': (number);
  /**
   * Pods that are being deleted.
   */
  'terminating'?: (number);
  /**
   * Such as "0-3,5".
   */
  'completedIndexes': (string);
  'ready'?: (number);
  '_terminating'?: "terminating";
  '_ready'?: "ready";
}
