// Original file: proto/kuorum/v1/volume.proto


/**
 * A token of the pod's service account, renewed before it expires.
 */
export interface ServiceAccountTokenProjection {
  /**
   * Whom the token is for; the apiserver by default.
   */
  'audience'?: (string);
  /**
   * At least 600; 3600 by default.
   */
  'expirationSeconds'?: (number);
  'path'?: (string);
  '_expirationSeconds'?: "expirationSeconds";
}

/**
 * A token of the pod's service account, renewed before it expires.
 */
export interface ServiceAccountTokenProjection__Output {
  /**
   * Whom the token is for; the apiserver by default.
   */
  'audience': (string);
  /**
   * At least 600; 3600 by default.
   */
  'expirationSeconds'?: (number);
  'path': (string);
  '_expirationSeconds'?: "expirationSeconds";
}
