// Original file: proto/kuorum/v1/endpoints.proto


export interface EndpointPort {
  'name'?: (string);
  'port'?: (number);
  /**
   * +enum=TCP
   */
  'protocol'?: (string);
}

export interface EndpointPort__Output {
  'name': (string);
  'port': (number);
  /**
   * +enum=TCP
   */
  'protocol': (string);
}
