// Original file: proto/kuorum/v1/endpoints.proto

import type { ObjectReference as _kuorum_v1_ObjectReference, ObjectReference__Output as _kuorum_v1_ObjectReference__Output } from '../../kuorum/v1/ObjectReference.js';

export interface EndpointAddress {
  'ip'?: (string);
  'hostname'?: (string);
  'nodeName'?: (string);
  'targetRef'?: (_kuorum_v1_ObjectReference | null);
}

export interface EndpointAddress__Output {
  'ip': (string);
  'hostname': (string);
  'nodeName': (string);
  'targetRef': (_kuorum_v1_ObjectReference__Output | null);
}
