// Original file: proto/kuorum/v1/encryption.proto


export interface EncryptionStatusRequest {
}

export interface EncryptionStatusRequest__Output {
}
