/** What a call goes through: what a handler throws ends it, never the process; its request id; who it is from. */
import { EventEmitter, once } from 'node:events';
import {
  Metadata,
  status,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServiceError,
} from '@grpc/grpc-js';
import { expect } from 'chai';
import { badRequest, encodeProto, make, statusError, type Pod } from '@kuorum/api';
import { silentLogger, type Logger } from '@kuorum/base/node';
import { userOf } from '../dist/auth/user.js';
import { CallGate, unsecured, type AdmissionHooks } from '../dist/server/admit-call.js';
import { serverStream, unary, type CallContext } from '../dist/server/calls.js';

/** As much of a grpc-js call as the handlers use. `request` throws when it is read, as a message that cannot be decoded. */
function callWith(request: () => unknown, requestId?: string): EventEmitter & { readonly headers: Metadata[] } {
  const metadata = new Metadata();
  if (requestId !== undefined) metadata.set('x-request-id', requestId);
  const headers: Metadata[] = [];
  const call = Object.assign(new EventEmitter(), {
    metadata,
    headers,
    getPath: () => path,
    sendMetadata: (sent: Metadata) => void headers.push(sent),
  });
  return Object.defineProperty(call, 'request', { get: request });
}

/** What the fake calls are calls of. */
const path = '/kuorum.v1.PodService/Get';

const gate = new CallGate(silentLogger);

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
    const answered = unary('GetRequest', 'Pod', gate, () => Promise.resolve(make('Pod', {})));
    expect(await answerTo(answered, callWith(undecodable))).to.include(cannotDecode);
    const streamed = serverStream('WatchRequest', gate, () => Promise.resolve());
    expect(await errorOf(streamed, callWith(undecodable))).to.include(cannotDecode);
  });

  it('ends with what its handler throws before there is a promise', async () => {
    const answered = unary('GetRequest', 'Pod', gate, undecodable);
    expect(
      await answerTo(
        answered,
        callWith(() => new Uint8Array()),
      ),
    ).to.include(cannotDecode);
    const streamed = serverStream('WatchRequest', gate, undecodable);
    expect(
      await errorOf(
        streamed,
        callWith(() => new Uint8Array()),
      ),
    ).to.include(cannotDecode);
  });

  it('ends with what encoding its answer throws', async () => {
    const broken = unary('GetRequest', 'Pod', gate, () => Promise.resolve(undefined as unknown as Pod));
    expect(
      await answerTo(
        broken,
        callWith(() => new Uint8Array()),
      ),
    ).to.have.property('code', status.INTERNAL);
  });
});

describe('the request id of a call', () => {
  const ok = (): Promise<Pod> => Promise.resolve(make('Pod', {}));
  const idOf = (call: { readonly headers: Metadata[] }): unknown => call.headers[0]?.get('x-request-id')[0];

  async function idFor(given?: string, handle: () => Promise<Pod> = ok): Promise<unknown> {
    const call = callWith(() => new Uint8Array(), given);
    await answerTo(unary('GetRequest', 'Pod', gate, handle), call);
    expect(call.headers).to.have.length(1);
    return idOf(call);
  }

  it('is what the client gave', async () => {
    expect(await idFor('req-7')).to.equal('req-7');
    expect(await idFor('x'.repeat(128))).to.equal('x'.repeat(128));
    expect(await idFor('req-8', undecodable)).to.equal('req-8');
  });

  it('is made when the client gave none, or one that fits into no log', async () => {
    const uuid = /^[0-9a-f-]{36}$/;
    for (const given of [undefined, '', 'x'.repeat(129), 'two words']) expect(await idFor(given)).to.match(uuid);
    expect(await idFor()).to.not.equal(await idFor());
  });

  it('comes before the first message of a stream, once', async () => {
    const call = Object.assign(
      callWith(() => new Uint8Array(), 'req-9'),
      { write: () => true, end: () => undefined },
    );
    const ended = once(call, 'done');
    const handler = serverStream('WatchRequest', gate, (_request, stream) => {
      stream.sendHeaders();
      stream.write({});
      stream.end();
      call.emit('done');
      return Promise.resolve();
    });
    handler(call as unknown as Parameters<typeof handler>[0]);
    await ended;
    expect(call.headers).to.have.length(1);
    expect(idOf(call)).to.equal('req-9');
  });

  it('stands in what is logged about the call', async () => {
    const lines: object[] = [];
    const loggerWith = (fields: object): Logger => ({
      ...silentLogger,
      warn: (more) => void lines.push({ ...fields, ...more }),
      child: (more) => loggerWith({ ...fields, ...more }),
    });
    const broken = unary('GetRequest', 'Pod', new CallGate(loggerWith({})), () => Promise.reject(new Error('boom')));
    await answerTo(
      broken,
      callWith(() => new Uint8Array(), 'req-10'),
    );
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include({ requestId: 'req-10', method: path });
  });
});

describe('admission', () => {
  const nobody = (): never => {
    throw statusError('Unauthorized', 'Unauthorized');
  };

  async function ask(
    hooks: Partial<AdmissionHooks>,
    request: () => unknown = () => new Uint8Array(),
  ): Promise<{ error: Partial<ServiceError>; context: CallContext | undefined }> {
    let context: CallContext | undefined;
    const handler = unary('GetRequest', 'Pod', new CallGate(silentLogger, { ...unsecured, ...hooks }), (_q, given) => {
      context = given;
      return Promise.resolve(make('Pod', {}));
    });
    return { error: await answerTo(handler, callWith(request)), context };
  }

  it('tells the handler who calls; everybody is a master without security', async () => {
    const { context } = await ask({});
    expect(context?.user).to.deep.include({
      name: 'system:unsecured',
      groups: ['system:masters', 'system:authenticated'],
    });
    const { context: other } = await ask({ authenticate: () => Promise.resolve(userOf('ada', [])) });
    expect(other?.user.name).to.equal('ada');
  });

  it('looks at nothing of the request of somebody who is nobody', async () => {
    const { error, context } = await ask({ authenticate: nobody }, () => {
      throw new Error('decoded');
    });
    expect(error).to.include({ code: status.UNAUTHENTICATED, details: 'Unauthorized' });
    expect(context).to.equal(undefined);
  });

  it('asks for permission with the decoded request, before the handler', async () => {
    let seen: object = {};
    const { error, context } = await ask(
      {
        authorize: (attributes) => {
          seen = attributes;
          throw statusError('Forbidden', 'no');
        },
      },
      () => encodeProto('GetRequest', { namespace: '', name: 'web' }),
    );
    expect(error).to.include({ code: status.PERMISSION_DENIED, details: 'no' });
    expect(seen).to.include({ verb: 'get', resource: 'pods', name: 'web', namespace: 'default' });
    expect(context).to.equal(undefined);
  });
});
