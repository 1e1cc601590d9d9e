// Original file: proto/kuorum/v1/pod.proto


export interface SeccompProfile {
  /**
   * +enum=RuntimeDefault|Unconfined|Localhost
   */
  'type'?: (string);
  /**
   * A file on the node, for type Localhost.
   */
  'localhostProfile'?: (string);
  '_localhostProfile'?: "localhostProfile";
}

export interface SeccompProfile__Output {
  /**
   * +enum=RuntimeDefault|Unconfined|Localhost
   */
  'type': (string);
  /**
   * A file on the node, for type Localhost.
   */
  'localhostProfile'?: (string);
  '_localhostProfile'?: "localhostProfile";
}
