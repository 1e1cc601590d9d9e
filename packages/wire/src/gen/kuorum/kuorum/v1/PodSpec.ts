// Original file: proto/kuorum/v1/pod.proto

import type { Container as _kuorum_v1_Container, Container__Output as _kuorum_v1_Container__Output } from '../../kuorum/v1/Container.js';
import type { Toleration as _kuorum_v1_Toleration, Toleration__Output as _kuorum_v1_Toleration__Output } from '../../kuorum/v1/Toleration.js';
import type { Volume as _kuorum_v1_Volume, Volume__Output as _kuorum_v1_Volume__Output } from '../../kuorum/v1/Volume.js';
import type { Affinity as _kuorum_v1_Affinity, Affinity__Output as _kuorum_v1_Affinity__Output } from '../../kuorum/v1/Affinity.js';
import type { TopologySpreadConstraint as _kuorum_v1_TopologySpreadConstraint, TopologySpreadConstraint__Output as _kuorum_v1_TopologySpreadConstraint__Output } from '../../kuorum/v1/TopologySpreadConstraint.js';
import type { PodReadinessGate as _kuorum_v1_PodReadinessGate, PodReadinessGate__Output as _kuorum_v1_PodReadinessGate__Output } from '../../kuorum/v1/PodReadinessGate.js';
import type { LocalObjectReference as _kuorum_v1_LocalObjectReference, LocalObjectReference__Output as _kuorum_v1_LocalObjectReference__Output } from '../../kuorum/v1/LocalObjectReference.js';
import type { PodSecurityContext as _kuorum_v1_PodSecurityContext, PodSecurityContext__Output as _kuorum_v1_PodSecurityContext__Output } from '../../kuorum/v1/PodSecurityContext.js';

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
  /**
   * Run one after the other, each to its end, before the containers start.
   */
  'initContainers'?: (_kuorum_v1_Container)[];
  'volumes'?: (_kuorum_v1_Volume)[];
  /**
   * Who the pod is to the apiserver; "default" by default.
   */
  'serviceAccountName'?: (string);
  /**
   * False: no token of the account in the containers.
   */
  'automountServiceAccountToken'?: (boolean);
  'affinity'?: (_kuorum_v1_Affinity | null);
  'topologySpreadConstraints'?: (_kuorum_v1_TopologySpreadConstraint)[];
  /**
   * Names a PriorityClass; the default one, when there is one, is filled in.
   */
  'priorityClassName'?: (string);
  /**
   * Value of the class; set by the server.
   */
  'priority'?: (number);
  /**
   * Of the class; set by the server.
   * +enum=PreemptLowerPriority|Never
   */
  'preemptionPolicy'?: (string);
  /**
   * Seconds from its start after which the pod is ended as failed.
   */
  'activeDeadlineSeconds'?: (number);
  /**
   * The node's own network.
   */
  'hostNetwork'?: (boolean);
  /**
   * +enum=ClusterFirst|ClusterFirstWithHostNet|Default
   */
  'dnsPolicy'?: (string);
  'subdomain'?: (string);
  /**
   * Addresses of services as environment variables; true by default.
   */
  'enableServiceLinks'?: (boolean);
  /**
   * Conditions besides the containers' readiness that the pod must have to be ready.
   */
  'readinessGates'?: (_kuorum_v1_PodReadinessGate)[];
  'imagePullSecrets'?: (_kuorum_v1_LocalObjectReference)[];
  'securityContext'?: (_kuorum_v1_PodSecurityContext | null);
  '_terminationGracePeriodSeconds'?: "terminationGracePeriodSeconds";
  '_automountServiceAccountToken'?: "automountServiceAccountToken";
  '_priority'?: "priority";
  '_activeDeadlineSeconds'?: "activeDeadlineSeconds";
  '_enableServiceLinks'?: "enableServiceLinks";
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
  /**
   * Run one after the other, each to its end, before the containers start.
   */
  'initContainers': (_kuorum_v1_Container__Output)[];
  'volumes': (_kuorum_v1_Volume__Output)[];
  /**
   * Who the pod is to the apiserver; "default" by default.
   */
  'serviceAccountName': (string);
  /**
   * False: no token of the account in the containers.
   */
  'automountServiceAccountToken'?: (boolean);
  'affinity': (_kuorum_v1_Affinity__Output | null);
  'topologySpreadConstraints': (_kuorum_v1_TopologySpreadConstraint__Output)[];
  /**
   * Names a PriorityClass; the default one, when there is one, is filled in.
   */
  'priorityClassName': (string);
  /**
   * Value of the class; set by the server.
   */
  'priority'?: (number);
  /**
   * Of the class; set by the server.
   * +enum=PreemptLowerPriority|Never
   */
  'preemptionPolicy': (string);
  /**
   * Seconds from its start after which the pod is ended as failed.
   */
  'activeDeadlineSeconds'?: (number);
  /**
   * The node's own network.
   */
  'hostNetwork': (boolean);
  /**
   * +enum=ClusterFirst|ClusterFirstWithHostNet|Default
   */
  'dnsPolicy': (string);
  'subdomain': (string);
  /**
   * Addresses of services as environment variables; true by default.
   */
  'enableServiceLinks'?: (boolean);
  /**
   * Conditions besides the containers' readiness that the pod must have to be ready.
   */
  'readinessGates': (_kuorum_v1_PodReadinessGate__Output)[];
  'imagePullSecrets': (_kuorum_v1_LocalObjectReference__Output)[];
  'securityContext': (_kuorum_v1_PodSecurityContext__Output | null);
  '_terminationGracePeriodSeconds'?: "terminationGracePeriodSeconds";
  '_automountServiceAccountToken'?: "automountServiceAccountToken";
  '_priority'?: "priority";
  '_activeDeadlineSeconds'?: "activeDeadlineSeconds";
  '_enableServiceLinks'?: "enableServiceLinks";
}
