import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import type { ApiStatusError } from '@kuorum/api';
import { systemClock } from '@kuorum/base';
import { EtcdError, type EtcdTxnRequest, type EtcdTxnResult } from '@kuorum/client';
import { GuardedWrite } from '../dist/registry/guarded-write.js';

const key = '/registry/pods/default/web';

/** One key and a script of faults, one a call: what becomes of the answer. */
class FaultyStore {
  revision = 10;
  stored: { value: Buffer; modRevision: number } | undefined;
  writes = 0;

  constructor(private readonly faults: ('lost before' | 'lost after' | 'refused' | 'fine')[]) {}

  txn = (request: EtcdTxnRequest): Promise<EtcdTxnResult> => {
    const fault = this.faults.shift() ?? 'fine';
    if (fault === 'lost before') return Promise.reject(new EtcdError(status.UNAVAILABLE, 'leader changed', true));
    if (fault === 'refused') return Promise.reject(new EtcdError(status.RESOURCE_EXHAUSTED, 'no space', false));
    const [compare] = request.compare;
    const succeeded = compare?.target === 'mod' && (this.stored?.modRevision ?? 0) === compare.value;
    if (succeeded) for (const op of request.success) this.apply(op);
    if (fault === 'lost after') return Promise.reject(new EtcdError(status.UNAVAILABLE, 'leader changed', true));
    const kvs = this.stored === undefined ? [] : [this.keyValue(this.stored)];
    const responses = succeeded ? [] : [{ op: 'range' as const, revision: 0, kvs, more: false, count: kvs.length }];
    return Promise.resolve({ revision: this.revision, succeeded, responses });
  };

  put(text: string): number {
    this.stored = { value: Buffer.from(text), modRevision: ++this.revision };
    return this.revision;
  }

  private apply(op: EtcdTxnRequest['success'][number]): void {
    this.writes++;
    if (op.op === 'put') this.put(Buffer.from(op.value).toString());
    if (op.op === 'deleteRange') {
      this.stored = undefined;
      this.revision++;
    }
  }

  private keyValue({ value, modRevision }: { value: Buffer; modRevision: number }) {
    return { key: Buffer.from(key), value, modRevision, createRevision: 1, version: 1, lease: 0n };
  }
}

describe('guarded write', () => {
  type Verb = 'create' | 'update' | 'delete';
  async function outcomeOf(verb: Verb, store: FaultyStore): Promise<string> {
    const write = new GuardedWrite().guard(key, verb === 'create' ? 0 : store.put('old'));
    if (verb === 'delete') write.delete(key);
    else write.put(key, Buffer.from('new'));
    try {
      const result = await write.commit(store, systemClock);
      return `${result.succeeded ? 'done' : 'refused by its guard'}, ${store.writes} written`;
    } catch (error) {
      return `${(error as ApiStatusError).reason}, ${store.writes} written`;
    }
  }

  const table: [verb: Verb, faults: ConstructorParameters<typeof FaultyStore>[0], outcome: string][] = [
    ['create', [], 'done, 1 written'],
    ['create', ['lost after'], 'done, 1 written'],
    ['create', ['lost after', 'lost before'], 'done, 1 written'],
    ['create', ['lost before'], 'Timeout, 0 written'],
    ['create', ['refused'], 'TooManyRequests, 0 written'],
    ['update', [], 'done, 1 written'],
    ['update', ['lost after'], 'done, 1 written'],
    ['update', ['lost before'], 'done, 1 written'],
    ['update', ['lost before', 'lost before', 'lost after'], 'done, 1 written'],
    ['delete', [], 'done, 1 written'],
    ['delete', ['lost after'], 'done, 1 written'],
    ['delete', ['lost before'], 'done, 1 written'],
  ];
  for (const [verb, faults, outcome] of table) {
    it(`${verb} with ${faults.join(', ') || 'no fault'}: ${outcome}`, async () =>
      expect(await outcomeOf(verb, new FaultyStore([...faults]))).to.equal(outcome));
  }

  it('tells a foreign object from its own', async () => {
    const store = new FaultyStore(['lost before']);
    const write = new GuardedWrite().guard(key, 0).put(key, Buffer.from('new'));
    const committed = write.commit(store, systemClock).catch((error: unknown) => (error as ApiStatusError).reason);
    store.put('foreign');
    expect(await committed).to.equal('Timeout');
    expect(store.writes).to.equal(0);
  });
});
