// Original file: proto/kuorum/v1/node.proto


export interface NodeAddress {
  /**
   * +enum=Hostname|InternalIP|ExternalIP
   */
  'type'?: (string);
  'address'?: (string);
}

export interface NodeAddress__Output {
  /**
   * +enum=Hostname|InternalIP|ExternalIP
   */
  'type': (string);
  'address': (string);
}
