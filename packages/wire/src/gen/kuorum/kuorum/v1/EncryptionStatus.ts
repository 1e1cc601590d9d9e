// Original file: proto/kuorum/v1/encryption.proto

import type { EncryptionKeyUse as _kuorum_v1_EncryptionKeyUse, EncryptionKeyUse__Output as _kuorum_v1_EncryptionKeyUse__Output } from '../../kuorum/v1/EncryptionKeyUse.js';

/**
 * Which keys the Secrets are stored with.
 */
export interface EncryptionStatus {
  /**
   * Name of the key that writes.
   */
  'writingKey'?: (string);
  'keys'?: (_kuorum_v1_EncryptionKeyUse)[];
  /**
   * Secrets that there are.
   */
  'secrets'?: (number);
  /**
   * Of those, how many are not stored with the key that writes.
   */
  'behind'?: (number);
  /**
   * Of those, how many no key of this server opens.
   */
  'unreadable'?: (number);
  /**
   * How many the rotation has written so far.
   */
  'rewritten'?: (number);
}

/**
 * Which keys the Secrets are stored with.
 */
export interface EncryptionStatus__Output {
  /**
   * Name of the key that writes.
   */
  'writingKey': (string);
  'keys': (_kuorum_v1_EncryptionKeyUse__Output)[];
  /**
   * Secrets that there are.
   */
  'secrets': (number);
  /**
   * Of those, how many are not stored with the key that writes.
   */
  'behind': (number);
  /**
   * Of those, how many no key of this server opens.
   */
  'unreadable': (number);
  /**
   * How many the rotation has written so far.
   */
  'rewritten': (number);
}
