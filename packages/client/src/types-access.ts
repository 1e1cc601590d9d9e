/** The part of the client's contract that is about who may what, and about the keys of Secrets. */
import type {
  EncryptionStatus,
  NonResourceAttributes,
  ResourceAttributes,
  SelfSubjectReview,
  SubjectAccessReviewStatus,
  SubjectRulesReviewStatus,
  TokenRequest,
} from '@kuorum/api';
import type { Observable } from 'rxjs';
import type { CallOptions } from './types.js';

export interface TokenOptions extends CallOptions {
  /** Who may take the token for proof; the apiserver unless told. */
  readonly audiences?: readonly string[] | undefined;
  /** An hour unless told, 600 at least. */
  readonly expirationSeconds?: number | undefined;
  /** The token is void when this object is gone. */
  readonly boundObjectRef?: { readonly kind: string; readonly name: string; readonly uid?: string } | undefined;
}

/** About a resource, or about a path that is none. */
export type AccessQuestion =
  { readonly resourceAttributes: ResourceAttributes } | { readonly nonResourceAttributes: NonResourceAttributes };

export interface AccessClient {
  /** A token of the service account `name`. */
  createToken(namespace: string, name: string, options?: TokenOptions): Promise<TokenRequest>;
  /** Whether the caller may do something, and why. */
  may(spec: AccessQuestion, options?: CallOptions): Promise<SubjectAccessReviewStatus>;
  /** All that the caller may do in a namespace, and everywhere. */
  rulesIn(namespace: string, options?: CallOptions): Promise<SubjectRulesReviewStatus>;
  whoAmI(options?: CallOptions): Promise<SelfSubjectReview>;
}

export interface EncryptionClient {
  /** Which keys the Secrets are stored with. */
  status(options?: CallOptions): Promise<EncryptionStatus>;
  /** Cold. Has Secrets written anew that are not stored with the key that writes; the last one is a count after it. */
  rotate(): Observable<EncryptionStatus>;
}
