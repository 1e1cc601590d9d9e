// Original file: proto/kuorum/v1/meta.proto


/**
 * Metadata of a list.
 */
export interface ListMeta {
  /**
   * Revision of the store at which the whole list was true; a watch may start from it.
   */
  'resourceVersion'?: (string);
  /**
   * Opaque token of the next page; empty on the last one.
   */
  'continue'?: (string);
  /**
   * Objects after this page, when known.
   */
  'remainingItemCount'?: (number);
  '_remainingItemCount'?: "remainingItemCount";
}

/**
 * Metadata of a list.
 */
export interface ListMeta__Output {
  /**
   * Revision of the store at which the whole list was true; a watch may start from it.
   */
  'resourceVersion': (string);
  /**
   * Opaque token of the next page; empty on the last one.
   */
  'continue': (string);
  /**
   * Objects after this page, when known.
   */
  'remainingItemCount'?: (number);
  '_remainingItemCount'?: "remainingItemCount";
}
