// Original file: proto/kuorum/v1/pod.proto

import type { EnvVar as _kuorum_v1_EnvVar, EnvVar__Output as _kuorum_v1_EnvVar__Output } from '../../kuorum/v1/EnvVar.js';
import type { ContainerPort as _kuorum_v1_ContainerPort, ContainerPort__Output as _kuorum_v1_ContainerPort__Output } from '../../kuorum/v1/ContainerPort.js';
import type { ResourceRequirements as _kuorum_v1_ResourceRequirements, ResourceRequirements__Output as _kuorum_v1_ResourceRequirements__Output } from '../../kuorum/v1/ResourceRequirements.js';
import type { Probe as _kuorum_v1_Probe, Probe__Output as _kuorum_v1_Probe__Output } from '../../kuorum/v1/Probe.js';
import type { EnvFromSource as _kuorum_v1_EnvFromSource, EnvFromSource__Output as _kuorum_v1_EnvFromSource__Output } from '../../kuorum/v1/EnvFromSource.js';
import type { VolumeMount as _kuorum_v1_VolumeMount, VolumeMount__Output as _kuorum_v1_VolumeMount__Output } from '../../kuorum/v1/VolumeMount.js';
import type { Lifecycle as _kuorum_v1_Lifecycle, Lifecycle__Output as _kuorum_v1_Lifecycle__Output } from '../../kuorum/v1/Lifecycle.js';
import type { SecurityContext as _kuorum_v1_SecurityContext, SecurityContext__Output as _kuorum_v1_SecurityContext__Output } from '../../kuorum/v1/SecurityContext.js';

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
  /**
   * +required
   */
  'resources'?: (_kuorum_v1_ResourceRequirements | null);
  /**
   * Fails: the container is restarted.
   */
  'livenessProbe'?: (_kuorum_v1_Probe | null);
  /**
   * Fails: the pod gets no service traffic.
   */
  'readinessProbe'?: (_kuorum_v1_Probe | null);
  /**
   * All keys of ConfigMaps and Secrets as variables; env comes over them.
   */
  'envFrom'?: (_kuorum_v1_EnvFromSource)[];
  'volumeMounts'?: (_kuorum_v1_VolumeMount)[];
  /**
   * Until it has succeeded the other probes wait.
   */
  'startupProbe'?: (_kuorum_v1_Probe | null);
  'lifecycle'?: (_kuorum_v1_Lifecycle | null);
  'securityContext'?: (_kuorum_v1_SecurityContext | null);
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
  /**
   * +required
   */
  'resources': (_kuorum_v1_ResourceRequirements__Output | null);
  /**
   * Fails: the container is restarted.
   */
  'livenessProbe': (_kuorum_v1_Probe__Output | null);
  /**
   * Fails: the pod gets no service traffic.
   */
  'readinessProbe': (_kuorum_v1_Probe__Output | null);
  /**
   * All keys of ConfigMaps and Secrets as variables; env comes over them.
   */
  'envFrom': (_kuorum_v1_EnvFromSource__Output)[];
  'volumeMounts': (_kuorum_v1_VolumeMount__Output)[];
  /**
   * Until it has succeeded the other probes wait.
   */
  'startupProbe': (_kuorum_v1_Probe__Output | null);
  'lifecycle': (_kuorum_v1_Lifecycle__Output | null);
  'securityContext': (_kuorum_v1_SecurityContext__Output | null);
}
