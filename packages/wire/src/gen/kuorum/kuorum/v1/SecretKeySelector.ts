// Original file: proto/kuorum/v1/env.proto


export interface SecretKeySelector {
  'name'?: (string);
  'key'?: (string);
  'optional'?: (boolean);
  '_optional'?: "optional";
}

export interface SecretKeySelector__Output {
  'name': (string);
  'key': (string);
  'optional'?: (boolean);
  '_optional'?: "optional";
}
