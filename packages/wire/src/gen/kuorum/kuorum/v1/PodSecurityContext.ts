// Original file: proto/kuorum/v1/pod.proto

import type { SeccompProfile as _kuorum_v1_SeccompProfile, SeccompProfile__Output as _kuorum_v1_SeccompProfile__Output } from '../../kuorum/v1/SeccompProfile.js';

/**
 * Holds for all containers; their own securityContext comes first.
 */
export interface PodSecurityContext {
  'runAsUser'?: (number);
  'runAsGroup'?: (number);
  'runAsNonRoot'?: (boolean);
  'supplementalGroups'?: (number)[];
  /**
   * Group that owns the pod's volumes.
   */
  'fsGroup'?: (number);
  'seccompProfile'?: (_kuorum_v1_SeccompProfile | null);
  '_runAsUser'?: "runAsUser";
  '_runAsGroup'?: "runAsGroup";
  '_runAsNonRoot'?: "runAsNonRoot";
  '_fsGroup'?: "fsGroup";
}

/**
 * Holds for all containers; their own securityContext comes first.
 */
export interface PodSecurityContext__Output {
  'runAsUser'?: (number);
  'runAsGroup'?: (number);
  'runAsNonRoot'?: (boolean);
  'supplementalGroups': (number)[];
  /**
   * Group that owns the pod's volumes.
   */
  'fsGroup'?: (number);
  'seccompProfile': (_kuorum_v1_SeccompProfile__Output | null);
  '_runAsUser'?: "runAsUser";
  '_runAsGroup'?: "runAsGroup";
  '_runAsNonRoot'?: "runAsNonRoot";
  '_fsGroup'?: "fsGroup";
}
