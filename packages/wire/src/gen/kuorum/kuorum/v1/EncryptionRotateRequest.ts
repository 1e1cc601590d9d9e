// Original file: proto/kuorum/v1/encryption.proto


export interface EncryptionRotateRequest {
}

export interface EncryptionRotateRequest__Output {
}
