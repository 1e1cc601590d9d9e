/**
 * Bytes that are no records of ours, from the network or from a damaged disk: every decoder gives a value or its own
 * error, soon, and allocates nothing that the bytes themselves do not hold. See fuzzing.ts.
 */
import { Xoshiro128 } from '@kuorum/base';
import { decodeLease, encodeLease, LeaseRecordError, leaseKey } from '@kuorum/store/lease';
import { asRevision, RestoreError } from '@kuorum/store/mvcc';
import { asLogIndex, asTerm, decodeConfChange, encodeConfChange, MalformedConfChangeError } from '@kuorum/store/raft';
import {
  decodeChange,
  decodeMember,
  decodeMessage,
  decodeProposed,
  encodeChange,
  encodeMessage,
  encodeProposed,
  logCodec,
  MalformedRecordError,
  recordCodec,
  snapshotCodec,
  stateCodec,
} from '@kuorum/store/server/internals';
import { StorageError } from '@kuorum/store/storage';
import { expect } from 'chai';
import { fuzz, type Decoder } from './fuzzing.js';
import { RandomRecords } from './random-records.js';

const appliedOf = (random: RandomRecords) => ({ index: asLogIndex(random.uint()), term: asTerm(random.uint()) });

const decoders: readonly Decoder[] = [
  {
    name: 'raft messages',
    decode: decodeMessage,
    valid: (random) => random.messages().map(encodeMessage),
    errors: [MalformedRecordError],
  },
  {
    name: 'commands',
    decode: decodeProposed,
    valid: (random) => random.commands().map((command) => encodeProposed({ origin: 1, sequence: 2, command })),
    errors: [MalformedRecordError],
  },
  {
    name: 'changes of the membership',
    decode: decodeConfChange,
    valid: (random) => [encodeConfChange(random.confChange())],
    errors: [MalformedConfChangeError],
  },
  {
    name: 'what a change of the membership says',
    decode: decodeChange,
    valid: (random) => random.membershipChanges().map((change) => encodeChange({ origin: 1, sequence: 2, change })),
    errors: [MalformedRecordError],
  },
  {
    name: 'leases',
    decode: (bytes) => decodeLease(bytes.subarray(0, 9), bytes.subarray(9)),
    valid: (random) => {
      const id = BigInt.asIntN(64, random.id());
      return [Buffer.concat([leaseKey(id), encodeLease({ id, ttlSeconds: 60, remainingTtlSeconds: 5 })])];
    },
    errors: [LeaseRecordError],
  },
  {
    name: 'keys of records',
    decode: recordCodec.decodeRecordKey,
    valid: (random) => [recordCodec.encodeRecordKey(random.uint(), 7)],
    errors: [RestoreError],
  },
  {
    name: 'records of keys',
    decode: (bytes) => recordCodec.decodeRecord(asRevision(9), bytes),
    valid: (random) => {
      const [key, value] = [random.bytes(), random.bytes()];
      const kv = { key, value, createRevision: asRevision(random.uint()), version: random.uint(), lease: random.id() };
      return [recordCodec.encodePut(kv), recordCodec.encodeTombstone(key)];
    },
    errors: [RestoreError],
  },
  {
    name: 'the compacted revision',
    decode: recordCodec.decodeRevision,
    valid: (random) => [recordCodec.encodeRevision(asRevision(random.uint()))],
    errors: [RestoreError],
  },
  {
    name: 'how far the state is applied',
    decode: (bytes) => stateCodec.decodeApplied(bytes, undefined),
    valid: (random) => [stateCodec.encodeApplied(appliedOf(random))],
    errors: [StorageError],
  },
  {
    name: 'the membership in the state',
    decode: (bytes) => stateCodec.decodeApplied(undefined, bytes),
    valid: (random) => [stateCodec.encodeConfState(random.confState())],
    errors: [StorageError],
  },
  {
    name: 'the generation in use',
    decode: stateCodec.decodeGeneration,
    valid: () => [stateCodec.encodeGeneration(7)],
    errors: [StorageError],
  },
  {
    name: 'members',
    decode: decodeMember,
    valid: (random) => [
      Buffer.from(
        JSON.stringify({
          id: random.id().toString(),
          name: 'm',
          peerUrls: ['http://a:1'],
          clientUrls: [],
          isLearner: false,
        }),
      ),
    ],
    errors: [StorageError],
  },
  {
    name: 'entries of the log, which tell damage by undefined',
    decode: (bytes) => logCodec.decodeEntry(asLogIndex(3), bytes),
    valid: (random) => [
      logCodec.encodeEntry({ term: asTerm(2), index: asLogIndex(3), type: 'normal', data: random.bytes() }),
    ],
    errors: [],
  },
  { name: 'keys of the log', decode: logCodec.decodeEntryKey, valid: () => [logCodec.entryKey(5)], errors: [] },
  {
    name: 'term, vote and commit',
    decode: logCodec.decodeHardState,
    valid: (random) => [logCodec.encodeHardState({ term: asTerm(1), vote: random.id(), commit: asLogIndex(1) })],
    errors: [],
  },
  {
    name: 'snapshots',
    decode: (bytes) => new snapshotCodec.SnapshotDecoder().add(bytes),
    valid: (random) => {
      const encoder = new snapshotCodec.SnapshotEncoder(1 << 20);
      for (let i = 0; i < 3; i++) encoder.add(Buffer.concat([Buffer.from('k'), random.bytes()]), random.bytes());
      return encoder.end();
    },
    errors: [StorageError],
  },
];

