// Original file: proto/kuorum/v1/version.proto


export interface VersionInfo {
  'gitVersion'?: (string);
  'nodeVersion'?: (string);
  'platform'?: (string);
}

export interface VersionInfo__Output {
  'gitVersion': (string);
  'nodeVersion': (string);
  'platform': (string);
}
