// Original file: proto/kuorum/v1/version.proto


export interface VersionRequest {
}

export interface VersionRequest__Output {
}
