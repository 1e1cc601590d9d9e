// Original file: proto/kuorum/v1/meta.proto


export interface WatchRequest {
  'namespace'?: (string);
  'labelSelector'?: (string);
  'fieldSelector'?: (string);
  /**
   * Events after this version are sent. Empty: the present state comes first, as ADDED events.
   */
  'resourceVersion'?: (string);
  /**
   * Ask for BOOKMARK events, which carry only a newer resourceVersion.
   */
  'allowWatchBookmarks'?: (boolean);
  /**
   * Seconds after which the server ends the watch cleanly; 0 = no end.
   */
  'timeoutSeconds'?: (number);
  /**
   * true: the present state comes first, as ADDED events, and after it a bookmark annotated k8s.io/initial-events-end;
   * false: only changes. Needs resourceVersionMatch NotOlderThan.
   */
  'sendInitialEvents'?: (boolean);
  /**
   * +enum=NotOlderThan
   */
  'resourceVersionMatch'?: (string);
  '_sendInitialEvents'?: "sendInitialEvents";
}

export interface WatchRequest__Output {
  'namespace': (string);
  'labelSelector': (string);
  'fieldSelector': (string);
  /**
   * Events after this version are sent. Empty: the present state comes first, as ADDED events.
   */
  'resourceVersion': (string);
  /**
   * Ask for BOOKMARK events, which carry only a newer resourceVersion.
   */
  'allowWatchBookmarks': (boolean);
  /**
   * Seconds after which the server ends the watch cleanly; 0 = no end.
   */
  'timeoutSeconds': (number);
  /**
   * true: the present state comes first, as ADDED events, and after it a bookmark annotated k8s.io/initial-events-end;
   * false: only changes. Needs resourceVersionMatch NotOlderThan.
   */
  'sendInitialEvents'?: (boolean);
  /**
   * +enum=NotOlderThan
   */
  'resourceVersionMatch': (string);
  '_sendInitialEvents'?: "sendInitialEvents";
}
