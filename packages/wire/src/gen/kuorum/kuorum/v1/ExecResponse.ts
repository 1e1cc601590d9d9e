// Original file: proto/kuorum/v1/pod.proto

import type { ExecStatus as _kuorum_v1_ExecStatus, ExecStatus__Output as _kuorum_v1_ExecStatus__Output } from '../../kuorum/v1/ExecStatus.js';

/**
 * Each has one of these; the last one is the status.
 */
export interface ExecResponse {
  'stdout'?: (Buffer | Uint8Array | string);
  'stderr'?: (Buffer | Uint8Array | string);
  'status'?: (_kuorum_v1_ExecStatus | null);
}

/**
 * Each has one of these; the last one is the status.
 */
export interface ExecResponse__Output {
  'stdout': (Buffer);
  'stderr': (Buffer);
  'status': (_kuorum_v1_ExecStatus__Output | null);
}
