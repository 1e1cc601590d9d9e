// Original file: proto/kuorum/v1/pod.proto

import type { HTTPGetAction as _kuorum_v1_HTTPGetAction, HTTPGetAction__Output as _kuorum_v1_HTTPGetAction__Output } from '../../kuorum/v1/HTTPGetAction.js';
import type { TCPSocketAction as _kuorum_v1_TCPSocketAction, TCPSocketAction__Output as _kuorum_v1_TCPSocketAction__Output } from '../../kuorum/v1/TCPSocketAction.js';
import type { ExecAction as _kuorum_v1_ExecAction, ExecAction__Output as _kuorum_v1_ExecAction__Output } from '../../kuorum/v1/ExecAction.js';
import type { GRPCAction as _kuorum_v1_GRPCAction, GRPCAction__Output as _kuorum_v1_GRPCAction__Output } from '../../kuorum/v1/GRPCAction.js';

export interface Probe {
  'httpGet'?: (_kuorum_v1_HTTPGetAction | null);
  'tcpSocket'?: (_kuorum_v1_TCPSocketAction | null);
  'exec'?: (_kuorum_v1_ExecAction | null);
  'initialDelaySeconds'?: (number);
  'timeoutSeconds'?: (number);
  'periodSeconds'?: (number);
  'successThreshold'?: (number);
  'failureThreshold'?: (number);
  'grpc'?: (_kuorum_v1_GRPCAction | null);
  /**
   * Instead of the pod's, when this probe is why the container is stopped.
   */
  'terminationGracePeriodSeconds'?: (number);
  '_terminationGracePeriodSeconds'?: "terminationGracePeriodSeconds";
}

export interface Probe__Output {
  'httpGet': (_kuorum_v1_HTTPGetAction__Output | null);
  'tcpSocket': (_kuorum_v1_TCPSocketAction__Output | null);
  'exec': (_kuorum_v1_ExecAction__Output | null);
  'initialDelaySeconds': (number);
  'timeoutSeconds': (number);
  'periodSeconds': (number);
  'successThreshold': (number);
  'failureThreshold': (number);
  'grpc': (_kuorum_v1_GRPCAction__Output | null);
  /**
   * Instead of the pod's, when this probe is why the container is stopped.
   */
  'terminationGracePeriodSeconds'?: (number);
  '_terminationGracePeriodSeconds'?: "terminationGracePeriodSeconds";
}
