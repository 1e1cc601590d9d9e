// Original file: proto/kuorum/v1/node.proto


export interface DaemonEndpoint {
  'Port'?: (number);
}

export interface DaemonEndpoint__Output {
  'Port': (number);
}
