// Original file: proto/kuorum/v1/pod.proto

import type { Capabilities as _kuorum_v1_Capabilities, Capabilities__Output as _kuorum_v1_Capabilities__Output } from '../../kuorum/v1/Capabilities.js';
import type { SeccompProfile as _kuorum_v1_SeccompProfile, SeccompProfile__Output as _kuorum_v1_SeccompProfile__Output } from '../../kuorum/v1/SeccompProfile.js';

export interface SecurityContext {
  'capabilities'?: (_kuorum_v1_Capabilities | null);
  'privileged'?: (boolean);
  'runAsUser'?: (number);
  'runAsGroup'?: (number);
  'runAsNonRoot'?: (boolean);
  'readOnlyRootFilesystem'?: (boolean);
  'allowPrivilegeEscalation'?: (boolean);
  'seccompProfile'?: (_kuorum_v1_SeccompProfile | null);
  '_privileged'?: "privileged";
  '_runAsUser'?: "runAsUser";
  '_runAsGroup'?: "runAsGroup";
  '_runAsNonRoot'?: "runAsNonRoot";
  '_readOnlyRootFilesystem'?: "readOnlyRootFilesystem";
  '_allowPrivilegeEscalation'?: "allowPrivilegeEscalation";
}

export interface SecurityContext__Output {
  'capabilities': (_kuorum_v1_Capabilities__Output | null);
  'privileged'?: (boolean);
  'runAsUser'?: (number);
  'runAsGroup'?: (number);
  'runAsNonRoot'?: (boolean);
  'readOnlyRootFilesystem'?: (boolean);
  'allowPrivilegeEscalation'?: (boolean);
  'seccompProfile': (_kuorum_v1_SeccompProfile__Output | null);
  '_privileged'?: "privileged";
  '_runAsUser'?: "runAsUser";
  '_runAsGroup'?: "runAsGroup";
  '_runAsNonRoot'?: "runAsNonRoot";
  '_readOnlyRootFilesystem'?: "readOnlyRootFilesystem";
  '_allowPrivilegeEscalation'?: "allowPrivilegeEscalation";
}
