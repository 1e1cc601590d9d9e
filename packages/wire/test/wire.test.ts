import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  clientConstructor,
  int64ToBigint,
  int64ToNumber,
  messageCodec,
  profilePackage,
  protoDir,
  serviceDefinition,
  toInt64,
  uint64ToBigint,
  type etcdserverpb,
} from '@kuorum/wire';
import { serviceFiles } from '../dist/gen/service-files.js';

describe('the proto loader', () => {
  it('finds the .proto files whatever the working directory', () => {
    expect(existsSync(join(protoDir(), 'raftpb', 'raft.proto'))).to.equal(true);
  });

  it('knows every service by its full name', () => {
    expect(serviceDefinition('etcdserverpb.KV')).to.have.property('Range');
    expect(serviceDefinition('kuorum.v1.PodService')).to.have.property('Watch');
    expect(clientConstructor('etcdserverpb.Watch').serviceName).to.equal('etcdserverpb.Watch');
  });

  it('gives a service the same methods and messages whether its file is read alone or with all others', () => {
    const alone = serviceDefinition('kuorum.v1.EndpointsService');
    const together = profilePackage('kuorum')['kuorum.v1.EndpointsService'] as typeof alone;
    expect(Object.keys(alone)).to.deep.equal(Object.keys(together));
    const message = { object: { metadata: { name: 'web', labels: { a: 'b' } } }, dryRun: true };
    const bytes = together['Create']?.requestSerialize(message) ?? Buffer.from('none');
    expect(alone['Create']?.requestSerialize(message)).to.deep.equal(bytes);
    expect(alone['Create']?.requestDeserialize(bytes)).to.deep.equal(together['Create']?.requestDeserialize(bytes));
    for (const [service, file] of Object.entries(serviceFiles)) {
      expect(profilePackage('kuorum'), file).to.have.property(service);
    }
  });

  it('refuses a name that is not a service', () => {
    expect(() => serviceDefinition('etcdserverpb.Nothing')).to.throw('Cannot find etcdserverpb.Nothing');
    expect(() => serviceDefinition('etcdserverpb.PutRequest')).to.throw('it is a message');
  });

  it('gives decoded etcd messages defaults, Buffers, decimal strings and names of enum values', () => {
    const codec = messageCodec<etcdserverpb.Compare, etcdserverpb.Compare__Output>('etcdserverpb.Compare');
    const decoded = codec.decode(
      codec.encode({ key: Buffer.from('k'), target: 'MOD', mod_revision: '9007199254740993' }),
    );
    expect(decoded.key).to.deep.equal(Buffer.from('k'));
    expect(decoded.result).to.equal('EQUAL');
    expect(decoded.target).to.equal('MOD');
    expect(decoded.target_union).to.equal('mod_revision');
    expect(decoded.mod_revision).to.equal('9007199254740993');
    expect(decoded.range_end).to.have.length(0);
  });

  // The bytes are what etcd's own clients send: field number and wire type, length, content.
  const wireBytes: { message: string; value: object; hex: string }[] = [
    {
      message: 'etcdserverpb.PutRequest',
      value: { key: Buffer.from('a'), value: Buffer.from('b'), lease: '7' },
      hex: '0a01611201621807',
    },
    { message: 'etcdserverpb.Compare', value: { range_end: Buffer.from([0]) }, hex: '82040100' },
    { message: 'etcdserverpb.WatchResponse', value: { events: [{ type: 'DELETE' }] }, hex: '5a020801' },
    {
      message: 'mvccpb.KeyValue',
      value: { key: Buffer.from('a'), mod_revision: '3', lease: '1' },
      hex: '0a0161' + '1803' + '3001',
    },
  ];
  for (const { message, value, hex } of wireBytes) {
    it(`encodes ${message} as etcd does`, () => {
      expect(messageCodec(message).encode(value).toString('hex')).to.equal(hex);
    });
  }
});

describe('int64 decoding', () => {
  it('keeps all 64 bits of ids', () => {
    expect(uint64ToBigint('18446744073709551615')).to.equal(2n ** 64n - 1n);
    expect(int64ToBigint('-9223372036854775808')).to.equal(-(2n ** 63n));
  });

  it('refuses what does not fit instead of rounding it', () => {
    expect(() => int64ToNumber('9007199254740993')).to.throw(RangeError);
    expect(() => uint64ToBigint('-1')).to.throw(RangeError);
    expect(() => int64ToBigint('9223372036854775808')).to.throw(RangeError);
    expect(() => int64ToBigint('seven')).to.throw(RangeError);
    expect(() => toInt64(2 ** 53)).to.throw(RangeError);
  });

  it('writes decimal strings', () => {
    expect(toInt64(-1n)).to.equal('-1');
    expect(toInt64(42)).to.equal('42');
  });
});
