/** Numbers of RFC 9113: kinds of frames (§6), flags, settings (§6.5.2) and error codes (§7). */

export const FrameType = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;

export const Flag = { END_STREAM: 0x1, ACK: 0x1, END_HEADERS: 0x4, PADDED: 0x8, PRIORITY: 0x20 } as const;

export const Setting = {
  HEADER_TABLE_SIZE: 1,
  ENABLE_PUSH: 2,
  MAX_CONCURRENT_STREAMS: 3,
  INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
  MAX_HEADER_LIST_SIZE: 6,
} as const;

export const ErrorCode = {
  NO_ERROR: 0,
  PROTOCOL_ERROR: 1,
  INTERNAL_ERROR: 2,
  FLOW_CONTROL_ERROR: 3,
  STREAM_CLOSED: 5,
  FRAME_SIZE_ERROR: 6,
  REFUSED_STREAM: 7,
  CANCEL: 8,
  COMPRESSION_ERROR: 9,
  ENHANCE_YOUR_CALM: 11,
} as const;

/** What a client says first (§3.4). */
export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');
export const FRAME_HEADER_BYTES = 9;
export const DEFAULT_WINDOW_BYTES = 65_535;
export const WINDOW_BYTES_MAX = 2 ** 31 - 1;
export const STREAM_ID_MAX = 2 ** 31 - 1;

/** The other end broke the protocol for the whole connection: it is told so by GOAWAY, and the connection ends. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export function protocolError(text: string): ConnectionError {
  return new ConnectionError(ErrorCode.PROTOCOL_ERROR, text);
}

export function sized(right: boolean): void {
  if (!right) throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, 'a frame of the wrong size');
}

export function unpadded(frame: Buffer): Buffer {
  const padding = frame[0] ?? 0;
  if (padding >= frame.length) throw protocolError('more padding than frame');
  return frame.subarray(1, frame.length - padding);
}
