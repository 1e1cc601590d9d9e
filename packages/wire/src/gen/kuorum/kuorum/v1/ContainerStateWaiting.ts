// Original file: proto/kuorum/v1/pod.proto


export interface ContainerStateWaiting {
  'reason'?: (string);
  'message'?: (string);
}

export interface ContainerStateWaiting__Output {
  'reason': (string);
  'message': (string);
}
