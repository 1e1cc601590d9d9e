// Original file: proto/kuorum/v1/env.proto

import type { ConfigMapEnvSource as _kuorum_v1_ConfigMapEnvSource, ConfigMapEnvSource__Output as _kuorum_v1_ConfigMapEnvSource__Output } from '../../kuorum/v1/ConfigMapEnvSource.js';
import type { SecretEnvSource as _kuorum_v1_SecretEnvSource, SecretEnvSource__Output as _kuorum_v1_SecretEnvSource__Output } from '../../kuorum/v1/SecretEnvSource.js';

/**
 * All keys of a ConfigMap or Secret as variables. One of the two is set.
 */
export interface EnvFromSource {
  /**
   * Put before each key.
   */
  'prefix'?: (string);
  'configMapRef'?: (_kuorum_v1_ConfigMapEnvSource | null);
  'secretRef'?: (_kuorum_v1_SecretEnvSource | null);
}

/**
 * All keys of a ConfigMap or Secret as variables. One of the two is set.
 */
export interface EnvFromSource__Output {
  /**
   * Put before each key.
   */
  'prefix': (string);
  'configMapRef': (_kuorum_v1_ConfigMapEnvSource__Output | null);
  'secretRef': (_kuorum_v1_SecretEnvSource__Output | null);
}
