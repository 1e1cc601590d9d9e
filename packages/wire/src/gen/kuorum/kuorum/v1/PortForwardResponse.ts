// Original file: proto/kuorum/v1/pod.proto


export interface PortForwardResponse {
  'data'?: (Buffer | Uint8Array | string);
  /**
   * The pod's side has ended; the client may still send.
   */
  'closed'?: (boolean);
}

export interface PortForwardResponse__Output {
  'data': (Buffer);
  /**
   * The pod's side has ended; the client may still send.
   */
  'closed': (boolean);
}
