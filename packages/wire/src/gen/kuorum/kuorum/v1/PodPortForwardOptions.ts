// Original file: proto/kuorum/v1/pod.proto


export interface PodPortForwardOptions {
  'namespace'?: (string);
  'name'?: (string);
  'port'?: (number);
}

export interface PodPortForwardOptions__Output {
  'namespace': (string);
  'name': (string);
  'port': (number);
}
