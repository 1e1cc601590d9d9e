// Original file: proto/kuorum/v1/cron_job.proto

import type { JobTemplateSpec as _kuorum_v1_JobTemplateSpec, JobTemplateSpec__Output as _kuorum_v1_JobTemplateSpec__Output } from '../../kuorum/v1/JobTemplateSpec.js';

export interface CronJobSpec {
  /**
   * Five fields (minute, hour, day of month, month, day of week), or a word such as "@daily".
   */
  'schedule'?: (string);
  /**
   * IANA name of the time zone that the schedule is in, such as Europe/Berlin; the controller's own when not given.
   */
  'timeZone'?: (string);
  /**
   * Seconds after its time until which a missed job may still start.
   */
  'startingDeadlineSeconds'?: (number);
  /**
   * What to do when the last job still runs at the time of the next one.
   * +enum=Allow|Forbid|Replace
   */
  'concurrencyPolicy'?: (string);
  /**
   * No further jobs are started.
   */
  'suspend'?: (boolean);
  /**
   * +required
   */
  'jobTemplate'?: (_kuorum_v1_JobTemplateSpec | null);
  /**
   * Jobs that succeeded and are kept; 3 by default.
   */
  'successfulJobsHistoryLimit'?: (number);
  /**
   * Jobs that failed and are kept; 1 by default.
   */
  'failedJobsHistoryLimit'?: (number);
  '_timeZone'?: "timeZone";
  '_startingDeadlineSeconds'?: "startingDeadlineSeconds";
  '_suspend'?: "suspend";
  '_successfulJobsHistoryLimit'?: "successfulJobsHistoryLimit";
  '_failedJobsHistoryLimit'?: "failedJobsHistoryLimit";
}

export interface CronJobSpec__Output {
  /**
   * Five fields (minute, hour, day of month, month, day of week), or a word such as "@daily".
   */
  'schedule': (string);
  /**
   * IANA name of the time zone that the schedule is in, such as Europe/Berlin; the controller's own when not given.
   */
  'timeZone'?: (string);
  /**
   * Seconds after its time until which a missed job may still start.
   */
  'startingDeadlineSeconds'?: (number);
  /**
   * What to do when the last job still runs at the time of the next one.
   * +enum=Allow|Forbid|Replace
   */
  'concurrencyPolicy': (string);
  /**
   * No further jobs are started.
   */
  'suspend'?: (boolean);
  /**
   * +required
   */
  'jobTemplate': (_kuorum_v1_JobTemplateSpec__Output | null);
  /**
   * Jobs that succeeded and are kept; 3 by default.
   */
  'successfulJobsHistoryLimit'?: (number);
  /**
   * Jobs that failed and are kept; 1 by default.
   */
  'failedJobsHistoryLimit'?: (number);
  '_timeZone'?: "timeZone";
  '_startingDeadlineSeconds'?: "startingDeadlineSeconds";
  '_suspend'?: "suspend";
  '_successfulJobsHistoryLimit'?: "successfulJobsHistoryLimit";
  '_failedJobsHistoryLimit'?: "failedJobsHistoryLimit";
}
