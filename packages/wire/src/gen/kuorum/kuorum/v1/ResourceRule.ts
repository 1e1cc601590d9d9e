// Original file: proto/kuorum/v1/authorization.proto


export interface ResourceRule {
  'verbs'?: (string)[];
  'apiGroups'?: (string)[];
  'resources'?: (string)[];
  'resourceNames'?: (string)[];
}

export interface ResourceRule__Output {
  'verbs': (string)[];
  'apiGroups': (string)[];
  'resources': (string)[];
  'resourceNames': (string)[];
}
