// Original file: proto/kuorum/v1/pod.proto

import type { TerminalSize as _kuorum_v1_TerminalSize, TerminalSize__Output as _kuorum_v1_TerminalSize__Output } from '../../kuorum/v1/TerminalSize.js';

/**
 * What a command that runs beside a container's own is and what of it is carried.
 */
export interface PodExecOptions {
  'namespace'?: (string);
  'name'?: (string);
  /**
   * May be empty when the pod has one container.
   */
  'container'?: (string);
  /**
   * The program and its arguments; no shell reads them.
   */
  'command'?: (string)[];
  'stdin'?: (boolean);
  'stdout'?: (boolean);
  'stderr'?: (boolean);
  /**
   * With a terminal, on which both outputs are one: not together with stderr.
   */
  'tty'?: (boolean);
  'terminalSize'?: (_kuorum_v1_TerminalSize | null);
}

/**
 * What a command that runs beside a container's own is and what of it is carried.
 */
export interface PodExecOptions__Output {
  'namespace': (string);
  'name': (string);
  /**
   * May be empty when the pod has one container.
   */
  'container': (string);
  /**
   * The program and its arguments; no shell reads them.
   */
  'command': (string)[];
  'stdin': (boolean);
  'stdout': (boolean);
  'stderr': (boolean);
  /**
   * With a terminal, on which both outputs are one: not together with stderr.
   */
  'tty': (boolean);
  'terminalSize': (_kuorum_v1_TerminalSize__Output | null);
}
