/**
 * The methods whose messages do not go through the proto loader, which decodes twice (protobufjs' object, then a plain
 * one with every 64-bit number as text). What comes out is the same: a test compares them. The rest stays with the loader.
 */
import * as requests from './requests.js';
import * as responses from './responses.js';

export interface HotCodec {
  readonly decode?: (bytes: Buffer) => object;
  readonly encode?: (message: never) => Uint8Array;
}

export const hotCodecs: Readonly<Record<string, HotCodec>> = {
  '/etcdserverpb.KV/Range': { decode: requests.readRangeRequest, encode: responses.writeRangeResponse },
  '/etcdserverpb.KV/Put': { decode: requests.readPutRequest, encode: responses.writePutResponse },
  '/etcdserverpb.KV/DeleteRange': {
    decode: requests.readDeleteRangeRequest,
    encode: responses.writeDeleteRangeResponse,
  },
  '/etcdserverpb.KV/Txn': { decode: requests.readTxnRequest, encode: responses.writeTxnResponse },
  '/etcdserverpb.Watch/Watch': { encode: responses.writeWatchResponse },
  '/etcdserverpb.Lease/LeaseKeepAlive': {
    decode: requests.readLeaseKeepAliveRequest,
    encode: responses.writeLeaseKeepAliveResponse,
  },
};
