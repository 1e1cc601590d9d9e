// Original file: proto/kuorum/v1/meta.proto


/**
 * Points at an object, possibly at a field of it.
 */
export interface ObjectReference {
  'kind'?: (string);
  'namespace'?: (string);
  'name'?: (string);
  'uid'?: (string);
  'apiVersion'?: (string);
  'resourceVersion'?: (string);
  'fieldPath'?: (string);
}

/**
 * Points at an object, possibly at a field of it.
 */
export interface ObjectReference__Output {
  'kind': (string);
  'namespace': (string);
  'name': (string);
  'uid': (string);
  'apiVersion': (string);
  'resourceVersion': (string);
  'fieldPath': (string);
}
