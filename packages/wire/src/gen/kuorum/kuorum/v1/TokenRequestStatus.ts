// Original file: proto/kuorum/v1/service_account.proto


export interface TokenRequestStatus {
  'token'?: (string);
  'expirationTimestamp'?: (string);
}

export interface TokenRequestStatus__Output {
  'token': (string);
  'expirationTimestamp': (string);
}