describe('decoders on bytes that are no records of ours', () => {
  fuzz(decoders);

  it('refuses a raft message and a command that were cut short anywhere, or are longer than they say', () => {
    const random = new RandomRecords(new Xoshiro128(99));
    const cases = [
      ...random.messages().map((message) => ({ whole: encodeMessage(message), decode: decodeMessage })),
      ...random.commands().map((command) => ({
        whole: encodeProposed({ origin: 1, sequence: 1, command }),
        decode: decodeProposed,
      })),
    ];
    for (const { whole, decode } of cases) {
      for (let length = 0; length < whole.length; length++) {
        expect(() => decode(whole.subarray(0, length))).to.throw(MalformedRecordError);
      }
      expect(() => decode(Buffer.concat([whole, Buffer.alloc(1)]))).to.throw(MalformedRecordError);
    }
  });

  it('refuses a list that announces more items than there are bytes, before it makes room for them', () => {
    const none = encodeMessage({ type: 'prop', from: 1n, to: 2n, term: asTerm(0), proposals: [] });
    const huge = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    expect(() => decodeMessage(Buffer.concat([none.subarray(0, -1), huge]))).to.throw(
      MalformedRecordError,
      'Cannot read 70368744177663 items from 0 bytes',
    );
  });

  it('refuses a number that does not end, and transactions that nest without end', () => {
    const command = (tail: Buffer): Buffer => Buffer.concat([Buffer.from([1, 1, 1, 0]), tail]);
    const million = 1_000_000;
    expect(() => decodeProposed(Buffer.concat([Buffer.from([1]), Buffer.alloc(million, 0xff)]))).to.throw(
      MalformedRecordError,
      'it does not end',
    );
    // A transaction without conditions with one operation: again a transaction.
    const nested = Buffer.alloc(3 * million, Buffer.from([3, 0, 1]));
    expect(() => decodeProposed(command(nested))).to.throw(MalformedRecordError, 'nest too deep');
  });

  it('refuses a snapshot that announces a record of gigabytes, instead of collecting it', () => {
    const decoder = new snapshotCodec.SnapshotDecoder();
    expect(() => decoder.add(Buffer.from('00000001f0000000', 'hex'))).to.throw(StorageError, 'a record has 4026531841');
  });

  it('refuses a snapshot with a record that is none of the state', () => {
    const encoder = new snapshotCodec.SnapshotEncoder(1 << 20);
    encoder.add(stateCodec.APPLIED_KEY, Buffer.from('x'));
    const [chunk] = encoder.end();
    expect(() => new snapshotCodec.SnapshotDecoder().add(chunk as Uint8Array)).to.throw(
      StorageError,
      'none of the state',
    );
  });
});
