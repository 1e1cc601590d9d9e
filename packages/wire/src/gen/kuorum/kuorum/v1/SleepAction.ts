// Original file: proto/kuorum/v1/pod.proto


export interface SleepAction {
  'seconds'?: (number);
}

export interface SleepAction__Output {
  'seconds': (number);
}
