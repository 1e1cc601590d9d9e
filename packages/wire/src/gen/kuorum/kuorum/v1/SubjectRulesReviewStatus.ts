// Original file: proto/kuorum/v1/authorization.proto

import type { ResourceRule as _kuorum_v1_ResourceRule, ResourceRule__Output as _kuorum_v1_ResourceRule__Output } from '../../kuorum/v1/ResourceRule.js';
import type { NonResourceRule as _kuorum_v1_NonResourceRule, NonResourceRule__Output as _kuorum_v1_NonResourceRule__Output } from '../../kuorum/v1/NonResourceRule.js';

export interface SubjectRulesReviewStatus {
  'resourceRules'?: (_kuorum_v1_ResourceRule)[];
  'nonResourceRules'?: (_kuorum_v1_NonResourceRule)[];
  /**
   * The caller may do more than is listed.
   */
  'incomplete'?: (boolean);
  /**
   * Why, or which role is not there.
   */
  'evaluationError'?: (string);
}

export interface SubjectRulesReviewStatus__Output {
  'resourceRules': (_kuorum_v1_ResourceRule__Output)[];
  'nonResourceRules': (_kuorum_v1_NonResourceRule__Output)[];
  /**
   * The caller may do more than is listed.
   */
  'incomplete': (boolean);
  /**
   * Why, or which role is not there.
   */
  'evaluationError': (string);
}
