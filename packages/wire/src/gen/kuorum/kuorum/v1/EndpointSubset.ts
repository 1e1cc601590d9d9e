// Original file: proto/kuorum/v1/endpoints.proto

import type { EndpointAddress as _kuorum_v1_EndpointAddress, EndpointAddress__Output as _kuorum_v1_EndpointAddress__Output } from '../../kuorum/v1/EndpointAddress.js';
import type { EndpointPort as _kuorum_v1_EndpointPort, EndpointPort__Output as _kuorum_v1_EndpointPort__Output } from '../../kuorum/v1/EndpointPort.js';

/**
 * Every address with every port.
 */
export interface EndpointSubset {
  'addresses'?: (_kuorum_v1_EndpointAddress)[];
  'notReadyAddresses'?: (_kuorum_v1_EndpointAddress)[];
  'ports'?: (_kuorum_v1_EndpointPort)[];
}

/**
 * Every address with every port.
 */
export interface EndpointSubset__Output {
  'addresses': (_kuorum_v1_EndpointAddress__Output)[];
  'notReadyAddresses': (_kuorum_v1_EndpointAddress__Output)[];
  'ports': (_kuorum_v1_EndpointPort__Output)[];
}
