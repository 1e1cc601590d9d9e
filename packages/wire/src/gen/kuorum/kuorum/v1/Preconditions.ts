// Original file: proto/kuorum/v1/meta.proto


export interface Preconditions {
  'uid'?: (string);
  'resourceVersion'?: (string);
}

export interface Preconditions__Output {
  'uid': (string);
  'resourceVersion': (string);
}
