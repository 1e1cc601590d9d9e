// Original file: proto/kuorum/v1/pod.proto


export interface LogsRequest {
  'namespace'?: (string);
  'name'?: (string);
  /**
   * May be empty when the pod has one container.
   */
  'container'?: (string);
  'follow'?: (boolean);
  /**
   * Of the container before the last restart.
   */
  'previous'?: (boolean);
  'timestamps'?: (boolean);
  /**
   * Only so many lines from the end.
   */
  'tailLines'?: (number);
  /**
   * Only what was logged in the last so many seconds.
   */
  'sinceSeconds'?: (number);
  /**
   * Only what was logged after this time (RFC 3339); not together with sinceSeconds.
   */
  'sinceTime'?: (string);
  /**
   * So many bytes and no more.
   */
  'limitBytes'?: (number);
  '_tailLines'?: "tailLines";
  '_sinceSeconds'?: "sinceSeconds";
  '_limitBytes'?: "limitBytes";
}

export interface LogsRequest__Output {
  'namespace': (string);
  'name': (string);
  /**
   * May be empty when the pod has one container.
   */
  'container': (string);
  'follow': (boolean);
  /**
   * Of the container before the last restart.
   */
  'previous': (boolean);
  'timestamps': (boolean);
  /**
   * Only so many lines from the end.
   */
  'tailLines'?: (number);
  /**
   * Only what was logged in the last so many seconds.
   */
  'sinceSeconds'?: (number);
  /**
   * Only what was logged after this time (RFC 3339); not together with sinceSeconds.
   */
  'sinceTime': (string);
  /**
   * So many bytes and no more.
   */
  'limitBytes'?: (number);
  '_tailLines'?: "tailLines";
  '_sinceSeconds'?: "sinceSeconds";
  '_limitBytes'?: "limitBytes";
}
