import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { expect } from 'chai';
import { notBegunKey } from '@kuorum/api';
import { toCallError } from '../dist/unary-call.js';

describe('a call that a server refuses because it stops', () => {
  const refusal = (code: status, marked: boolean): ServiceError => {
    const metadata = new Metadata();
    if (marked) metadata.set(notBegunKey, '1');
    return Object.assign(new Error('refused'), { code, details: 'the apiserver is shutting down', metadata });
  };

  it('can be sent to another one, be it a write, when the server says that it did nothing', () => {
    expect(toCallError(refusal(status.UNAVAILABLE, true)).unsent).to.equal(true);
    expect(toCallError(refusal(status.UNAVAILABLE, false)).unsent).to.equal(false);
    expect(toCallError(refusal(status.INTERNAL, true)).unsent).to.equal(false);
  });
});
