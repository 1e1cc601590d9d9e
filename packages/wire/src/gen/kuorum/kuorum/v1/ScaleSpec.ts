// Original file: proto/kuorum/v1/meta.proto


export interface ScaleSpec {
  'replicas'?: (number);
}

export interface ScaleSpec__Output {
  'replicas': (number);
}
