// Original file: proto/kuorum/v1/pod.proto


export interface ContainerStateTerminated {
  'exitCode'?: (number);
  'signal'?: (number);
  'reason'?: (string);
  'message'?: (string);
  'startedAt'?: (string);
  'finishedAt'?: (string);
  'containerID'?: (string);
}

export interface ContainerStateTerminated__Output {
  'exitCode': (number);
  'signal': (number);
  'reason': (string);
  'message': (string);
  'startedAt': (string);
  'finishedAt': (string);
  'containerID': (string);
}
