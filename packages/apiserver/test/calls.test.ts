/** What a handler throws ends its call, never the process. */
import { EventEmitter, once } from 'node:events';
import { status, type handleServerStreamingCall, type handleUnaryCall, type ServiceError } from '@grpc/grpc-js';
import { expect } from 'chai';
import { badRequest, make, type Pod } from '@kuorum/api';
import { silentLogger } from '@kuorum/base/node';
import { serverStream, unary } from '../dist/server/calls.js';

/** As much of a grpc-js call as the handlers use. `request` throws when it is read, as a message that cannot be decoded. */
function callWith(request: () => unknown): EventEmitter {
  return Object.defineProperty(Object.assign(new EventEmitter(), { getPath: () => '/test' }), 'request', {
    get: request,
  });
}

const undecodable = (): never => {
  throw badRequest('cannot decode this');
};

function answerTo(handler: handleUnaryCall<unknown, unknown>, call: EventEmitter): Promise<Partial<ServiceError>> {
  return new Promise((resolve) => {
    handler(call as unknown as Parameters<typeof handler>[0], (error) => resolve(error ?? {}));
  });
}

async function errorOf(handler: handleServerStreamingCall<unknown, unknown>, call: EventEmitter): Promise<unknown> {
  const failed = once(call, 'error');
  handler(call as unknown as Parameters<typeof handler>[0]);
  return ((await failed) as unknown[])[0];
}

describe('a call', () => {
  const cannotDecode = { code: status.INVALID_ARGUMENT, details: 'cannot decode this' };

  it('ends with what decoding its request throws', async () => {
    const answered = unary('GetRequest', 'Pod', silentLogger, () => Promise.resolve(make('Pod', {})));
    expect(await answerTo(answered, callWith(undecodable))).to.include(cannotDecode);
    const streamed = serverStream('WatchRequest', silentLogger, () => Promise.resolve());
    expect(await errorOf(streamed, callWith(undecodable))).to.include(cannotDecode);
  });

  it('ends with what its handler throws before there is a promise', async () => {
    const answered = unary('GetRequest', 'Pod', silentLogger, undecodable);
    expect(
      await answerTo(
        answered,
        callWith(() => ({})),
      ),
    ).to.include(cannotDecode);
    const streamed = serverStream('WatchRequest', silentLogger, undecodable);
    expect(
      await errorOf(
        streamed,
        callWith(() => ({})),
      ),
    ).to.include(cannotDecode);
  });

  it('ends with what encoding its answer throws', async () => {
    const broken = unary('GetRequest', 'Pod', silentLogger, () => Promise.resolve(undefined as unknown as Pod));
    expect(
      await answerTo(
        broken,
        callWith(() => ({})),
      ),
    ).to.have.property('code', status.INTERNAL);
  });
});
