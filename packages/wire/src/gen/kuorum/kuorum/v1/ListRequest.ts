// Original file: proto/kuorum/v1/meta.proto


export interface ListRequest {
  /**
   * Empty lists every namespace.
   */
  'namespace'?: (string);
  /**
   * Such as "app=web,tier!=cache,env in (a,b),!legacy".
   */
  'labelSelector'?: (string);
  /**
   * Such as "spec.nodeName=node-1,status.phase!=Failed"; the fields a kind supports are listed in its error.
   */
  'fieldSelector'?: (string);
  /**
   * Objects a page may hold at most; 0 = no paging.
   */
  'limit'?: (number);
  /**
   * Token of the page before.
   */
  'continue'?: (string);
  /**
   * Empty: as new as the newest acknowledged write. "0": any state the server has at hand. Else see resourceVersionMatch.
   */
  'resourceVersion'?: (string);
  /**
   * What resourceVersion means: the state at exactly that version, or at it or later (the default without a limit).
   * +enum=Exact|NotOlderThan
   */
  'resourceVersionMatch'?: (string);
}

export interface ListRequest__Output {
  /**
   * Empty lists every namespace.
   */
  'namespace': (string);
  /**
   * Such as "app=web,tier!=cache,env in (a,b),!legacy".
   */
  'labelSelector': (string);
  /**
   * Such as "spec.nodeName=node-1,status.phase!=Failed"; the fields a kind supports are listed in its error.
   */
  'fieldSelector': (string);
  /**
   * Objects a page may hold at most; 0 = no paging.
   */
  'limit': (number);
  /**
   * Token of the page before.
   */
  'continue': (string);
  /**
   * Empty: as new as the newest acknowledged write. "0": any state the server has at hand. Else see resourceVersionMatch.
   */
  'resourceVersion': (string);
  /**
   * What resourceVersion means: the state at exactly that version, or at it or later (the default without a limit).
   * +enum=Exact|NotOlderThan
   */
  'resourceVersionMatch': (string);
}
