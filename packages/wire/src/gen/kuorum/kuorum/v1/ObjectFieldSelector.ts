// Original file: proto/kuorum/v1/env.proto


export interface ObjectFieldSelector {
  'apiVersion'?: (string);
  /**
   * metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'], metadata.annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP, status.podIP
   */
  'fieldPath'?: (string);
}

export interface ObjectFieldSelector__Output {
  'apiVersion': (string);
  /**
   * metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'], metadata.annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP, status.podIP
   */
  'fieldPath': (string);
}
