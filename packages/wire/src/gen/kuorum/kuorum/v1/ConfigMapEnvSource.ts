// Original file: proto/kuorum/v1/env.proto


export interface ConfigMapEnvSource {
  'name'?: (string);
  'optional'?: (boolean);
  '_optional'?: "optional";
}

export interface ConfigMapEnvSource__Output {
  'name': (string);
  'optional'?: (boolean);
  '_optional'?: "optional";
}
