// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto


export interface CrossVersionObjectReference {
  'kind'?: (string);
  'name'?: (string);
  'apiVersion'?: (string);
}

export interface CrossVersionObjectReference__Output {
  'kind': (string);
  'name': (string);
  'apiVersion': (string);
}
