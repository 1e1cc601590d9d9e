// Original file: proto/kuorum/v1/service.proto

import type { ServicePort as _kuorum_v1_ServicePort, ServicePort__Output as _kuorum_v1_ServicePort__Output } from '../../kuorum/v1/ServicePort.js';

export interface ServiceSpec {
  'ports'?: (_kuorum_v1_ServicePort)[];
  /**
   * Labels of the pods behind the service; empty: its Endpoints are managed by hand.
   */
  'selector'?: ({[key: string]: string});
  /**
   * Virtual address; given out by the server. "None" makes the service headless.
   */
  'clusterIP'?: (string);
  /**
   * +enum=ClusterIP|NodePort
   */
  'type'?: (string);
}

export interface ServiceSpec__Output {
  'ports': (_kuorum_v1_ServicePort__Output)[];
  /**
   * Labels of the pods behind the service; empty: its Endpoints are managed by hand.
   */
  'selector': ({[key: string]: string});
  /**
   * Virtual address; given out by the server. "None" makes the service headless.
   */
  'clusterIP': (string);
  /**
   * +enum=ClusterIP|NodePort
   */
  'type': (string);
}
