/** Who callers are and what they may do: tokens of service accounts, and callers' questions about themselves. */
import {
  make,
  type EncryptionStatus,
  type MessageTypes,
  type SelfSubjectReview,
  type SubjectAccessReviewStatus,
  type SubjectRulesReviewStatus,
  type TokenRequest,
} from '@kuorum/api';
import type { Observable } from 'rxjs';
import type { Caller } from './caller.js';
import type { CallOptions } from './types.js';
import type { AccessClient, AccessQuestion, EncryptionClient, TokenOptions } from './types-access.js';

export class GrpcAccessClient implements AccessClient {
  constructor(private readonly caller: Caller) {}

  createToken(namespace: string, name: string, options: TokenOptions = {}): Promise<TokenRequest> {
    const { audiences = [], expirationSeconds, boundObjectRef, ...call } = options;
    const spec = {
      audiences: [...audiences],
      ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
      ...(boundObjectRef === undefined ? {} : { boundObjectRef: { apiVersion: 'v1', uid: '', ...boundObjectRef } }),
    };
    const request = { namespace, name, spec } satisfies MessageTypes['TokenCreateRequest'];
    // Whoever asks twice has two tokens, and needs one.
    return this.caller.unary(
      'guarded',
      ['kuorum.v1.ServiceAccountService', 'CreateToken'],
      request,
      'TokenRequest',
      call,
    );
  }

  async may(question: AccessQuestion, options?: CallOptions): Promise<SubjectAccessReviewStatus> {
    const object = make('SelfSubjectAccessReview', { spec: question });
    const request = { object } satisfies MessageTypes['SelfSubjectAccessReviewCreateRequest'];
    const method = ['kuorum.v1.SelfSubjectAccessReviewService', 'Create'] as const;
    return (await this.caller.unary('read', method, request, 'SelfSubjectAccessReview', options)).status;
  }

  async rulesIn(namespace: string, options?: CallOptions): Promise<SubjectRulesReviewStatus> {
    const object = make('SelfSubjectRulesReview', { spec: { namespace } });
    const request = { object } satisfies MessageTypes['SelfSubjectRulesReviewCreateRequest'];
    const method = ['kuorum.v1.SelfSubjectRulesReviewService', 'Create'] as const;
    return (await this.caller.unary('read', method, request, 'SelfSubjectRulesReview', options)).status;
  }

  whoAmI(options?: CallOptions): Promise<SelfSubjectReview> {
    const request = { object: make('SelfSubjectReview', {}) } satisfies MessageTypes['SelfSubjectReviewCreateRequest'];
    const method = ['kuorum.v1.SelfSubjectReviewService', 'Create'] as const;
    return this.caller.unary('read', method, request, 'SelfSubjectReview', options);
  }
}

export class GrpcEncryptionClient implements EncryptionClient {
  constructor(private readonly caller: Caller) {}

  status(options?: CallOptions): Promise<EncryptionStatus> {
    return this.caller.unary('read', ['kuorum.v1.EncryptionService', 'Status'], {}, 'EncryptionStatus', options);
  }

  rotate(): Observable<EncryptionStatus> {
    return this.caller.stream(['kuorum.v1.EncryptionService', 'Rotate'], {}, 'EncryptionStatus');
  }
}
