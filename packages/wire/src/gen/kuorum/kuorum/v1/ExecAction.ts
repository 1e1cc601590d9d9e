// Original file: proto/kuorum/v1/pod.proto


export interface ExecAction {
  'command'?: (string)[];
}

export interface ExecAction__Output {
  'command': (string)[];
}
