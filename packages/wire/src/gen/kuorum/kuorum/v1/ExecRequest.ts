// Original file: proto/kuorum/v1/pod.proto

import type { PodExecOptions as _kuorum_v1_PodExecOptions, PodExecOptions__Output as _kuorum_v1_PodExecOptions__Output } from '../../kuorum/v1/PodExecOptions.js';
import type { TerminalSize as _kuorum_v1_TerminalSize, TerminalSize__Output as _kuorum_v1_TerminalSize__Output } from '../../kuorum/v1/TerminalSize.js';

/**
 * The first message has the options and nothing else, the later ones what goes to the command.
 */
export interface ExecRequest {
  'options'?: (_kuorum_v1_PodExecOptions | null);
  'stdin'?: (Buffer | Uint8Array | string);
  /**
   * The command's standard input is at its end. The end of the requests says the same.
   */
  'stdinClosed'?: (boolean);
  'resize'?: (_kuorum_v1_TerminalSize | null);
}

/**
 * The first message has the options and nothing else, the later ones what goes to the command.
 */
export interface ExecRequest__Output {
  'options': (_kuorum_v1_PodExecOptions__Output | null);
  'stdin': (Buffer);
  /**
   * The command's standard input is at its end. The end of the requests says the same.
   */
  'stdinClosed': (boolean);
  'resize': (_kuorum_v1_TerminalSize__Output | null);
}
