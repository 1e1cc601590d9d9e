// Original file: proto/kuorum/v1/pod.proto


export interface ContainerStateRunning {
  'startedAt'?: (string);
}

export interface ContainerStateRunning__Output {
  'startedAt': (string);
}
