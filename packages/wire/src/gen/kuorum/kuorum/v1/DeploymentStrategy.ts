// Original file: proto/kuorum/v1/deployment.proto

import type { RollingUpdateDeployment as _kuorum_v1_RollingUpdateDeployment, RollingUpdateDeployment__Output as _kuorum_v1_RollingUpdateDeployment__Output } from '../../kuorum/v1/RollingUpdateDeployment.js';

export interface DeploymentStrategy {
  /**
   * Recreate ends all old pods before the first new one; RollingUpdate, the default, replaces some at a time.
   * +enum=Recreate|RollingUpdate
   */
  'type'?: (string);
  'rollingUpdate'?: (_kuorum_v1_RollingUpdateDeployment | null);
}

export interface DeploymentStrategy__Output {
  /**
   * Recreate ends all old pods before the first new one; RollingUpdate, the default, replaces some at a time.
   * +enum=Recreate|RollingUpdate
   */
  'type': (string);
  'rollingUpdate': (_kuorum_v1_RollingUpdateDeployment__Output | null);
}
