// Original file: proto/kuorum/v1/service_account.proto

import type { BoundObjectReference as _kuorum_v1_BoundObjectReference, BoundObjectReference__Output as _kuorum_v1_BoundObjectReference__Output } from '../../kuorum/v1/BoundObjectReference.js';

export interface TokenRequestSpec {
  /**
   * Who may take the token for proof. Empty: the apiserver.
   */
  'audiences'?: (string)[];
  /**
   * Not given: an hour. The server may make it shorter.
   */
  'expirationSeconds'?: (number);
  /**
   * The token is good for as long as this object is there: a Pod that runs under the account, a Secret or a Node.
   */
  'boundObjectRef'?: (_kuorum_v1_BoundObjectReference | null);
  '_expirationSeconds'?: "expirationSeconds";
}

export interface TokenRequestSpec__Output {
  /**
   * Who may take the token for proof. Empty: the apiserver.
   */
  'audiences': (string)[];
  /**
   * Not given: an hour. The server may make it shorter.
   */
  'expirationSeconds'?: (number);
  /**
   * The token is good for as long as this object is there: a Pod that runs under the account, a Secret or a Node.
   */
  'boundObjectRef': (_kuorum_v1_BoundObjectReference__Output | null);
  '_expirationSeconds'?: "expirationSeconds";
}
