/** Who callers are and what they may do: tokens of service accounts. */
import { toWire, type TokenRequest } from '@kuorum/api';
import type { Caller } from './caller.js';
import type { AccessClient, TokenOptions } from './types.js';

export class GrpcAccessClient implements AccessClient {
  constructor(private readonly caller: Caller) {}

  createToken(namespace: string, name: string, options: TokenOptions = {}): Promise<TokenRequest> {
    const { audiences = [], expirationSeconds, boundObjectRef, ...call } = options;
    const spec = {
      audiences: [...audiences],
      ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
      ...(boundObjectRef === undefined ? {} : { boundObjectRef: { apiVersion: 'v1', uid: '', ...boundObjectRef } }),
    };
    const request = toWire('TokenCreateRequest', { namespace, name, spec });
    // Whoever asks twice has two tokens, and needs one.
    return this.caller.unary(
      'guarded',
      ['kuorum.v1.ServiceAccountService', 'CreateToken'],
      request,
      'TokenRequest',
      call,
    );
  }
}
