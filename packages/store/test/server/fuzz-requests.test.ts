/**
 * The same for what clients and operators give, from the bytes to the refusal or the command: protobuf requests, the
 * command line; and for the records of the state that the other file does not have.
 */
import { Xoshiro128 } from '@kuorum/base';
import { FlagError, parseStoreFlags } from '@kuorum/store';
import { checkRequest, MAX_TXN_OPS_DEFAULT, type StoreRequest } from '@kuorum/store/mvcc';
import { asLogIndex, asTerm } from '@kuorum/store/raft';
import {
  ALARM_PREFIX,
  decodeAlarm,
  decodeClusterVersion,
  decodeRemoved,
  findDamage,
  kvCodec,
  logCodec,
  REMOVED_PREFIX,
  toEtcdError,
} from '@kuorum/store/server/internals';
import { StorageError } from '@kuorum/store/storage';
import { messageCodec, type etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { fuzz, type Decoder } from './fuzzing.js';
import type { RandomRecords } from './random-records.js';

const range = messageCodec<etcdserverpb.RangeRequest, etcdserverpb.RangeRequest__Output>('etcdserverpb.RangeRequest');
const put = messageCodec<etcdserverpb.PutRequest, etcdserverpb.PutRequest__Output>('etcdserverpb.PutRequest');
const txn = messageCodec<etcdserverpb.TxnRequest, etcdserverpb.TxnRequest__Output>('etcdserverpb.TxnRequest');

/** Refused as no protobuf; what is one must be taken, or refused with a status of etcd's. */
class NoProtobufError extends Error {}

/** Told to the client with a status of etcd's. */
class RefusalError extends Error {}

function asRequest<M>(parse: (bytes: Buffer) => M, decode: (message: M) => StoreRequest): (bytes: Buffer) => void {
  return (bytes) => {
    let message: M;
    try {
      message = parse(bytes);
    } catch (cause) {
      throw new NoProtobufError('no protobuf', { cause });
    }
    try {
      checkRequest(decode(message), { maxTxnOps: MAX_TXN_OPS_DEFAULT });
    } catch (cause) {
      if (toEtcdError(cause) !== undefined) throw new RefusalError('refused', { cause });
      throw cause;
    }
  };
}

const putOf = (random: RandomRecords): etcdserverpb.PutRequest => ({
  key: Buffer.concat([Buffer.from('k'), random.bytes()]),
  value: Buffer.from(random.bytes()),
  lease: '7',
});

const decoders: readonly Decoder[] = [
  {
    name: 'ranges of clients',
    decode: asRequest((bytes) => range.decode(bytes), kvCodec.decodeRange),
    valid: (random) => [
      range.encode({ key: Buffer.from('k'), range_end: Buffer.from(random.bytes()), limit: '5', revision: '9' }),
    ],
    errors: [NoProtobufError, RefusalError],
  },
  {
    name: 'puts of clients',
    decode: asRequest((bytes) => put.decode(bytes), kvCodec.decodePut),
    valid: (random) => [put.encode(putOf(random))],
    errors: [NoProtobufError, RefusalError],
  },
  {
    name: 'transactions of clients',
    decode: asRequest((bytes) => txn.decode(bytes), kvCodec.decodeTxn),
    valid: (random) => [
      txn.encode({
        compare: [{ key: Buffer.from('k'), target: 'VERSION', result: 'GREATER', version: '1' }],
        success: [{ request_put: putOf(random) }],
        failure: [{ request_txn: { success: [{ request_delete_range: { key: Buffer.from('k') } }] } }],
      }),
    ],
    errors: [NoProtobufError, RefusalError],
  },
  {
    name: 'alarms in the state',
    decode: decodeAlarm,
    valid: () => [Buffer.concat([ALARM_PREFIX, Buffer.alloc(9)])],
    errors: [StorageError],
  },
  {
    name: 'removed members in the state',
    decode: decodeRemoved,
    valid: () => [Buffer.concat([REMOVED_PREFIX, Buffer.alloc(8)])],
    errors: [StorageError],
  },
  {
    name: 'the version of the cluster in the state',
    decode: decodeClusterVersion,
    valid: () => [Buffer.from(JSON.stringify({ version: '3.5.0', downgradeTo: '' }))],
    errors: [StorageError],
  },
  {
    name: 'where the log starts, which tells damage by undefined',
    decode: logCodec.decodePosition,
    valid: () => [logCodec.encodePosition({ index: asLogIndex(7), term: asTerm(2) })],
    errors: [],
  },
  {
    name: "LevelDB's log files",
    decode: findDamage,
    valid: (random) => [Buffer.concat(Array.from({ length: 5 }, () => random.bytes(200)))],
    errors: [],
  },
];

describe('requests, flags and further records that are none', () => {
  fuzz(decoders);

  it('command lines: taken, or refused with words', () => {
    const prng = new Xoshiro128(1);
    const flags = [
      ...['name', 'data-dir', 'listen-client-urls', 'initial-cluster', 'election-timeout', 'snapshot-count'],
      ...['auto-compaction-retention', 'quota-backend-bytes', 'force-new-cluster', 'grpc-keepalive-interval', 'x', ''],
    ];
    const values = ['', '0', '-1', '1e9', '9'.repeat(400), 'true', 'http://a:1', 'http://[::1]:2379', '=', ',', 'a=b'];
    const pick = <T>(list: readonly T[]): T => list[prng.int(list.length)] as T;
    let refused = 0;
    for (let run = 0; run < 1_000; run++) {
      const argv = Array.from({ length: 1 + prng.int(4) }, () => {
        const flag = `${pick(['--', '-', ''])}${pick(flags)}`;
        return prng.int(4) === 0 ? flag : `${flag}=${pick(values)}${pick(values)}`;
      });
      try {
        parseStoreFlags(argv);
      } catch (error) {
        expect(error, argv.join(' ')).to.be.instanceOf(FlagError);
        refused++;
      }
    }
    expect(refused).to.be.greaterThan(300).and.to.be.lessThan(1_000);
  });
});
