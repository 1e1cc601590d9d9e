// Original file: proto/kuorum/v1/authorization.proto


export interface UserExtra {
  'key'?: (string);
  'values'?: (string)[];
}

export interface UserExtra__Output {
  'key': (string);
  'values': (string)[];
}
