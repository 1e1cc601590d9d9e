// Original file: proto/kuorum/v1/pod.proto


export interface PodReadinessGate {
  'conditionType'?: (string);
}

export interface PodReadinessGate__Output {
  'conditionType': (string);
}
