// Original file: proto/kuorum/v1/meta.proto

import type { OwnerReference as _kuorum_v1_OwnerReference, OwnerReference__Output as _kuorum_v1_OwnerReference__Output } from '../../kuorum/v1/OwnerReference.js';

/**
 * Metadata every persisted object carries.
 */
export interface ObjectMeta {
  /**
   * Unique within a namespace and kind; a DNS-1123 subdomain. Cannot be changed.
   */
  'name'?: (string);
  /**
   * Prefix from which the server makes a unique name when name is empty.
   */
  'generateName'?: (string);
  /**
   * Space the name is unique in; empty for cluster-scoped kinds.
   */
  'namespace'?: (string);
  /**
   * Set by the server; distinguishes objects that had the same name one after the other.
   */
  'uid'?: (string);
  /**
   * Opaque version of this object: the store's mod revision. Sent back in an update, it makes that update compare-and-swap.
   */
  'resourceVersion'?: (string);
  /**
   * Counts changes of the desired state (spec).
   */
  'generation'?: (number);
  /**
   * RFC 3339 time of creation, set by the server.
   */
  'creationTimestamp'?: (string);
  /**
   * RFC 3339 time from which the object counts as being deleted, set by the server.
   */
  'deletionTimestamp'?: (string);
  /**
   * Seconds the object may take to end gracefully, set together with deletionTimestamp.
   */
  'deletionGracePeriodSeconds'?: (number);
  /**
   * Key-value pairs selectors match on.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Key-value pairs for tools; not matched on.
   */
  'annotations'?: ({[key: string]: string});
  /**
   * Objects this object depends on; when all are gone it is garbage-collected.
   */
  'ownerReferences'?: (_kuorum_v1_OwnerReference)[];
  /**
   * The object stays, marked as being deleted, until this list is empty.
   */
  'finalizers'?: (string)[];
  '_deletionGracePeriodSeconds'?: "deletionGracePeriodSeconds";
}

/**
 * Metadata every persisted object carries.
 */
export interface ObjectMeta__Output {
  /**
   * Unique within a namespace and kind; a DNS-1123 subdomain. Cannot be changed.
   */
  'name': (string);
  /**
   * Prefix from which the server makes a unique name when name is empty.
   */
  'generateName': (string);
  /**
   * Space the name is unique in; empty for cluster-scoped kinds.
   */
  'namespace': (string);
  /**
   * Set by the server; distinguishes objects that had the same name one after the other.
   */
  'uid': (string);
  /**
   * Opaque version of this object: the store's mod revision. Sent back in an update, it makes that update compare-and-swap.
   */
  'resourceVersion': (string);
  /**
   * Counts changes of the desired state (spec).
   */
  'generation': (number);
  /**
   * RFC 3339 time of creation, set by the server.
   */
  'creationTimestamp': (string);
  /**
   * RFC 3339 time from which the object counts as being deleted, set by the server.
   */
  'deletionTimestamp': (string);
  /**
   * Seconds the object may take to end gracefully, set together with deletionTimestamp.
   */
  'deletionGracePeriodSeconds'?: (number);
  /**
   * Key-value pairs selectors match on.
   */
  'labels': ({[key: string]: string});
  /**
   * Key-value pairs for tools; not matched on.
   */
  'annotations': ({[key: string]: string});
  /**
   * Objects this object depends on; when all are gone it is garbage-collected.
   */
  'ownerReferences': (_kuorum_v1_OwnerReference__Output)[];
  /**
   * The object stays, marked as being deleted, until this list is empty.
   */
  'finalizers': (string)[];
  '_deletionGracePeriodSeconds'?: "deletionGracePeriodSeconds";
}
