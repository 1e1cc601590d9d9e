/**
 * Our own protobuf codec against a protobuf library, in both directions, for every message of the API: random values of every field,
 * and bytes that are no message. The seed is printed when it fails.
 */
import { randomInt } from 'node:crypto';
import {
  decodeProto,
  encodeProto,
  fromWire,
  make,
  messageNames,
  ProtoError,
  schemaOf,
  toWire,
  zeroMessage,
  type FieldSchema,
  type MessageName,
  type MessageTypes,
} from '@kuorum/api';
import { Xoshiro128, type Prng } from '@kuorum/base';
import { messageCodec } from '@kuorum/wire';
import { expect } from 'chai';

const seed = Number(process.env['KUORUM_FUZZ_SEED'] ?? randomInt(1_000_000));
const ROUNDS = 6;
const DEPTH_MAX = 4;

type Plain = Record<string, unknown>;

const texts = [
  '',
  'a',
  'Running',
  'x'.repeat(31),
  'x'.repeat(127),
  'y'.repeat(128),
  'z'.repeat(5_000),
  'ä',
  'smile 😀',
  '\0\x7f',
  'ж'.repeat(60),
];
const numbers = [0, 1, -1, 127, 128, 300, 65_535, 2 ** 31 - 1, -(2 ** 31)];

class RandomMessages {
  constructor(private readonly prng: Prng) {}

  message(name: string, depth = 0): Plain {
    const schema = schemaOf(name);
    const object = zeroMessage(schema);
    for (const field of schema.fields) {
      if (this.prng.int(3) === 0) continue;
      if (field.type.kind === 'message' && depth >= DEPTH_MAX) continue;
      const value = this.value(field, depth);
      if (value !== undefined) object[field.name] = value;
    }
    return object;
  }

  private value(field: FieldSchema, depth: number): unknown {
    const count = this.prng.int(4);
    switch (field.cardinality) {
      case 'one':
        return this.single(field, depth);
      case 'list':
        return Array.from({ length: count }, () => this.single(field, depth));
      case 'map':
        return Object.fromEntries(
          Array.from({ length: count }, (_, i) => [`${this.text()}${i}`, this.single(field, depth)]),
        );
    }
  }

  private single({ type }: FieldSchema, depth: number): unknown {
    switch (type.kind) {
      case 'string':
      case 'quantity':
        return this.text();
      case 'bool':
        return this.prng.int(2) === 1;
      case 'bytes':
        return Uint8Array.from({ length: this.prng.int(300) }, () => this.prng.int(256));
      case 'number':
        return type.integer ? this.pick(numbers) : this.pick([...numbers, 0.1, 1e300, -2.5]);
      case 'intOrString':
        return this.prng.int(2) === 1 ? this.text() : this.pick(numbers);
      case 'message':
        return this.message(type.message, depth + 1);
    }
  }

  private text(): string {
    return this.pick(texts);
  }

  private pick<T>(values: readonly T[]): T {
    return values[this.prng.int(values.length)] as T;
  }
}

describe('our protobuf codec', () => {
  const prng = new Xoshiro128(seed);
  const random = new RandomMessages(prng);
  const failed = `seed ${seed} (KUORUM_FUZZ_SEED)`;

  it('writes what a protobuf library reads, and reads what one writes, for every message', () => {
    for (const name of messageNames) {
      const library = messageCodec<object, object>(`kuorum.v1.${name}`);
      for (let i = 0; i < ROUNDS; i++) {
        const object = random.message(name) as unknown as MessageTypes[MessageName];
        const ours = encodeProto(name, object);
        expect(decodeProto(name, ours), `${name}, ${failed}`).to.deep.equal(object);
        expect(fromWire(name, library.decode(Buffer.from(ours))), `${name} ours to theirs, ${failed}`).to.deep.equal(
          object,
        );
        const theirs = library.encode(toWire(name, object));
        expect(decodeProto(name, theirs), `${name} theirs to ours, ${failed}`).to.deep.equal(object);
      }
    }
  }).timeout(60_000);

  it('gives a message or a ProtoError for whatever bytes', () => {
    const names: readonly MessageName[] = ['Pod', 'SecretList', 'ServiceWatchEvent', 'NodeMetrics'];
    let refused = 0;
    for (let i = 0; i < 4_000; i++) {
      const name = names[i % names.length] as MessageName;
      const bytes = encodeProto(
        name,
        random.message(name, DEPTH_MAX - 2) as unknown as MessageTypes[MessageName],
      ).slice();
      for (let n = prng.int(4); n >= 0 && bytes.length > 0; n--) bytes[prng.int(bytes.length)] = prng.int(256);
      try {
        decodeProto(name, bytes.subarray(0, bytes.length - prng.int(3)));
      } catch (error) {
        refused++;
        expect(error, failed).to.be.instanceOf(ProtoError);
      }
    }
    expect(refused).to.be.above(100);
  }).timeout(60_000);

  it('keeps a key __proto__, merges a message that comes twice, and takes the last of a scalar', () => {
    const config = decodeProto(
      'ConfigMap',
      encodeProto('ConfigMap', {
        ...zeroMessage(schemaOf('ConfigMap')),
        data: JSON.parse('{"__proto__":"x"}') as Plain,
      } as unknown as MessageTypes['ConfigMap']),
    );
    expect(Object.entries(config.data)).to.deep.equal([['__proto__', 'x']]);
    const podOf = (metadata: Plain) =>
      encodeProto('Pod', {
        ...zeroMessage(schemaOf('Pod')),
        metadata: { ...zeroMessage(schemaOf('ObjectMeta')), ...metadata },
      } as unknown as MessageTypes['Pod']);
    const twice = Buffer.concat([podOf({ name: 'a', namespace: 'n' }), podOf({ name: 'b', labels: { c: 'd' } })]);
    expect(decodeProto('Pod', twice).metadata)
      .to.include({ name: 'b', namespace: 'n' })
      .and.to.have.deep.property('labels', { c: 'd' });
  });

  it('keeps a byte order mark, which is a character of a text like others', () => {
    const object = make('ConfigMap', { data: { text: '\ufeffabc', long: `\ufeff${'x'.repeat(500)}` } });
    expect(decodeProto('ConfigMap', encodeProto('ConfigMap', object))).to.deep.equal(object);
  });
});
