import { expect } from 'chai';
import * as api from '@kuorum/api';

describe('status errors', () => {
  const table: { error: api.ApiStatusError; reason: string; code: number; grpcCode: number; message: string }[] = [
    { error: api.notFound('Pod', 'web'), reason: 'NotFound', code: 404, grpcCode: 5, message: 'pods "web" not found' },
    {
      error: api.alreadyExists('Service', 'web'),
      reason: 'AlreadyExists',
      code: 409,
      grpcCode: 6,
      message: 'services "web" already exists',
    },
    {
      error: api.conflict('Pod', 'web'),
      reason: 'Conflict',
      code: 409,
      grpcCode: 10,
      message:
        'Operation cannot be fulfilled on pods "web": the object has been modified; ' +
        'please apply your changes to the latest version and try again',
    },
    {
      error: api.gone(5, 12),
      reason: 'Expired',
      code: 410,
      grpcCode: 11,
      message: 'too old resource version: 5 (12)',
    },
    {
      error: api.invalid('Pod', 'web', [api.requiredField('spec.containers')]),
      reason: 'Invalid',
      code: 422,
      grpcCode: 3,
      message: 'Pod "web" is invalid: spec.containers: Required value',
    },
    {
      error: api.invalid('Pod', 'w', [api.requiredField('a'), api.duplicateField('b', 1)]),
      reason: 'Invalid',
      code: 422,
      grpcCode: 3,
      message: 'Pod "w" is invalid: [a: Required value, b: Duplicate value: 1]',
    },
  ];
  for (const { error, message, ...expected } of table) {
    it(`${expected.reason}: ${message.slice(0, 60)}`, () => {
      const { reason, code, grpcCode } = error;
      expect({ reason, code, grpcCode }).to.deep.equal(expected);
      expect(error.message).to.equal(message);
    });
    it(`${expected.reason} goes over the wire and back`, () => {
      const trailer = api.encodeStatusTrailer(error.status);
      expect(api.statusErrorFromGrpc(expected.grpcCode, 'x', trailer).status).to.deep.equal(error.status);
    });
  }

  it('is known by its predicate only', () => {
    expect(api.isNotFound(api.notFound('Pod', 'a'))).to.equal(true);
    expect(api.isNotFound(api.conflict('Pod', 'a'))).to.equal(false);
    expect(api.isNotFound(new Error('pods "a" not found'))).to.equal(false);
  });

  it('is guessed from the gRPC code when no detail came', () => {
    expect(api.statusErrorFromGrpc(14, 'no connection', undefined).reason).to.equal('ServiceUnavailable');
  });

  for (const broken of [[], [0xff], [0x1a, 0x7f, 1], [0x08]]) {
    it(`takes trailer [${broken.join(' ')}] for none`, () => {
      expect(api.decodeStatusTrailer(Uint8Array.from(broken))).to.equal(undefined);
    });
  }
});
