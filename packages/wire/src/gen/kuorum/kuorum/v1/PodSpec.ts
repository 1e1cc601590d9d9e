// Original file: proto/kuorum/v1/pod.proto

import type { Container as _kuorum_v1_Container, Container__Output as _kuorum_v1_Container__Output } from '../../kuorum/v1/Container.js';
import type { Toleration as _kuorum_v1_Toleration, Toleration__Output as _kuorum_v1_Toleration__Output } from '../../kuorum/v1/Toleration.js';

export interface PodSpec {
  'containers'?: (_kuorum_v1_Container)[];
  /**
   * +enum=Always|OnFailure|Never
   */
  'restartPolicy'?: (string);
  /**
   * Seconds between SIGTERM and SIGKILL; 30 by default.
   */
  'terminationGracePeriodSeconds'?: (number);
  /**
   * Labels a node must have.
   */
  'nodeSelector'?: ({[key: string]: string});
  /**
   * The node the pod is bound to; set by the scheduler.
   */
  'nodeName'?: (string);
  'tolerations'?: (_kuorum_v1_Toleration)[];
  'schedulerName'?: (string);
  'hostname'?: (string);
  '_terminationGracePeriodSeconds'?: "terminationGracePeriodSeconds";
}

export interface PodSpec__Output {
  'containers': (_kuorum_v1_Container__Output)[];
  /**
   * +enum=Always|OnFailure|Never
   */
  'restartPolicy': (string);
  /**
   * Seconds between SIGTERM and SIGKILL; 30 by default.
   */
  'terminationGracePeriodSeconds'?: (number);
  /**
   * Labels a node must have.
   */
  'nodeSelector': ({[key: string]: string});
  /**
   * The node the pod is bound to; set by the scheduler.
   */
  'nodeName': (string);
  'tolerations': (_kuorum_v1_Toleration__Output)[];
  'schedulerName': (string);
  'hostname': (string);
  '_terminationGracePeriodSeconds'?: "terminationGracePeriodSeconds";
}
