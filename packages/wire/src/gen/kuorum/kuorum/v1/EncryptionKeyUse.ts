// Original file: proto/kuorum/v1/encryption.proto


export interface EncryptionKeyUse {
  /**
   * Empty: not encrypted.
   */
  'name'?: (string);
  'secrets'?: (number);
}

export interface EncryptionKeyUse__Output {
  /**
   * Empty: not encrypted.
   */
  'name': (string);
  'secrets': (number);
}
