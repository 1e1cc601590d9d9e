// Original file: proto/kuorum/v1/authorization.proto


export interface NonResourceRule {
  'verbs'?: (string)[];
  'nonResourceURLs'?: (string)[];
}

export interface NonResourceRule__Output {
  'verbs': (string)[];
  'nonResourceURLs': (string)[];
}
