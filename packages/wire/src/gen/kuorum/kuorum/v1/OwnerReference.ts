// Original file: proto/kuorum/v1/meta.proto


/**
 * An owner, in the same namespace or cluster-scoped.
 */
export interface OwnerReference {
  'apiVersion'?: (string);
  'kind'?: (string);
  'name'?: (string);
  'uid'?: (string);
  /**
   * Marks the one owner that manages the object.
   */
  'controller'?: (boolean);
  /**
   * With foreground deletion the owner waits for this object to go first.
   */
  'blockOwnerDeletion'?: (boolean);
  '_controller'?: "controller";
  '_blockOwnerDeletion'?: "blockOwnerDeletion";
}

/**
 * An owner, in the same namespace or cluster-scoped.
 */
export interface OwnerReference__Output {
  'apiVersion': (string);
  'kind': (string);
  'name': (string);
  'uid': (string);
  /**
   * Marks the one owner that manages the object.
   */
  'controller'?: (boolean);
  /**
   * With foreground deletion the owner waits for this object to go first.
   */
  'blockOwnerDeletion'?: (boolean);
  '_controller'?: "controller";
  '_blockOwnerDeletion'?: "blockOwnerDeletion";
}
