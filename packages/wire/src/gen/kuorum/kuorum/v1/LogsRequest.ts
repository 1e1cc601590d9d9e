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
  '_tailLines'?: "tailLines";
  '_sinceSeconds'?: "sinceSeconds";
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
  '_tailLines'?: "tailLines";
  '_sinceSeconds'?: "sinceSeconds";
}
