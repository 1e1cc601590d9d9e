// Original file: proto/kuorum/v1/pod.proto

import type { EnvVar as _kuorum_v1_EnvVar, EnvVar__Output as _kuorum_v1_EnvVar__Output } from '../../kuorum/v1/EnvVar.js';
import type { ContainerPort as _kuorum_v1_ContainerPort, ContainerPort__Output as _kuorum_v1_ContainerPort__Output } from '../../kuorum/v1/ContainerPort.js';
import type { ResourceRequirements as _kuorum_v1_ResourceRequirements, ResourceRequirements__Output as _kuorum_v1_ResourceRequirements__Output } from '../../kuorum/v1/ResourceRequirements.js';
import type { Probe as _kuorum_v1_Probe, Probe__Output as _kuorum_v1_Probe__Output } from '../../kuorum/v1/Probe.js';

export interface Container {
  /**
   * Unique within the pod; a DNS-1123 label.
   */
  'name'?: (string);
  'image'?: (string);
  /**
   * +enum=Always|IfNotPresent|Never
   */
  'imagePullPolicy'?: (string);
  /**
   * Replaces the image's entrypoint.
   */
  'command'?: (string)[];
  /**
   * Replaces the image's command.
   */
  'args'?: (string)[];
  'workingDir'?: (string);
  'env'?: (_kuorum_v1_EnvVar)[];
  'ports'?: (_kuorum_v1_ContainerPort)[];
  'resources'?: (_kuorum_v1_ResourceRequirements | null);
  /**
   * Fails: the container is restarted.
   */
  'livenessProbe'?: (_kuorum_v1_Probe | null);
  /**
   * Fails: the pod gets no service traffic.
   */
  'readinessProbe'?: (_kuorum_v1_Probe | null);
}

export interface Container__Output {
  /**
   * Unique within the pod; a DNS-1123 label.
   */
  'name': (string);
  'image': (string);
  /**
   * +enum=Always|IfNotPresent|Never
   */
  'imagePullPolicy': (string);
  /**
   * Replaces the image's entrypoint.
   */
  'command': (string)[];
  /**
   * Replaces the image's command.
   */
  'args': (string)[];
  'workingDir': (string);
  'env': (_kuorum_v1_EnvVar__Output)[];
  'ports': (_kuorum_v1_ContainerPort__Output)[];
  'resources': (_kuorum_v1_ResourceRequirements__Output | null);
  /**
   * Fails: the container is restarted.
   */
  'livenessProbe': (_kuorum_v1_Probe__Output | null);
  /**
   * Fails: the pod gets no service traffic.
   */
  'readinessProbe': (_kuorum_v1_Probe__Output | null);
}
