// Original file: proto/kuorum/v1/lease.proto


export interface LeaseSpec {
  'holderIdentity'?: (string);
  'leaseDurationSeconds'?: (number);
  'acquireTime'?: (string);
  'renewTime'?: (string);
  'leaseTransitions'?: (number);
  '_leaseDurationSeconds'?: "leaseDurationSeconds";
}

export interface LeaseSpec__Output {
  'holderIdentity': (string);
  'leaseDurationSeconds'?: (number);
  'acquireTime': (string);
  'renewTime': (string);
  'leaseTransitions': (number);
  '_leaseDurationSeconds'?: "leaseDurationSeconds";
}
