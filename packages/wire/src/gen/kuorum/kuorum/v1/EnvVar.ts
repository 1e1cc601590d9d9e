// Original file: proto/kuorum/v1/env.proto

import type { EnvVarSource as _kuorum_v1_EnvVarSource, EnvVarSource__Output as _kuorum_v1_EnvVarSource__Output } from '../../kuorum/v1/EnvVarSource.js';

export interface EnvVar {
  'name'?: (string);
  'value'?: (string);
  'valueFrom'?: (_kuorum_v1_EnvVarSource | null);
}

export interface EnvVar__Output {
  'name': (string);
  'value': (string);
  'valueFrom': (_kuorum_v1_EnvVarSource__Output | null);
}
