// Original file: proto/kuorum/v1/pod.proto


export interface ContainerPort {
  'name'?: (string);
  'containerPort'?: (number);
  /**
   * +enum=TCP|UDP
   */
  'protocol'?: (string);
}

export interface ContainerPort__Output {
  'name': (string);
  'containerPort': (number);
  /**
   * +enum=TCP|UDP
   */
  'protocol': (string);
}
