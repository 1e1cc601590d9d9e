// Original file: proto/kuorum/v1/namespace.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { NamespaceSpec as _kuorum_v1_NamespaceSpec, NamespaceSpec__Output as _kuorum_v1_NamespaceSpec__Output } from '../../kuorum/v1/NamespaceSpec.js';
import type { NamespaceStatus as _kuorum_v1_NamespaceStatus, NamespaceStatus__Output as _kuorum_v1_NamespaceStatus__Output } from '../../kuorum/v1/NamespaceStatus.js';

/**
 * A space for names. Deleting it deletes everything in it.
 */
export interface Namespace {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * What is wanted.
   * +required
   */
  'spec'?: (_kuorum_v1_NamespaceSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_NamespaceStatus | null);
}

/**
 * A space for names. Deleting it deletes everything in it.
 */
export interface Namespace__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * What is wanted.
   * +required
   */
  'spec': (_kuorum_v1_NamespaceSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_NamespaceStatus__Output | null);
}
