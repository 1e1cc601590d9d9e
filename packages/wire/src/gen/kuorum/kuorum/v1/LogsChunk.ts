// Original file: proto/kuorum/v1/pod.proto


export interface LogsChunk {
  'data'?: (Buffer | Uint8Array | string);
}

export interface LogsChunk__Output {
  'data': (Buffer);
}
